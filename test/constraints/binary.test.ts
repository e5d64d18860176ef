import { expect, test } from 'vitest';
import { binary, type Constraint } from '../../src/index.js';
import { expectError } from '../support/errors.js';
import { projectionLaws } from '../support/projection-laws.js';

const valuesOf = ({ parameters }: Constraint) => parameters as { lower: number; upper: number };

projectionLaws('binary', {
  make(_, random) {
    if (random.uniform() < 0.2) return binary();
    const lower = random.normal() * 10 ** random.uniform(-3, 3);
    return binary({ lower, upper: lower + Math.abs(lower) * 10 ** random.uniform(-2, 2) });
  },
  slow(v, set) {
    const { lower, upper } = valuesOf(set);
    return v.map((x) => {
      // Far away the distances agree in every digit.
      if (x <= lower) return lower;
      if (x >= upper) return upper;
      return Math.abs(x - lower) <= Math.abs(x - upper) ? lower : upper;
    });
  },
  feasible(d, random, set) {
    const { lower, upper } = valuesOf(set);
    return random.vector(d, () => (random.sign() < 0 ? lower : upper));
  },
  symmetries: ['permutation'],
  scaled(set, t) {
    const { lower, upper } = valuesOf(set);
    return binary({ lower: t * lower, upper: t * upper });
  },
});

test('the default is 0 or 1, and the middle goes to the lower', () => {
  expect(binary().project([0.2, 0.5, 7])).toEqual(Float64Array.of(0, 0, 1));
  expect(binary().project([0.5 + 2 ** -53, -1e150, 1e150])).toEqual(Float64Array.of(1, 0, 1));
  expect(binary()).toMatchObject({ name: 'binary', convex: false, cone: false });
  expect(binary().parameters).toEqual({ lower: 0, upper: 1 });
  expect(binary({}).parameters).toEqual({ lower: 0, upper: 1 });
});

test('one of the values, or both, may be given', () => {
  expect(binary({ lower: -1 }).project([0, 1e-300])).toEqual(Float64Array.of(-1, 1));
  expect(binary({ upper: 3 }).project([1.5, 1.6])).toEqual(Float64Array.of(0, 3));
  const large = binary({ lower: -1.7e308, upper: 1.7e308 });
  expect(large.project([0, 1, -1])).toEqual(Float64Array.of(-1.7e308, 1.7e308, -1.7e308));
});

test('membership allows the tolerance and no more', () => {
  const set = binary({ lower: -2, upper: 4 });
  expect(set.contains([-2, 4, 4])).toBe(true);
  expect(set.contains([-2 + 1e-10, 4 - 1e-10])).toBe(true);
  expect(set.contains([-2 + 1e-10, 4], 0)).toBe(false);
  expect(set.contains([-2, 0])).toBe(false);
  expect(set.contains([NaN])).toBe(false);
  expect(set.contains([Infinity])).toBe(false);
});

test.each([NaN, '3', Infinity, null, [1]])('%o is no value', (bad) => {
  const value = bad as number;
  expectError(() => binary({ lower: value }), 'INVALID_CONSTRAINT', 'binary lower', 'finite');
  expectError(() => binary({ upper: value }), 'INVALID_CONSTRAINT', 'binary upper', 'finite');
});

test('values in the wrong order, equal, misspelt or bare are refused', () => {
  const code = 'INVALID_CONSTRAINT';
  expectError(() => binary({ lower: 2 }), code, 'lower 2, upper 1', 'lower < upper');
  expectError(() => binary({ lower: 1, upper: 1 }), code, 'lower < upper');
  for (const bad of [null, 1, 'x', { low: 0 }]) {
    expectError(() => binary(bad as never), code, 'binary: got', 'lower, upper');
  }
});
