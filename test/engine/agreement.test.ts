// Engines `wasm` and `reference` on the same numbers, within what rounding allows.
//
// The bound, with u the unit roundoff of the data and γ(k) = k u: z is off by at most e = γ(d + 2)(Σ|w_j x_j| + |b|);
// ψ by 2e + 4u|r|, and by a whole jump 2|r| + 2e where |z| ≤ e, because the two sides may see different signs; a sum of
// n terms adds γ(n + 2) of their absolute sum. Underflow adds n times the smallest number.

import { describe, expect, test } from 'vitest';
import type { Engine } from '../../src/engine/engine.js';
import { referenceEngine } from '../../src/engine/reference.js';
import { wasmEngine } from '../../src/engine/wasm.js';
import { kernelsUnavailable } from '../../src/kernels/kernels.js';
import type { Numbers, Precision } from '../../src/problem/dataset.js';
import { Random } from '../../src/testing/random.js';
import { load, type Table } from '../support/load.js';

type Kind = 'random' | 'zero' | 'denormal' | 'tiny' | 'huge';

const arrayOf = (precision: Precision, values: number[]): Numbers =>
  precision === 'f32' ? Float32Array.from(values) : Float64Array.from(values);

interface Case {
  readonly table: Table;
  readonly w: Numbers;
  readonly alpha: number;
  readonly intercept: boolean;
}

// Sizes of the entries of X: the largest for which ψ² and ψx stay finite with w and y of order 1 in the same unit.
const UNIT: Record<Precision, Record<Kind, number>> = {
  f32: { random: 1, zero: 0, denormal: 1e-41, tiny: 1e-18, huge: 1e17 },
  f64: { random: 1, zero: 0, denormal: 1e-310, tiny: 1e-150, huge: 1e150 },
};

function makeCase(
  n: number,
  d: number,
  precision: Precision,
  kind: Kind,
  alpha: number,
  seed: number,
): Case {
  const random = new Random(seed);
  const filled = (length: number, value: (k: number) => number) =>
    arrayOf(
      precision,
      Array.from({ length }, (_, k) => value(k)),
    );
  const unit = UNIT[precision][kind];
  const draw = () => random.uniform(-1, 1);
  const data = filled(n * d, () => unit * draw());
  // Some entries are exactly 0, and some rows: z = 0 must mean the same on both sides.
  for (let k = 0; k < data.length; k += 7) data[k] = 0;
  const y = filled(n, () => Math.max(0, unit * draw()));
  const intercept = seed % 2 === 1;
  const w = filled(d + (intercept ? 1 : 0), (j) => (j === d ? unit * draw() : draw()));
  return { table: { data, rows: n, columns: d, y, precision }, w, alpha, intercept };
}

function run(engine: Engine, { table, w, alpha, intercept }: Case) {
  const data = load(engine, table, table.y);
  const workspace = data.workspace({ alpha, intercept });
  const [iterate, gradient] = workspace.allocate(2);
  iterate.array.set(w);
  const objective = workspace.gradient(iterate, gradient);
  const result = {
    objective,
    objectiveAlone: workspace.objective(iterate),
    gradient: Float64Array.from(gradient.array),
    latent: workspace.latent(iterate),
  };
  workspace.release();
  data.dispose();
  return result;
}

function bounds({ table, w, alpha, intercept }: Case) {
  const { data, y, rows: n, columns: d, precision } = table;
  const u = precision === 'f32' ? 2 ** -24 : 2 ** -53;
  const smallest = precision === 'f32' ? 2 ** -149 : 2 ** -1074;
  const length = d + (intercept ? 1 : 0);
  const latent = new Float64Array(n);
  const gradient = new Float64Array(length).fill(2 * smallest);
  let objective = 2 * smallest;
  const absoluteSum = new Float64Array(length);
  for (let i = 0; i < n; i++) {
    let z = 0;
    let size = 0;
    for (let j = 0; j < length; j++) {
      const product = w[j] * (j === d ? 1 : data[i * d + j]);
      z += product;
      size += Math.abs(product);
    }
    const e = (d + 4) * (u * size + smallest);
    latent[i] = e;
    const residual = Math.abs((z > 0 ? z : alpha * z) - y[i]);
    const jump = Math.abs(z) <= e ? 2 * (residual + e) : 0;
    const psi = 2 * (residual + e);
    const offPsi = 2 * e + 8 * u * residual + jump + 4 * smallest;
    objective += (2 * residual * e + e * e + (n + 8) * u * (residual + e) ** 2) / n + 2 * smallest;
    for (let j = 0; j < length; j++) {
      const x = j === d ? 1 : Math.abs(data[i * d + j]);
      gradient[j] += (offPsi * x) / n + 2 * smallest;
      absoluteSum[j] += (psi * x) / n;
    }
  }
  for (let j = 0; j < length; j++) gradient[j] += (n + 8) * u * absoluteSum[j];
  return { latent, gradient, objective };
}

function firstDisagreement(c: Case): string | undefined {
  const ours = run(wasmEngine, c);
  const oracle = run(referenceEngine, c);
  const bound = bounds(c);
  const off = (a: number, b: number, tolerance: number) => !(Math.abs(a - b) <= tolerance);
  if (off(ours.objective, oracle.objective, bound.objective)) {
    return `objective ${ours.objective} against ${oracle.objective}, bound ${bound.objective}`;
  }
  // The two kernels share their loops: not near, but equal.
  if (!Object.is(ours.objective, ours.objectiveAlone))
    return 'objective alone differs from the gradient’s';
  for (let i = 0; i < ours.latent.length; i++) {
    if (off(ours.latent[i], oracle.latent[i], bound.latent[i])) return `z[${i}]`;
  }
  for (let j = 0; j < ours.gradient.length; j++) {
    if (off(ours.gradient[j], oracle.gradient[j], bound.gradient[j])) {
      return `gradient[${j}] ${ours.gradient[j]} against ${oracle.gradient[j]}, bound ${bound.gradient[j]}`;
    }
  }
  return undefined;
}

const PRECISIONS: Precision[] = ['f32', 'f64'];
const KINDS: Kind[] = ['random', 'zero', 'denormal', 'tiny', 'huge'];

test('the wasm engine is the one under test', () => {
  expect(kernelsUnavailable()).toBeUndefined();
});

describe.each(PRECISIONS)('%s', (precision) => {
  test('every shape from 1×1 to 40×40 agrees, on every kind of data and slope', () => {
    const wrong: string[] = [];
    for (let n = 1; n <= 40; n++) {
      for (let d = 1; d <= 40; d++) {
        const kind = KINDS[(n * 41 + d) % KINDS.length];
        for (const [k, choice] of [kind, 'random' as Kind].entries()) {
          const alpha = [0, 0.1, 1][(n + d + k) % 3];
          const found = firstDisagreement(
            makeCase(n, d, precision, choice, alpha, n * 100 + d + k),
          );
          if (found) wrong.push(`${n}×${d} ${choice} α=${alpha}: ${found}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  test.each(KINDS)('larger shapes agree on %s data', (kind) => {
    const shapes = [
      [64, 257],
      [65, 64],
      [127, 33],
      [129, 1000],
      [513, 31],
      [640, 1024],
      [1000, 3],
      [1500, 129],
    ];
    const wrong = shapes.flatMap(([n, d], k) =>
      [0, 0.3, 1].map((alpha) => firstDisagreement(makeCase(n, d, precision, kind, alpha, 7 + k))),
    );
    expect(wrong.filter((found) => found !== undefined)).toEqual([]);
  });

  test('where ψ² or ψx leaves the precision both objectives are not finite', () => {
    const beyond = precision === 'f32' ? [1e20, 3e38] : [1e160, 1e308];
    for (const unit of beyond) {
      for (const engine of [wasmEngine, referenceEngine]) {
        const c = makeCase(9, 5, precision, 'random', 0, 3);
        const scaled = (values: Numbers) => values.map((value: number) => value * unit) as Numbers;
        const table = {
          ...c.table,
          data: scaled(c.table.data),
          y: scaled(c.table.y),
        };
        expect(
          run(engine, { ...c, table, intercept: false, w: c.w.subarray(0, 5) }).objective,
        ).not.toSatisfy(Number.isFinite);
      }
    }
  });

  test('ψx beyond the precision is a non-finite objective although ψ² is not', () => {
    const [large, y] = precision === 'f32' ? [1e30, 1e15] : [1e250, 1e100];
    const table: Table = {
      data: arrayOf(precision, [large, large]),
      rows: 2,
      columns: 1,
      y: arrayOf(precision, [y, y]),
      precision,
    };
    for (const engine of [wasmEngine, referenceEngine]) {
      const c = { table, w: arrayOf(precision, [0]), alpha: 0, intercept: false };
      expect(run(engine, c).objective).not.toSatisfy(Number.isFinite);
    }
  });

  test('the two engines give the same bits when asked twice, and after another dataset used the memory', () => {
    const c = makeCase(100, 37, precision, 'random', 0, 5);
    const first = run(wasmEngine, c);
    run(wasmEngine, makeCase(50, 11, precision, 'huge', 0, 6));
    expect(run(wasmEngine, c)).toEqual(first);
  });
});

test('a change of what is outside the rows changes nothing: rows with ψ = 0 have no part', () => {
  const c = makeCase(200, 19, 'f64', 'random', 0, 8);
  const { latent, gradient } = run(wasmEngine, c);
  // Rows whose z < 0 have ψ = 0 for the ReLU, whatever their y: the gradient keeps every bit.
  const y = c.table.y.map((value, i) => (latent[i] < 0 ? value + 100 : value));
  expect(run(wasmEngine, { ...c, table: { ...c.table, y } }).gradient).toEqual(gradient);
});
