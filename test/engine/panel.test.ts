import { describe, expect, test } from 'vitest';
import { referenceEngine } from '../../src/engine/reference.js';
import { wasmEngine } from '../../src/engine/wasm.js';
import { plantedProblem } from '../../src/index.js';
import { Random } from '../../src/testing/random.js';
import { load } from '../support/load.js';

const [n, d] = [150, 300];
// An eighth of the columns is the most that a panel holds.
const LIMIT = Math.floor(d / 8);

function open(precision: 'f32' | 'f64', intercept = false) {
  const { X, y } = plantedProblem({ n, d, sparsity: 10, seed: 4, precision });
  const [wasm, reference] = [wasmEngine, referenceEngine].map((engine) => {
    const data = load(engine, X, y);
    const workspace = data.workspace({ alpha: 0, intercept });
    const [w, g] = workspace.allocate(2);
    const evaluate = (iterate: ArrayLike<number>) => {
      w.array.set(Array.from(iterate));
      const objective = workspace.gradient(w, g);
      return { objective, alone: workspace.objective(w), gradient: Float64Array.from(g.array) };
    };
    const dispose = () => {
      workspace.release();
      data.dispose();
    };
    return { evaluate, dispose, bytes: () => w.array.buffer.byteLength };
  });
  return { wasm, reference };
}

function sparseIterate(random: Random, s: number, length = d): Float64Array {
  const w = new Float64Array(length);
  for (const j of random.permutation(d).slice(0, s)) w[j] = random.normal();
  return w;
}

describe.each(['f32', 'f64'] as const)('%s', (precision) => {
  const digits = precision === 'f32' ? 1e-4 : 1e-12;

  test('along supports that come and go, grow and shrink, the gradient is the reference’s', () => {
    const random = new Random(1);
    const { wasm, reference } = open(precision);
    for (const s of [0, 3, 3, 17, 2, LIMIT, 20, LIMIT + 1, 5, d, 1, LIMIT]) {
      const w = sparseIterate(random, s);
      const [ours, its] = [wasm.evaluate(w), reference.evaluate(w)];
      expect(Math.abs(ours.objective - its.objective)).toBeLessThan(digits * its.objective);
      expect(ours.alone).toBe(ours.objective);
      const size = Math.hypot(...its.gradient);
      const gap = Math.hypot(...ours.gradient.map((x, j) => x - its.gradient[j]));
      expect(gap, `s = ${s}`).toBeLessThan(digits * size);
    }
    wasm.dispose();
  });

  test('the bits depend on the iterate, not on the supports before it', () => {
    const random = new Random(2);
    const w = sparseIterate(random, 12);
    const fresh = open(precision).wasm;
    const expected = fresh.evaluate(w);
    fresh.dispose();
    const { wasm } = open(precision);
    for (let k = 0; k < 20; k++) wasm.evaluate(sparseIterate(random, 1 + random.integer(LIMIT)));
    expect(wasm.evaluate(w)).toEqual(expected);
    wasm.dispose();
  });

  test('an intercept is no column', () => {
    const random = new Random(3);
    const { wasm, reference } = open(precision, true);
    const w = sparseIterate(random, 4, d + 1);
    w[d] = 0.7;
    const [ours, its] = [wasm.evaluate(w), reference.evaluate(w)];
    expect(Math.abs(ours.objective - its.objective)).toBeLessThan(digits * its.objective);
    expect(Math.abs(ours.gradient[d] - its.gradient[d])).toBeLessThan(digits * 10);
    wasm.dispose();
  });
});

test('a panel stops growing, and its memory goes back with the fit', () => {
  const random = new Random(4);
  const { wasm } = open('f64');
  for (let k = 0; k < 5; k++) wasm.evaluate(sparseIterate(random, LIMIT));
  const bytes = wasm.bytes();
  for (let k = 0; k < 100; k++) wasm.evaluate(sparseIterate(random, random.integer(LIMIT)));
  expect(wasm.bytes()).toBe(bytes);
  wasm.dispose();
});
