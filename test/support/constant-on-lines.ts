// What the tests of hankel and toeplitz share: matrices that are constant on the lines of `lineOf(i, j)`.

import { expect, test } from 'vitest';
import type { Constraint } from '../../src/index.js';
import type { Random } from '../../src/testing/random.js';
import { largest } from '../../src/testing/vectors.js';
import { expectError } from './errors.js';
import { projectionLaws } from './projection-laws.js';
import { bisect } from './slow.js';

interface Shape {
  rows: number;
  columns: number;
}

type Case = readonly [rows: number, columns: number, v: number[], expected: number[]];

/** The laws, the cases, and what such a set says of itself and refuses. */
export function testsOfLines(
  name: string,
  factory: (shape: Shape) => Constraint,
  lineOf: (i: number, j: number) => number,
  cases: readonly Case[],
): void {
  const lines = (set: Constraint) => {
    const { rows, columns } = set.parameters as unknown as Shape;
    const keys = Array.from({ length: rows * columns }, (_, place) =>
      lineOf(Math.floor(place / columns), place % columns),
    );
    return keys;
  };

  // On each line the number from which the entries lie equally far below and above.
  const slow = (v: Float64Array, set: Constraint) => {
    const line = lines(set);
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
  };

  projectionLaws(name, {
    make: (d: number, random: Random) => {
      const divisors = Array.from({ length: d }, (_, k) => k + 1).filter((k) => d % k === 0);
      const rows = divisors[random.integer(divisors.length)];
      return factory({ rows, columns: d / rows });
    },
    slow,
    feasible: (_, random, set) => {
      const line = lines(set);
      const values = new Map(line.map((key) => [key, random.normal()]));
      return Float64Array.from(line, (key) => values.get(key) as number);
    },
    // The slow search adds d gaps, each known relative to the largest entry.
    error: (v) => 4 * (v.length + 4) * 2 ** -53 * largest(v),
  });

  test.each(cases)(`${name} of %i × %i projects %j to %j`, (rows, columns, v, expected) => {
    expect(factory({ rows, columns }).project(v)).toEqual(Float64Array.from(expected));
  });

  test('means keep their last digits where terms cancel, and equal numbers are their mean', () => {
    const set = factory({ rows: 3, columns: 3 });
    const line = lines(set);
    const longest = Array.from(line.keys()).filter(
      (place) => line.filter((key) => key === line[place]).length === 3,
    );
    const v = new Float64Array(9);
    longest.forEach((place, k) => {
      v[place] = [1e17, 3, -1e17][k];
    });
    expect(longest.map((place) => set.project(v)[place])).toEqual([1, 1, 1]);
    expect(set.project(new Float64Array(9).fill(0.1))).toEqual(new Float64Array(9).fill(0.1));
  });

  test('it is a subspace', () => {
    const set = factory({ rows: 2, columns: 3 });
    expect(set).toMatchObject({ name, convex: true, cone: true });
    expect(set.parameters).toEqual({ rows: 2, columns: 3 });
  });

  test.each<[unknown, ...string[]]>([
    [{ rows: 2 }, 'columns', 'undefined'],
    [{ rows: 0, columns: 1 }, 'rows', '0'],
    [{ rows: 1.5, columns: 1 }, 'rows', '1.5'],
    [{ rows: 1, columns: -2 }, 'columns', '-2'],
    [{ rows: 1, columns: '2' }, 'columns', "'2'"],
    [{ rows: Infinity, columns: 2 }, 'rows', 'Infinity'],
    [{ rows: NaN, columns: 2 }, 'rows', 'NaN'],
  ])(`${name}(%j) is refused`, (shape, side, got) => {
    const parts = [`${name} ${side}: got ${got}`, 'an integer of at least 1'];
    expectError(() => factory(shape as never), 'INVALID_CONSTRAINT', ...parts);
  });

  test('a point of another length is refused', () => {
    const set = factory({ rows: 2, columns: 3 });
    for (const action of [set.project, set.contains, () => set.checkDimension?.(5)]) {
      expectError(() => action([1, 2, 3, 4, 5]), 'INVALID_CONSTRAINT', '2 × 3 for 6 weights', '5');
    }
  });
}
