import { expect, test } from 'vitest';
import { type Constraint, hankel } from '../../src/index.js';
import { largest } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';
import { projectionLaws } from '../support/projection-laws.js';
import { bisect } from '../support/slow.js';

interface Shape {
  rows: number;
  columns: number;
}

const shapeOf = (set: Constraint) => set.parameters as unknown as Shape;

/** The line that each place of a row-major matrix lies on. */
const lines = ({ rows, columns }: Shape) =>
  Array.from({ length: rows * columns }, (_, place) => {
    const [i, j] = [Math.floor(place / columns), place % columns];
    return i + j;
  });

projectionLaws('hankel', {
  make: (d, random) => {
    const divisors = Array.from({ length: d }, (_, k) => k + 1).filter((k) => d % k === 0);
    const rows = divisors[random.integer(divisors.length)];
    return hankel({ rows, columns: d / rows });
  },
  slow,
  feasible: (_, random, set) => {
    const line = lines(shapeOf(set));
    const values = new Map(line.map((key) => [key, random.normal()]));
    return Float64Array.from(line, (key) => values.get(key) as number);
  },
  // The slow search adds d gaps, each known relative to the largest entry.
  error: (v) => 4 * (v.length + 4) * 2 ** -53 * largest(v),
});

test.each([
  [2, 2, [1, 2, 4, 5], [1, 3, 3, 5]],
  [2, 3, [1, 2, 3, 4, 5, 6], [1, 3, 4, 3, 4, 6]],
  [1, 3, [1, 2, 3], [1, 2, 3]],
  [3, 1, [1, 2, 3], [1, 2, 3]],
])('hankel of %i × %i projects %j to %j', (rows, columns, v, expected) => {
  expect(hankel({ rows, columns }).project(v)).toEqual(Float64Array.from(expected));
});

test('means keep their last digits where terms cancel, and equal numbers are their mean', () => {
  const set = hankel({ rows: 3, columns: 3 });
  const v = new Float64Array(9);
  const places = [2, 4, 6];
  places.forEach((place, k) => {
    v[place] = [1e17, 3, -1e17][k];
  });
  expect(places.map((place) => set.project(v)[place])).toEqual([1, 1, 1]);
  expect(set.project(new Float64Array(9).fill(0.1))).toEqual(new Float64Array(9).fill(0.1));
});

test('it is a subspace', () => {
  const set = hankel({ rows: 2, columns: 3 });
  expect(set).toMatchObject({ name: 'hankel', convex: true, cone: true });
  expect(set.parameters).toEqual({ rows: 2, columns: 3 });
});

test('membership allows the tolerance and no more', () => {
  const set = hankel({ rows: 2, columns: 2 });
  expect(set.contains([1, 2, 2, 3], 0)).toBe(true);
  expect(set.contains([1, 2, 2 + 1e-9, 3])).toBe(true);
  expect(set.contains([1, 2, 2 + 1e-9, 3], 0)).toBe(false);
  expect(set.contains([1, 2, 2.1, 3])).toBe(false);
  expect(set.contains([1, NaN, 1, 1])).toBe(false);
});

test.each<[unknown, ...string[]]>([
  [undefined, 'hankel rows', 'undefined'],
  [{ rows: 2 }, 'hankel columns', 'undefined'],
  [{ rows: 0, columns: 1 }, 'hankel rows', '0'],
  [{ rows: 1.5, columns: 1 }, 'hankel rows', '1.5'],
  [{ rows: 1, columns: -2 }, 'hankel columns', '-2'],
  [{ rows: 1, columns: '2' }, 'hankel columns', "'2'"],
  [{ rows: Infinity, columns: 2 }, 'hankel rows', 'Infinity'],
  [{ rows: NaN, columns: 2 }, 'hankel rows', 'NaN'],
])('hankel(%j) is refused', (shape, ...parts) => {
  expectError(
    () => hankel(shape as never),
    'INVALID_CONSTRAINT',
    ...parts,
    'an integer of at least 1',
  );
});

test('a point of another length is refused', () => {
  const set = hankel({ rows: 2, columns: 3 });
  for (const action of [set.project, set.contains, () => set.checkDimension?.(5)]) {
    expectError(() => action([1, 2, 3, 4, 5]), 'INVALID_CONSTRAINT', '2 × 3 for 6 weights', '5');
  }
});

// On each line the number from which the entries lie equally far below and above.
function slow(v: Float64Array, set: Constraint): Float64Array {
  const line = lines(shapeOf(set));
  const values = new Map<number, number[]>();
  line.forEach((key, place) => {
    values.set(key, [...(values.get(key) ?? []), v[place]]);
  });
  const means = new Map(
    Array.from(values, ([key, on]) => {
      const low = on.reduce((a, b) => Math.min(a, b));
      const high = on.reduce((a, b) => Math.max(a, b));
      return [key, bisect(low, high, (t) => on.reduce((sum, x) => sum + (x - t), 0) > 0)];
    }),
  );
  return Float64Array.from(line, (key) => means.get(key) as number);
}
