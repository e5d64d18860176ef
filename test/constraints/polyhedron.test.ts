import { describe, expect, test } from 'vitest';
import { affine, type Constraint, polyhedron } from '../../src/index.js';
import { Random } from '../../src/testing/random.js';
import { distance, euclidean, largest, minus, times } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';
import {
  conditionOf,
  inner,
  nearestSolution,
  randomNormal,
  relativeToInput,
} from '../support/linear.js';
import { projectionLaws } from '../support/projection-laws.js';

interface Given {
  A: number[][];
  b: number[];
}

const given = (set: Constraint) => set.parameters as unknown as Given;

const inside = new WeakMap<Constraint, Float64Array>();
const conditions = new WeakMap<Constraint, number>();

// Up to five rows of many sizes, some of them through one point of the set.
const family = (pointOf: (d: number, random: Random) => Float64Array, slack: number) => ({
  make: (d: number, random: Random) => {
    const point = pointOf(d, random);
    const A = Array.from({ length: 1 + random.integer(5) }, () => randomNormal(d, random));
    const b = A.map((row) => {
      const room = slack * random.integer(2) * random.uniform();
      return inner(row, point) + room * euclidean(row);
    });
    const set = polyhedron({ A, b });
    inside.set(set, point);
    return set;
  },
  slow: (v: Float64Array, set: Constraint) => bestOfFaces(given(set), v),
  // From the point inside in a random direction, not further than to the boundary.
  feasible: (d: number, random: Random, set: Constraint) => {
    const { A, b } = given(set);
    const point = inside.get(set) as Float64Array;
    const direction = random.vector(d, () => random.normal());
    const reach = A.map((row, i) => {
      const rate = inner(row, direction);
      return rate > 0 ? Math.max(b[i] - inner(row, point), 0) / rate : 10;
    });
    const t = random.uniform() * Math.min(...reach);
    return point.map((x, j) => x + t * direction[j]);
  },
  // A face is as uncertain as its rows are ill conditioned.
  error: (v: Float64Array, p: Float64Array, set: Constraint) => {
    if (!conditions.has(set)) conditions.set(set, worstCondition(given(set).A));
    return (conditions.get(set) as number) * relativeToInput(v, p);
  },
  // Rows that are not active are known to hold to 4(d + 4) units of twice the roundoff.
  tolerance: (v: Float64Array) => 8 * (v.length + 4) * 2 ** -53,
  scaled: (set: Constraint, t: number) => {
    const { A, b } = given(set);
    const larger = polyhedron({ A, b: b.map((x) => t * x) });
    inside.set(larger, times(t, inside.get(set) as Float64Array));
    return larger;
  },
  dimensions: [1, 2, 3, 4, 5, 6, 7, 8, 12, 17, 33, 100],
});

projectionLaws(
  'polyhedron',
  family((d, random) => random.vector(d, () => random.normal()), 1),
);
projectionLaws(
  'polyhedral cone',
  family((d) => new Float64Array(d), 0),
);

test.each([
  [
    [
      [1, 1],
      [-1, 0],
    ],
    [1, 0],
    [-1, 3],
    [0, 1],
  ],
  [
    [
      [1, 0],
      [0, 1],
    ],
    [1, 1],
    [3, -2],
    [1, -2],
  ],
  [
    [
      [1, 0],
      [0, 1],
    ],
    [1, 1],
    [3, 4],
    [1, 1],
  ],
  [
    [
      [1, 0],
      [1, 0],
      [2, 0],
    ],
    [1, 1, 2],
    [3, 4],
    [1, 4],
  ],
  [
    [
      [1, 1],
      [1, -1],
    ],
    [0, 0],
    [1, 0],
    [0, 0],
  ],
  [
    [
      [0, 0],
      [1, 0],
    ],
    [0, 5],
    [3, 4],
    [3, 4],
  ],
  [[[1], [-1]], [2, -2], [1e150], [2]],
  [
    [
      [1e200, 0],
      [0, 1e-200],
    ],
    [1e200, 1e-200],
    [3, 4],
    [1, 1],
  ],
])('polyhedron with A = %j and b = %j projects %j to %j', (A, b, v, expected) => {
  expect(distance(polyhedron({ A, b }).project(v), expected)).toBeLessThan(1e-14);
});

describe('many rows', () => {
  test.each([
    [5, 40],
    [10, 100],
    [30, 60],
    [30, 200],
  ])('in %i dimensions, %i rows: v − Pv is a sum of active normals', (d, m) => {
    const random = new Random(d * m);
    const A = Array.from({ length: m }, () => random.vector(d, () => random.normal()));
    const b = A.map((row) => euclidean(row));
    const v = random.vector(d, () => 5 * random.normal());
    const w = polyhedron({ A, b }).project(v);
    const gaps = A.map((row, i) => (inner(row, w) - b[i]) / euclidean(row));
    expect(Math.max(...gaps)).toBeLessThan(1e-13);
    // Farkas: nothing in the tangent cone points toward v, hence v − w is the nearest point of the cone of
    // normals.
    const active = A.filter((_, i) => gaps[i] > -1e-12);
    expect(active.length).toBeGreaterThan(0);
    const rest = minus(v, w);
    expect(
      largest(minus(rest, hildreth(active, new Float64Array(active.length), rest, true))),
    ).toBeLessThan(1e-9);
  });

  test('a rotated box, by long Dykstra', () => {
    const random = new Random(5);
    const A = Array.from({ length: 8 }, () => random.vector(6, () => random.normal()));
    const b = A.map(() => 1 + random.uniform());
    for (let k = 0; k < 20; k++) {
      const v = random.vector(6, () => 10 * random.normal());
      expect(distance(polyhedron({ A, b }).project(v), hildreth(A, b, v))).toBeLessThan(1e-10);
    }
  });
});

test('degenerate vertices, where more rows meet than there are dimensions', () => {
  const random = new Random(11);
  const A = Array.from({ length: 30 }, () => {
    const row = random.vector(3, () => random.normal());
    row[2] = 1 + Math.abs(row[2]);
    return row;
  });
  const set = polyhedron({ A, b: A.map(() => 0) });
  expect(set.project([0, 0, 100])).toEqual(new Float64Array(3));
  expect(set.cone).toBe(true);
  const at = polyhedron({ A, b: A.map((row) => inner(row, [1, 2, 3])) });
  expect(distance(at.project([1, 2, 1e8]), [1, 2, 3])).toBeLessThan(1e-12);
});

describe('equalities', () => {
  const simplex = (d: number) =>
    polyhedron({
      A: Array.from({ length: d }, (_, i) => Array.from({ length: d }, (_, j) => -Number(i === j))),
      b: new Array(d).fill(0),
      equalities: { A: [new Array(d).fill(1)], b: [1] },
    });

  test.each([
    [
      [0.5, 0.5],
      [0.5, 0.5],
    ],
    [
      [2, 0],
      [1, 0],
    ],
    [
      [1, 1, 1],
      [1 / 3, 1 / 3, 1 / 3],
    ],
    [
      [1, 0.5, -1],
      [0.75, 0.25, 0],
    ],
    [
      [-5, -5, 1e9],
      [0, 0, 1],
    ],
  ])('the simplex: %j to %j', (v, expected) => {
    expect(distance(simplex(v.length).project(v), expected)).toBeLessThan(1e-14);
  });

  test('are those of affine, where no inequality is active', () => {
    const equalities = {
      A: [
        [1, 2, 3],
        [0, 1, 1],
      ],
      b: [6, 2],
    };
    const set = polyhedron({ A: [[1, 0, 0]], b: [100], equalities });
    const v = [4, 5, -6];
    expect(distance(set.project(v), affine(equalities).project(v))).toBeLessThan(1e-14);
    expect(set.parameters).toEqual({ A: [[1, 0, 0]], b: [100], equalities });
    expect(set.contains([1, 1, 1])).toBe(true);
    expect(set.contains([1, 1, 1.1])).toBe(false);
  });

  test('are rescaled with the rest', () => {
    const scaled = simplex(2).rescaled?.(Float64Array.of(2, 4));
    expect(scaled?.contains([1, 2])).toBe(true);
    expect(scaled?.parameters.equalities).toEqual({ A: [[0.5, 0.25]], b: [1] });
  });

  test('are refused where they leave nothing', () => {
    const equalities = { A: [[1, 1]], b: [5] };
    const refused = {
      A: [
        [1, 0],
        [0, 1],
      ],
      b: [1, 1],
      equalities,
    };
    expectError(
      () => polyhedron(refused),
      'INVALID_CONSTRAINT',
      '· row 0',
      '· row 1',
      'equations',
      '0 ≤ -3',
    );
    const narrow = { A: [[1, 0]], b: [1], equalities: { A: [[1]], b: [1] } };
    expectError(() => polyhedron(narrow), 'INVALID_CONSTRAINT', 'rows of 1', 'rows of 2');
  });
});

test('no memory of earlier points', () => {
  const random = new Random(2);
  const A = Array.from({ length: 12 }, () => random.vector(5, () => random.normal()));
  const set = polyhedron({ A, b: A.map(() => 1) });
  const v = random.vector(5, () => 9 * random.normal());
  const first = set.project(v);
  for (let k = 0; k < 10; k++) set.project(random.vector(5, () => 9 * random.normal()));
  expect(set.project(v)).toEqual(first);
});

test('a point that is not a number ends, too', () => {
  const set = polyhedron({
    A: [
      [1, 1],
      [-1, 0],
    ],
    b: [1, 0],
  });
  expect(set.project([NaN, 1])[0]).toBeNaN();
  expect(set.contains([NaN, 0])).toBe(false);
});

test('membership allows the tolerance, relative to the point, and no more', () => {
  const set = polyhedron({
    A: [
      [1e6, 0],
      [0, 1e-6],
    ],
    b: [1e6, 1e-6],
  });
  expect(set.contains([1, 1], 0)).toBe(true);
  expect(set.contains([1 + 1e-9, 1])).toBe(true);
  expect(set.contains([1 + 1e-9, 1], 0)).toBe(false);
  expect(set.contains([1, 1.1])).toBe(false);
});

test('parameters are copies; rescaled divides the columns', () => {
  const A = [[2, 3]];
  const set = polyhedron({ A, b: [6] });
  A[0][0] = 100;
  expect(set).toMatchObject({ name: 'polyhedron', convex: true, cone: false });
  expect(set.parameters).toEqual({ A: [[2, 3]], b: [6] });
  expect(set.rescaled?.(Float64Array.of(2, 0.5)).parameters).toEqual({ A: [[1, 6]], b: [6] });
});

describe('no point at all is refused, with rows that contradict each other', () => {
  test.each<[number[][], number[], ...string[]]>([
    [[[1], [-1]], [0, -1], '1 · row 0', '1 · row 1', '0 ≤ -1'],
    [
      [
        [1, 1],
        [2, -1],
        [-3, 0],
      ],
      [1, 1, -3],
      '1 · row 0',
      '1 · row 1',
      '1 · row 2',
      '0 ≤ -1',
    ],
    [
      [
        [1, 0],
        [0, 0],
      ],
      [1, -2],
      '1 · row 1 says 0 ≤ -2',
    ],
    [
      [
        [1e-3, 0],
        [5, 5],
        [-1e3, 0],
      ],
      [1, 1, -1e7],
      '1 · row 0 + 0.000001 · row 2 says 0 ≤ -9',
    ],
  ])('A = %j, b = %j', (A, b, ...parts) => {
    expectError(() => polyhedron({ A, b }), 'INVALID_CONSTRAINT', 'no point at all', ...parts);
  });
});

test.each<[unknown, ...string[]]>([
  [undefined, 'polyhedron: got undefined'],
  [{ A: [], b: [] }, 'polyhedron A', 'Array of length 0'],
  [{ A: [[1, 2], [3]], b: [1, 2] }, 'row 1 of length 1 under rows of 2'],
  [{ A: [[1, NaN]], b: [1] }, 'polyhedron A row 0 at index 1', 'NaN'],
  [{ A: [[1, 2]], b: [1, 2] }, 'polyhedron b', '2 numbers for 1 rows of A'],
  [{ A: [[1, 2]], b: [Infinity] }, 'polyhedron b at index 0', 'Infinity'],
  [{ A: [[1]], b: [1], equalities: { A: [[1]] } }, 'polyhedron equalities b', 'undefined'],
])('polyhedron(%j) is refused', (given, ...parts) => {
  expectError(() => polyhedron(given as never), 'INVALID_CONSTRAINT', ...parts);
});

test('a point of another length is refused', () => {
  const set = polyhedron({ A: [[1, 2]], b: [1] });
  for (const action of [set.project, set.contains, () => set.checkDimension?.(3)]) {
    expectError(() => action([1, 2, 3]), 'INVALID_CONSTRAINT', 'rows of A for 2 weights', '3');
  }
});

const subsets = (count: number) =>
  Array.from({ length: 2 ** count }, (_, bits) =>
    Array.from({ length: count }, (_, i) => i).filter((i) => (bits >> i) & 1),
  );

// Of the nearest points of all faces' flats, the one that breaks the conditions of Karush, Kuhn and Tucker
// least.
function bestOfFaces({ A, b }: Given, v: Float64Array): Float64Array {
  const lengths = A.map((row) => euclidean(Float64Array.from(row)));
  let best = { breach: Infinity, point: v };
  for (const face of subsets(A.length)) {
    if (face.length > v.length) continue;
    const rows = face.map((i) => A[i]);
    const point =
      face.length === 0
        ? v.slice()
        : nearestSolution(
            rows,
            face.map((i) => b[i]),
            v,
          );
    const gaps = A.map((row, i) => (inner(row, point) - b[i]) / lengths[i]);
    const solved = face.map((i) => Math.abs(gaps[i]));
    const signs = multipliersOf(rows, minus(v, point)).map((x) => -x);
    const breach = Math.max(0, ...gaps, ...solved, ...signs);
    if (breach < best.breach) best = { breach, point };
  }
  return best.point;
}

// The λ of rest = Σ λ_i a_i, a_i the rows scaled to length 1: elimination in the equations ⟨a_i, rest⟩ = Σ
// λ_k ⟨a_i, a_k⟩.
function multipliersOf(rows: readonly ArrayLike<number>[], rest: Float64Array): number[] {
  const units = rows.map((row) => {
    const a = Float64Array.from(row);
    const length = euclidean(a);
    return a.map((x) => x / length);
  });
  const table = units.map((a) => [...units.map((other) => inner(a, other)), inner(a, rest)]);
  for (let k = 0; k < units.length; k++) {
    for (let i = 0; i < units.length; i++) {
      const factor = table[i][k] / table[k][k];
      if (i !== k) table[i] = table[i].map((x, j) => x - factor * table[k][j]);
    }
  }
  return table.map((row, k) => row[units.length] / row[k]);
}

function worstCondition(A: number[][]): number {
  const faces = subsets(A.length).filter((face) => face.length > 1 && face.length <= A[0].length);
  return Math.max(1, ...faces.map((face) => conditionOf(face.map((i) => A[i]))));
}

// Hildreth's method, which is Dykstra's for halfspaces; the sum Σ λ_i a_i ≤ v, or what is left of v.
function hildreth(
  A: readonly ArrayLike<number>[],
  b: ArrayLike<number>,
  v: Float64Array,
  sum = false,
): Float64Array {
  const w = v.slice();
  const given = new Float64Array(A.length);
  for (let sweep = 0; sweep < 20_000; sweep++) {
    let moved = 0;
    A.forEach((row, i) => {
      const back = w.map((x, j) => x + given[i] * row[j]);
      const next = Math.max(0, (inner(row, back) - b[i]) / inner(row, row));
      moved = Math.max(moved, Math.abs(next - given[i]));
      for (let j = 0; j < w.length; j++) w[j] = back[j] - next * row[j];
      given[i] = next;
    });
    if (moved < 1e-15) break;
  }
  return sum ? minus(v, w) : w;
}

test('where rounding hides whether nearly parallel rows meet, it says so and answers no wrong point', () => {
  const set = polyhedron({
    A: [
      [2.00002, 2.00001],
      [-1.999997, -1.999997],
      [1.9999999999998, 2.0000000000003],
    ],
    b: [-8.000060000000001, 7.999988, -8.0000000000002],
  });
  expectError(() => set.project([-40, -20]), 'NOT_CONVERGED', 'rows 0, 1, 2 that miss by 8.8');
});
