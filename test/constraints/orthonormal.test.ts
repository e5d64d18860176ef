import { expect, test } from 'vitest';
import { type Constraint, orthonormal } from '../../src/index.js';
import { Random } from '../../src/testing/random.js';
import { distance, euclidean, largest, times } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';
import {
  decompositionError,
  type Shape,
  shapeOf,
  shapeOfSet,
  singularValues,
} from '../support/matrices.js';
import { projectionLaws } from '../support/projection-laws.js';

projectionLaws('orthonormal', {
  make: (d, random) => {
    const { rows, columns } = shapeOf(d, random);
    return orthonormal({ rows: Math.max(rows, columns), columns: Math.min(rows, columns) });
  },
  slow: (v, set) => newtonSchulz(v, shapeOfSet(set), isAmbiguous(v, set) ? 1e-10 : 0),
  feasible: (d, random, set) =>
    newtonSchulz(
      random.vector(d, () => random.normal()),
      shapeOfSet(set),
    ),
  error,
  ambiguous: isAmbiguous,
});

test.each([
  [1, 1, [-7], [-1]],
  [2, 2, [0, 3, -2, 0], [0, 1, -1, 0]],
  [2, 1, [3, 4], [0.6, 0.8]],
  [3, 2, [5, 0, 0, 0, 0, 2], [1, 0, 0, 0, 0, 1]],
  [2, 2, [2, 0, 0, 1e-60], [1, 0, 0, 1]],
])('orthonormal of %i × %i projects %j to %j', (rows, columns, v, expected) => {
  expect(distance(orthonormal({ rows, columns }).project(v), expected)).toBeLessThan(1e-15);
});

test('where the rank is lower, the first unit vectors complete it', () => {
  expect(orthonormal({ rows: 3, columns: 2 }).project(new Float64Array(6))).toEqual(
    Float64Array.of(1, 0, 0, 1, 0, 0),
  );
  // e_0 is there already, e_1 is the first that is not.
  expect(orthonormal({ rows: 3, columns: 2 }).project([4, 0, 0, 0, 0, 0])).toEqual(
    Float64Array.of(1, 0, 0, 1, 0, 0),
  );
  // e_0 has half of its square within (3, 4, 0)/5, and is far enough.
  const w = orthonormal({ rows: 3, columns: 2 }).project([3, 0, 4, 0, 0, 0]);
  expect(distance(w, [0.6, 0.8, 0.8, -0.6, 0, 0])).toBeLessThan(1e-15);
});

test('a point of the set is left as it is', () => {
  const v = Float64Array.of(0.6, -0.8, 0.8, 0.6);
  expect(orthonormal({ rows: 2, columns: 2 }).project(v)).toEqual(v);
});

test('the set tells what it is', () => {
  const set = orthonormal({ rows: 3, columns: 2 });
  expect(set).toMatchObject({ name: 'orthonormal', convex: false, cone: false });
  expect(set.parameters).toEqual({ rows: 3, columns: 2 });
});

test('membership allows the tolerance and no more', () => {
  const set = orthonormal({ rows: 2, columns: 2 });
  expect(set.contains([0, 1, -1, 0], 0)).toBe(true);
  expect(set.contains([1, 0, 0, 1 + 1e-10])).toBe(true);
  expect(set.contains([1, 0, 0, 1 + 1e-10], 0)).toBe(false);
  expect(set.contains([1, 1e-8, 0, 1])).toBe(false);
  expect(set.contains([0, 0, 0, 0])).toBe(false);
  expect(set.contains([NaN, 0, 0, 1])).toBe(false);
});

test.each([0, -1, 1.5, NaN, '3', Infinity, undefined])('%o rows or columns are refused', (bad) => {
  const count = bad as number;
  expectError(() => orthonormal({ rows: count, columns: 1 }), 'INVALID_CONSTRAINT', 'rows');
  expectError(() => orthonormal({ rows: 2, columns: count }), 'INVALID_CONSTRAINT', 'columns');
});

test('nothing, more columns than rows and other numbers of weights are refused', () => {
  expectError(
    () => orthonormal(undefined as never),
    'INVALID_CONSTRAINT',
    'orthonormal: got undefined',
  );
  expectError(() => orthonormal({ rows: 2, columns: 3 }), 'INVALID_CONSTRAINT', '2 × 3');
  const set = orthonormal({ rows: 3, columns: 2 });
  const parts = ['a matrix of 3 × 2', '5'];
  expectError(() => set.checkDimension?.(5), 'INVALID_CONSTRAINT', ...parts);
  expectError(() => set.project(new Float64Array(5)), 'INVALID_CONSTRAINT', ...parts);
  expectError(() => set.contains(new Float64Array(5)), 'INVALID_CONSTRAINT', ...parts);
});

// A change of V by δ turns the polar factor by up to δ / σ_n, and by no more than its entries; and the factor itself
// is orthonormal to rounding only. Where V determines no single factor, ⟨V, P(V)⟩ is still known to δ.
function error(v: Float64Array, _: Float64Array, set: Constraint): number {
  const shape = shapeOfSet(set);
  const unit = decompositionError(Float64Array.of(1), shape);
  const rounding = decompositionError(v, shape);
  if (isAmbiguous(v, set)) return Math.sqrt(shape.columns) * unit + rounding;
  const least = singularValues(v, shape)[shape.columns - 1];
  return Math.min(rounding / least, 2) + unit;
}

function isAmbiguous(v: Float64Array, set: Constraint): boolean {
  const values = singularValues(v, shapeOfSet(set));
  return values[values.length - 1] <= decompositionError(v, shapeOfSet(set));
}

// X ← X (3I − XᵀX)/2 takes all singular values in (0, √3) to 1 and shares nothing with a decomposition. A singular
// value 0 would stay: it is disturbed, and the point so found may be a little further than the nearest.
function newtonSchulz(v: Float64Array, { rows, columns }: Shape, disturbance = 0): Float64Array {
  const random = new Random(1);
  const unit = times(1 / (largest(v) || 1), v);
  const disturbed = unit.map((x) => x + disturbance * random.normal());
  let X = times(1 / (euclidean(disturbed) || 1), disturbed);
  for (let k = 0; k < 120; k++) {
    const gram = new Float64Array(columns * columns);
    for (let row = 0; row < rows * columns; row += columns) {
      for (let i = 0; i < columns; i++) {
        for (let j = 0; j < columns; j++) gram[i * columns + j] += X[row + i] * X[row + j];
      }
    }
    const next = X.map((x, at) => {
      let sum = 0;
      const row = at - (at % columns);
      for (let i = 0; i < columns; i++) sum += X[row + i] * gram[i * columns + (at % columns)];
      return 1.5 * x - 0.5 * sum;
    });
    X = next;
    if (gram.every((x, at) => Math.abs(x - (at % (columns + 1) === 0 ? 1 : 0)) < 1e-12)) break;
  }
  return X;
}
