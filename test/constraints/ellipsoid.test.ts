import { expect, test } from 'vitest';
import { type Constraint, ellipsoid } from '../../src/index.js';
import type { Random } from '../../src/testing/random.js';
import { distance, euclidean, largest, manhattan, times } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';
import { inner } from '../support/linear.js';
import { projectionLaws } from '../support/projection-laws.js';
import { bisect } from '../support/slow.js';

const matrixOf = (set: Constraint) => set.parameters.matrix as number[][];
const diagonalOf = (set: Constraint) => set.parameters.matrix as number[];

const common = {
  scaled: (set: Constraint, t: number) =>
    ellipsoid({ matrix: matrixOf(set), radius: t * (set.level as number) }),
};

projectionLaws('ellipsoid along the axes', {
  ...common,
  make: (d, random) =>
    ellipsoid({
      matrix: random.vector(d, () => 10 ** random.uniform(-3, 3)),
      radius: 10 ** random.uniform(-3, 3),
    }),
  slow: (v, set) => {
    const q = diagonalOf(set);
    const point = (t: number) => v.map((x, j) => (t * x) / (t + (1 - t) * q[j]));
    return byBisection(v, set, point, (w) => euclidean(w.map((x, j) => Math.sqrt(q[j]) * x)));
  },
  feasible: (d, random, set) => {
    const q = diagonalOf(set);
    const z = random.vector(d, () => random.normal());
    const size = ((set.level as number) * random.uniform()) / euclidean(z);
    return z.map((x, j) => (size * x) / Math.sqrt(q[j]));
  },
  extreme: (direction, set) => {
    const q = diagonalOf(set);
    const size = largest(direction) || 1;
    const z = direction.map((x, j) => x / size / Math.sqrt(q[j]));
    const length = (set.level as number) / (euclidean(z) || 1);
    return z.map((x, j) => (length * x) / Math.sqrt(q[j]));
  },
  // R is known to ε = (d + 4)u of it, λ then to εr / |dR/dλ|, and w_b moves by that times q_b w_b / (1 +
  // λq_b). With x_k = q_k w_k / √(1 + λq_k), |dR/dλ| = Σx_k² / r ≥ r q_min / (1 + λq_min): w_b moves by no
  // more than √2 ε r / √q_min.
  error: (_, p, set) => {
    const longest = (set.level as number) / Math.sqrt(Math.min(...diagonalOf(set)));
    return 4 * (p.length + 4) * 2 ** -53 * (manhattan(p) + Math.SQRT2 * longest);
  },
  symmetries: ['sign'],
});

projectionLaws('ellipsoid', {
  ...common,
  // Q = BBᵀ + cI of eigenvalues from c to c + ‖B‖².
  make: (d, random) => {
    const size = 10 ** random.uniform(-3, 3);
    const B = Array.from({ length: d }, () => random.vector(d, () => random.normal()));
    const matrix = B.map((row, i) =>
      B.map((other, j) => size * (inner(row, other) / d + 0.1 * Number(i === j))),
    );
    return ellipsoid({ matrix, radius: 10 ** random.uniform(-3, 3) });
  },
  slow: (v, set) => {
    const Q = matrixOf(set);
    const point = (t: number) =>
      solved(
        Q.map((row, i) => Float64Array.from(row, (x, j) => (1 - t) * x + t * Number(i === j))),
        times(t, v),
      );
    return byBisection(v, set, point, (w) => sizeBy(Q, w));
  },
  feasible: (d: number, random: Random, set: Constraint) => {
    const z = random.vector(d, () => random.normal());
    return times(((set.level as number) * random.uniform()) / sizeBy(matrixOf(set), z), z);
  },
  extreme: (direction, set) => {
    const Q = matrixOf(set);
    const z = solved(
      Q.map((row) => Float64Array.from(row)),
      times(1 / (largest(direction) || 1), direction),
    );
    return times((set.level as number) / (sizeBy(Q, z) || 1), z);
  },
  // Axes and the quotients u_k / (1 + λq_k) are known beside ‖Q‖, hence beside P(v) to the condition number:
  // at most the ratio of the trace to the smallest eigenvalue, which is at least 0.1 size.
  error: (_, p, set) => {
    const Q = matrixOf(set);
    const trace = Q.reduce((sum, row, i) => sum + row[i], 0);
    const least = 1 / sizeOfInverse(Q);
    return 4 * (p.length + 4) * 2 ** -53 * (trace / least) * manhattan(p);
  },
  tolerance: (v, _, set) => {
    const Q = matrixOf(set);
    const trace = Q.reduce((sum, row, i) => sum + row[i], 0);
    return 4 * (v.length + 4) * 2 ** -53 * Math.sqrt(trace * sizeOfInverse(Q));
  },
  dimensions: [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 17],
});

test.each([
  [[4, 1], 2, [3, 0], [1, 0]],
  [[4, 1], 2, [0, -3], [0, -2]],
  [[4, 1], 2, [0.5, 1], [0.5, 1]],
  [[1, 1, 1], 5, [0, 6, 8], [0, 3, 4]],
  [
    [
      [2, 1],
      [1, 2],
    ],
    3,
    [5, 5],
    [Math.sqrt(1.5), Math.sqrt(1.5)],
  ],
  [
    [
      [2, 1],
      [1, 2],
    ],
    1,
    [-3, 3],
    [-Math.SQRT1_2, Math.SQRT1_2],
  ],
])('ellipsoid with matrix %j and radius %d projects %j to %j', (matrix, radius, v, expected) => {
  expect(distance(ellipsoid({ matrix, radius }).project(v), expected)).toBeLessThan(1e-14);
});

test('a sphere is the ball of its radius', () => {
  const [v, expected] = [
    [3e200, 4e200],
    [0.6, 0.8],
  ];
  const identity = [
    [1, 0],
    [0, 1],
  ];
  expect(distance(ellipsoid({ matrix: identity, radius: 1 }).project(v), expected)).toBeLessThan(
    1e-15,
  );
  expect(distance(ellipsoid({ matrix: [1, 1], radius: 1 }).project(v), expected)).toBeLessThan(
    1e-15,
  );
});

test('long thin ones: what λ does to each axis differs by twelve digits', () => {
  const matrix = [1e12, 1, 1e-12];
  const set = ellipsoid({ matrix, radius: 1 });
  const v = [1, 2, 3e6];
  const w = set.project(v);
  expect(Math.abs((set.regularizer?.(w) as number) - 1)).toBeLessThan(1e-14);
  // v − w = λQw: the same λ on each axis.
  const lambdas = matrix.map((q, j) => (v[j] - w[j]) / (q * w[j]));
  expect(Math.abs(lambdas[0] / lambdas[1] - 1)).toBeLessThan(1e-9);
  expect(Math.abs(lambdas[2] / lambdas[1] - 1)).toBeLessThan(1e-3);
});

test('the regularizer is √(wᵀQw) and the level is the radius', () => {
  const set = ellipsoid({
    matrix: [
      [2, 1],
      [1, 2],
    ],
    radius: 3,
  });
  expect(set).toMatchObject({ name: 'ellipsoid', convex: true, cone: false, level: 3 });
  expect(set.parameters).toEqual({
    matrix: [
      [2, 1],
      [1, 2],
    ],
    radius: 3,
  });
  expect(set.regularizer?.([1, 1])).toBeCloseTo(Math.sqrt(6), 14);
  expect(set.regularizer?.([0, 0])).toBe(0);
  expect(ellipsoid({ matrix: [4, 9], radius: 1 }).regularizer?.([2, -1])).toBeCloseTo(5, 14);
  expect(ellipsoid({ matrix: [4, 9], radius: 1 }).parameters).toEqual({
    matrix: [4, 9],
    radius: 1,
  });
});

test('through: the ellipsoid of this shape on whose boundary the planted weights are', () => {
  const set = ellipsoid.through([2, -1], { matrix: [4, 9] });
  expect(set.level).toBeCloseTo(5, 14);
  expect(set.contains([2, -1])).toBe(true);
  expectError(() => ellipsoid.through([0, 0], { matrix: [4, 9] }), 'INVALID_CONSTRAINT', 'radius');
  expectError(() => ellipsoid.through([1], { matrix: [4, 9] }), 'INVALID_CONSTRAINT', '2 weights');
  expectError(() => ellipsoid.through([1, NaN], { matrix: [4, 9] }), 'INVALID_CONSTRAINT', 'NaN');
});

test('row-major data, and copies', () => {
  const data = [2, 1, 1, 2];
  const set = ellipsoid({ matrix: { data, rows: 2, columns: 2 }, radius: 3 });
  data.fill(0);
  expect(set.parameters.matrix).toEqual([
    [2, 1],
    [1, 2],
  ]);
  const axes = Float64Array.of(4, 1);
  const along = ellipsoid({ matrix: axes, radius: 2 });
  axes.fill(9);
  expect(distance(along.project([3, 0]), [1, 0])).toBeLessThan(1e-15);
});

test('rescaled, along the axes: Dw is in an ellipsoid again', () => {
  const set = ellipsoid({ matrix: [4, 9], radius: 2 });
  const scaled = set.rescaled?.(Float64Array.of(2, 0.5));
  expect(scaled?.parameters).toEqual({ matrix: [1, 36], radius: 2 });
  expect(
    ellipsoid({
      matrix: [
        [4, 1],
        [1, 9],
      ],
      radius: 2,
    }).rescaled,
  ).toBeUndefined();
});

test('membership allows the tolerance and no more', () => {
  const set = ellipsoid({ matrix: [4, 1], radius: 2 });
  expect(set.contains([1, 0])).toBe(true);
  expect(set.contains([1 + 1e-10, 0])).toBe(true);
  expect(set.contains([1 + 1e-10, 0], 0)).toBe(false);
  expect(set.contains([1.1, 0])).toBe(false);
  expect(set.contains([NaN, 0])).toBe(false);
});

test.each<[unknown, ...string[]]>([
  [undefined, 'ellipsoid: got undefined'],
  [{ matrix: [1, 1], radius: 0 }, 'ellipsoid radius', '0'],
  [{ matrix: [1, 1], radius: Infinity }, 'ellipsoid radius', 'Infinity'],
  [{ radius: 1 }, 'ellipsoid matrix', 'undefined'],
  [{ matrix: [], radius: 1 }, 'ellipsoid matrix'],
  [{ matrix: [1, 0], radius: 1 }, 'ellipsoid matrix at index 1', '0'],
  [{ matrix: [1, -2], radius: 1 }, 'ellipsoid matrix at index 1', '-2'],
  [{ matrix: [1, '2'], radius: 1 }, 'ellipsoid matrix at index 1', "'2'"],
  [{ matrix: [[1, 0]], radius: 1 }, 'ellipsoid matrix', '1 × 2', 'a square matrix'],
  [
    {
      matrix: [
        [1, 2],
        [3, 9],
      ],
      radius: 1,
    },
    '2 at (0, 1) and 3 at (1, 0)',
    'a symmetric matrix',
  ],
  [
    {
      matrix: [
        [1, 2],
        [2, 1],
      ],
      radius: 1,
    },
    'eigenvalues from -1',
    'to 3',
    'positive definite',
  ],
  [
    {
      matrix: [
        [1, 1],
        [1, 1],
      ],
      radius: 1,
    },
    'eigenvalues from',
    'positive definite',
  ],
  [{ matrix: [[0]], radius: 1 }, 'eigenvalues from 0 to 0', 'positive definite'],
  [
    {
      matrix: [
        [1, NaN],
        [NaN, 1],
      ],
      radius: 1,
    },
    'ellipsoid matrix row 0 at index 1',
    'NaN',
  ],
])('ellipsoid(%j) is refused', (given, ...parts) => {
  expectError(() => ellipsoid(given as never), 'INVALID_CONSTRAINT', ...parts);
});

test('a point of another length is refused', () => {
  const set = ellipsoid({ matrix: [1, 2], radius: 1 });
  for (const action of [set.project, set.contains, () => set.checkDimension?.(3)]) {
    expectError(() => action([1, 2, 3]), 'INVALID_CONSTRAINT', 'a matrix for 2 weights', '3');
  }
});

// The t = 1 / (1 + λ) at which (I + λQ)⁻¹v has the size r.
function byBisection(
  v: Float64Array,
  set: Constraint,
  point: (t: number) => Float64Array,
  size: (w: Float64Array) => number,
): Float64Array {
  const radius = set.level as number;
  return size(v) <= radius ? v.slice() : point(bisect(0, 1, (t) => size(point(t)) < radius));
}

function sizeBy(Q: readonly ArrayLike<number>[], w: Float64Array): number {
  const most = largest(w) || 1;
  const z = times(1 / most, w);
  return (
    most *
    Math.sqrt(
      Math.max(
        0,
        inner(
          z,
          Q.map((row) => inner(row, z)),
        ),
      ),
    )
  );
}

// Gauss's elimination, in place; a positive definite matrix needs no pivots.
function solved(A: Float64Array[], b: Float64Array): Float64Array {
  const d = b.length;
  for (let k = 0; k < d; k++) {
    for (let i = k + 1; i < d; i++) {
      const factor = A[i][k] / A[k][k];
      for (let j = k; j < d; j++) A[i][j] -= factor * A[k][j];
      b[i] -= factor * b[k];
    }
  }
  for (let k = d - 1; k >= 0; k--) {
    for (let j = k + 1; j < d; j++) b[k] -= A[k][j] * b[j];
    b[k] /= A[k][k];
  }
  return b;
}

// The largest row sum of Q⁻¹, which its norm does not exceed.
function sizeOfInverse(Q: number[][]): number {
  const columns = Q.map((_, k) =>
    solved(
      Q.map((row) => Float64Array.from(row)),
      Float64Array.from(Q, (_, j) => Number(j === k)),
    ),
  );
  return Math.max(...columns.map(manhattan));
}

test('axes of every size take hundreds of steps, and have them', () => {
  // R((I + λQ)⁻¹v) falls as 1 / log λ.
  const matrix = Array.from({ length: 150 }, (_, k) => 10 ** (-2 * k));
  const v = matrix.map((q, k) => (k + 1) ** -1.5 / Math.sqrt(q));
  const set = ellipsoid({ matrix, radius: 0.003 });
  expect(Math.abs((set.regularizer?.(set.project(v)) ?? 0) / 0.003 - 1)).toBeLessThan(1e-14);
});
