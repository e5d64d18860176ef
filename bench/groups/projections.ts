// Projections of d = 10⁵ entries, beside copying the vector in the same turns: the kernel, the set's own
// TypeScript and, for the sparse set and the ℓ1 ball, the projection by sorting that plain JavaScript would use.

import {
  box,
  type Constraint,
  fillNormal,
  l1Ball,
  monotoneCone,
  simplex,
  sparse,
} from '../../dist/index.js';
import { type Contestant, local } from '../../lab/src/bench/turns.js';
import { compare } from '../compare.js';
import { projectionBy } from '../engines.js';
import type { Stage } from '../stage.js';

const D = 100_000;

export async function projections(stage: Stage): Promise<void> {
  const v = fillNormal(new Float64Array(D), { seed: 1, stream: 0, rows: 1, columns: D });
  const cases: [Constraint, string, (() => Float64Array)?][] = [
    [sparse(D / 50), `s=${D / 50}`, () => sparseBySorting(v, D / 50)],
    [l1Ball(D / 50), `radius=${D / 50}`, () => l1BallBySorting(v, D / 50)],
    [simplex(1), 'radius=1'],
    [monotoneCone(), 'no parameter'],
    [box({ lower: -0.5, upper: 0.5 }), '±0.5'],
  ];
  for (const [set, parameter, bySorting] of cases) {
    await compare(
      stage,
      {
        group: 'projections',
        name: `${set.name} f64`,
        shape: `d=${D}, ${parameter}`,
        items: D,
        tolerance: 1e-9,
      },
      [
        projectionBy('wasm', set, v),
        copyOf(v),
        projectionBy('reference', set, v),
        ...(bySorting ? [{ ...local('sorting', bySorting), answer: bySorting }] : []),
      ],
    );
  }
}

function copyOf(v: Float64Array): Contestant {
  const copy = new Float64Array(D);
  return local('copy', () => copy.set(v));
}

function sparseBySorting(v: Float64Array, s: number): Float64Array {
  const magnitudes = v.map(Math.abs).sort();
  const threshold = magnitudes[v.length - s];
  let equals = s - (v.length - upperBound(magnitudes, threshold));
  return v.map((x) => {
    const magnitude = Math.abs(x);
    return magnitude > threshold || (magnitude === threshold && equals-- > 0) ? x : 0;
  });
}

// The first index whose entry is above the value.
function upperBound(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

// Held, Wolfe, Crowder 1974; Duchi et al. 2008.
function l1BallBySorting(v: Float64Array, radius: number): Float64Array {
  const magnitudes = v.map(Math.abs).sort().reverse();
  let sum = 0;
  let tau = 0;
  for (let k = 0; k < magnitudes.length; k++) {
    sum += magnitudes[k];
    const candidate = (sum - radius) / (k + 1);
    if (candidate >= magnitudes[k]) break;
    tau = candidate;
  }
  return v.map((x) => Math.sign(x) * Math.max(Math.abs(x) - tau, 0));
}
