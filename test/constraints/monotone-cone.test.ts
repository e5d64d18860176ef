import { expect, test } from 'vitest';
import { monotoneCone } from '../../src/index.js';
import { projectionLaws } from '../support/projection-laws.js';

projectionLaws('monotoneCone', {
  make: monotoneCone,
  slow,
  feasible: (d, random) => random.vector(d, () => random.normal() ** 3).sort(),
  scaled: (set) => set,
});

test.each([
  [
    [2, 1],
    [1.5, 1.5],
  ],
  [
    [1, 3, 2, 4],
    [1, 2.5, 2.5, 4],
  ],
  [
    [3, 2, 1],
    [2, 2, 2],
  ],
  [[-7], [-7]],
])('%j projects to %j', (v, expected) => {
  expect(monotoneCone().project(v)).toEqual(Float64Array.from(expected));
});

test('means keep their digits where large entries cancel', () => {
  expect(monotoneCone().project([1e16, 3, -1e16])).toEqual(Float64Array.of(1, 1, 1));
  expect(monotoneCone().project([1e150, 1e-150, -1e150])).toEqual(
    new Float64Array(3).fill(1e-150 / 3),
  );
});

test('a monotone point keeps its bits', () => {
  const w = Float64Array.of(-0.1, -0, 0, 0.1, 0.1, 0.1, 0.3);
  expect(monotoneCone().project(w)).toEqual(w);
});

test('it is a cone without parameters', () => {
  expect(monotoneCone()).toMatchObject({
    name: 'monotoneCone',
    parameters: {},
    convex: true,
    cone: true,
  });
});

test('membership allows the tolerance and no more', () => {
  expect(monotoneCone().contains([1, 1, 2])).toBe(true);
  expect(monotoneCone().contains([1, 1 - 1e-10])).toBe(true);
  expect(monotoneCone().contains([1, 1 - 1e-10], 0)).toBe(false);
  expect(monotoneCone().contains([1, 0.9])).toBe(false);
  expect(monotoneCone().contains([1, NaN])).toBe(false);
  expect(monotoneCone().contains([1, Infinity])).toBe(false);
});

// x_j = max over i ≤ j of the min over k ≥ j of the mean of v_i … v_k, whose sums are exact: v is a multiple of a power
// of two, and multiples are added as BigInt. Rounding a mean once keeps order, so the answer is that mean rounded.
function slow(v: Float64Array): Float64Array {
  let power = 1;
  while (!v.every((x) => Number.isInteger(x * power))) power *= 2;
  let sum = 0n;
  const sums = [sum, ...Array.from(v, (x) => (sum += BigInt(x * power)))];
  const w = new Float64Array(v.length).fill(-Infinity);
  for (let i = 0; i < v.length; i++) {
    let least = Infinity;
    for (let k = v.length - 1; k >= i; k--) {
      least = Math.min(least, Number(sums[k + 1] - sums[i]) / power / (k + 1 - i));
      w[k] = Math.max(w[k], least);
    }
  }
  return w;
}
