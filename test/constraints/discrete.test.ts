import { expect, test } from 'vitest';
import { type Constraint, discrete } from '../../src/index.js';
import { expectError } from '../support/errors.js';
import { projectionLaws } from '../support/projection-laws.js';

const valuesOf = ({ parameters }: Constraint) => parameters.values as number[];

projectionLaws('discrete', {
  make: (_, random) =>
    discrete({
      values: random.vector(1 + random.integer(9), () =>
        random.sign() < 0 ? random.integer(5) - 2 : random.normal() * 10 ** random.uniform(-3, 3),
      ),
    }),
  slow: (v, set) => v.map((x) => nearestOf(x, valuesOf(set))),
  feasible(d, random, set) {
    const values = valuesOf(set);
    return random.vector(d, () => values[random.integer(values.length)]);
  },
  // Two values at one distance but for the rounding of the search.
  ambiguous: (v, set) => v.some((x) => secondGap(x, valuesOf(set)) <= 2 ** -51 * Math.abs(x)),
  symmetries: ['permutation'],
  scaled: (set, t) => discrete({ values: valuesOf(set).map((x) => t * x) }),
});

// Of all values the one at the least distance; far away, where distances agree in every digit, the last or first.
function nearestOf(x: number, values: number[]): number {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (x <= least) return least;
  if (x >= most) return most;
  const distances = values.map((value) => Math.abs(value - x));
  const near = values.filter((_, k) => distances[k] === Math.min(...distances));
  return Math.min(...near);
}

// By how much the second nearest value is further than the nearest.
function secondGap(x: number, values: number[]): number {
  const [first, second = Infinity] = values
    .map((value) => Math.abs(value - x))
    .sort((a, b) => a - b);
  return second - first;
}

test.each([
  [
    [-1, 0, 1],
    [0.4, 0.5, -3, 0.6],
    [0, 0, -1, 1],
  ],
  [
    [4, 1, 2, 4],
    [3, 1.5, 3.1, 9],
    [2, 1, 4, 4],
  ],
  [[7], [-1e150, 7, 1e150], [7, 7, 7]],
  [
    [-1.7e308, 1.7e308],
    [0, 1, -1],
    [-1.7e308, 1.7e308, -1.7e308],
  ],
])('of the values %j, nearest to %j are %j', (values, v, expected) => {
  expect(discrete({ values }).project(v)).toEqual(Float64Array.from(expected));
});

test('the values are kept sorted, each once, and are a copy', () => {
  const values = Float64Array.of(3, -0, 1, 0, 3, 10);
  const set = discrete({ values });
  values.fill(9);
  expect(set).toMatchObject({ name: 'discrete', convex: false, cone: false });
  expect(set.parameters).toEqual({ values: [0, 1, 3, 10] });
});

test('membership allows the tolerance and no more', () => {
  const set = discrete({ values: [0, 1, 4] });
  expect(set.contains([0, 4, 1])).toBe(true);
  expect(set.contains([1e-10, 4 - 1e-10])).toBe(true);
  expect(set.contains([1e-10, 4], 0)).toBe(false);
  expect(set.contains([2, 4])).toBe(false);
  expect(set.contains([NaN])).toBe(false);
  expect(set.contains([-Infinity])).toBe(false);
});

test.each([[[]], [undefined], [null], [3], ['12'], [[1, NaN]], [[Infinity]], [['1']]])(
  'the values %o are refused',
  (values) => {
    expectError(
      () => discrete({ values: values as number[] }),
      'INVALID_CONSTRAINT',
      'discrete values',
    );
  },
);

test('nothing at all is refused', () => {
  expectError(() => discrete(undefined as never), 'INVALID_CONSTRAINT', 'discrete: got undefined');
});
