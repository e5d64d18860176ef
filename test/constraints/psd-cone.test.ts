import { expect, test } from 'vitest';
import { type Constraint, psdCone } from '../../src/index.js';
import type { Random } from '../../src/testing/random.js';
import { distance } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';
import { eigenByQl } from '../support/jordan-wielandt.js';
import { decompositionError } from '../support/matrices.js';
import { projectionLaws } from '../support/projection-laws.js';

projectionLaws('psdCone', {
  make: (d) => psdCone(Math.sqrt(d)),
  dimensions: [1, 4, 9, 16, 25, 36, 100, 961],
  slow,
  feasible,
  // The projection moves no further than V.
  error: (v, _, set) => decompositionError(v, { rows: orderOf(set), columns: orderOf(set) }),
});

test.each([
  [1, [-3], [0]],
  [2, [0, 2, 2, 0], [1, 1, 1, 1]],
  [2, [0, 4, 0, 0], [1, 1, 1, 1]],
  [2, [3, 0, 0, -1], [3, 0, 0, 0]],
  [2, [1, -5, 5, 2], [1, 0, 0, 2]],
  [2, [-1, 0, 0, -2], [0, 0, 0, 0]],
])('psdCone(%i) projects %j to %j', (order, v, expected) => {
  expect(distance(psdCone(order).project(v), expected)).toBeLessThan(1e-14);
});

test('a semidefinite matrix is left as it is, singular ones too', () => {
  const v = Float64Array.of(1, 2, 3, 2, 4, 6, 3, 6, 9);
  expect(psdCone(3).project(v)).toEqual(v);
});

test('the result is symmetric to the bit', () => {
  const v = Float64Array.of(0.3, 1.7, -2.2, 0.4, 0.1, 5, 6, -0.7, 0.9);
  const w = psdCone(3).project(v);
  for (const [i, j] of [
    [1, 3],
    [2, 6],
    [5, 7],
  ]) {
    expect(w[i]).toBe(w[j]);
  }
});

test('the set tells what it is', () => {
  const set = psdCone(2);
  expect(set).toMatchObject({ name: 'psdCone', convex: true, cone: true });
  expect(set.parameters).toEqual({ order: 2 });
});

test('membership allows the tolerance and no more', () => {
  expect(psdCone(2).contains([1, 1, 1, 1])).toBe(true);
  expect(psdCone(2).contains([1, 1, 1 + 1e-10, 1])).toBe(true);
  expect(psdCone(2).contains([1, 1, 1 + 1e-10, 1], 0)).toBe(false);
  expect(psdCone(2).contains([1, 0.5, 0.4, 1])).toBe(false);
  expect(psdCone(2).contains([1, 0, 0, -1e-10])).toBe(true);
  expect(psdCone(2).contains([1, 0, 0, -1e-10], 0)).toBe(false);
  expect(psdCone(2).contains([1, 2, 2, 1])).toBe(false);
  expect(psdCone(1).contains([NaN])).toBe(false);
  expect(psdCone(1).contains([0], 0)).toBe(true);
});

test.each([0, -1, 1.5, NaN, '3', Infinity, undefined, null])('psdCone(%o) is refused', (order) => {
  const parts = ['psdCone(order)', 'an integer from 1 to 32768'];
  expectError(() => psdCone(order as number), 'INVALID_CONSTRAINT', ...parts);
});

test('other numbers of weights are refused', () => {
  const set = psdCone(2);
  const parts = ['a matrix of 2 × 2', '5'];
  expectError(() => set.checkDimension?.(5), 'INVALID_CONSTRAINT', ...parts);
  expectError(() => set.project(new Float64Array(5)), 'INVALID_CONSTRAINT', ...parts);
  expectError(() => set.contains(new Float64Array(5)), 'INVALID_CONSTRAINT', ...parts);
  expect(() => set.checkDimension?.(4)).not.toThrow();
});

const orderOf = (set: Constraint) => set.parameters.order as number;

// QL iterations on the symmetric part.
function slow(v: Float64Array, set: Constraint): Float64Array {
  const n = orderOf(set);
  const symmetric = v.map((x, at) => x / 2 + v[(at % n) * n + Math.floor(at / n)] / 2);
  const { values, vectors } = eigenByQl(symmetric, n);
  return v.map((_, at) =>
    vectors.reduce((sum, q, k) => {
      return sum + Math.max(values[k], 0) * q[Math.floor(at / n)] * q[at % n];
    }, 0),
  );
}

// B Bᵀ, of any rank.
function feasible(d: number, random: Random, set: Constraint): Float64Array {
  const n = orderOf(set);
  const rank = 1 + random.integer(n);
  const B = random.vector(n * rank, () => random.normal());
  return new Float64Array(d).map((_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = 0;
    for (let k = 0; k < rank; k++) sum += B[i * rank + k] * B[j * rank + k];
    return sum;
  });
}
