// Projections of d = 10⁵ entries, each as a multiple of copying the vector in the same run: the kernel, the set's own
// TypeScript and, for the sparse set and the ℓ1 ball, the projection by sorting that plain JavaScript would use.

import { referenceEngine } from '../dist/engine/reference.js';
import { wasmEngine } from '../dist/engine/wasm.js';
import {
  box,
  type Constraint,
  l1Ball,
  monotoneCone,
  normal,
  simplex,
  sparse,
} from '../dist/index.js';
import { leastSquares } from '../dist/problem/least-squares.js';
import { type Contestant, compare, type Row } from './harness.js';

const D = 100_000;

/** Of a vector of standard normals; `keep` is given a number of each result. */
export function projections(keep: (value: number) => void): Row[][] {
  const v = Float64Array.from({ length: D }, (_, j) => normal(1, 0, 0, j));
  const cases: [Constraint, string, Contestant['run']?][] = [
    [sparse(D / 50), `s=${D / 50}`, () => keep(sparseBySorting(v, D / 50)[0])],
    [l1Ball(D / 50), `radius=${D / 50}`, () => keep(l1BallBySorting(v, D / 50)[0])],
    [simplex(1), 'radius=1'],
    [monotoneCone(), 'no parameter'],
    [box({ lower: -0.5, upper: 0.5 }), '±0.5'],
  ];
  return cases.map(([set, parameter, bySorting]) => {
    const copy = new Float64Array(D);
    return compare(
      { group: 'projection', name: `${set.name} f64`, shape: `d=${D}, ${parameter}` },
      [
        {
          engine: 'copy',
          run() {
            copy.set(v);
            keep(copy[0]);
          },
        },
        ...[wasmEngine, referenceEngine].map((engine) => projectionBy(engine, set, v, keep)),
        ...(bySorting ? [{ engine: 'sorting', run: bySorting }] : []),
      ],
    );
  });
}

// The vector is copied first each time: a kernel projects in place.
function projectionBy(
  engine: typeof wasmEngine,
  set: Constraint,
  v: Float64Array,
  keep: (value: number) => void,
): Contestant {
  const workspace = engine
    .open({ rows: 1, columns: D, precision: 'f64' })
    .workspace({ loss: leastSquares(), alpha: 0, intercept: false });
  const [vector] = workspace.allocate(1);
  return {
    engine: engine.name,
    run() {
      vector.array.set(v);
      workspace.project(vector, set);
      keep(vector.array[0]);
    },
  };
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
