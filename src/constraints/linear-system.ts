import { coordinatesOf, orthonormalised } from '../numerics/qr.js';
import { addMultiple, dot } from '../numerics/vectors.js';
import { DEFAULT_TOLERANCE, euclideanNorm } from './constraint.js';
import { checkKeys, type DenseMatrix, finiteRows, finiteVector, invalid } from './parameters.js';

/** A and b as they were given, and with every row of length 1. */
export interface LinearSystem {
  readonly A: readonly Float64Array[];
  readonly b: Float64Array;
  readonly units: readonly Float64Array[];
  readonly bounds: Float64Array;
}

/** The rows of Aw = b or Aw ≤ b, checked. A row of zeros stays one. */
export function linearSystem(
  given: { A: DenseMatrix; b: ArrayLike<number> },
  set: string,
): LinearSystem {
  const { A: matrix, b: values } = checkKeys(given, set, 'A', 'b');
  const A = finiteRows(matrix, `${set} A`);
  const b = finiteVector(values, `${set} b`);
  if (b.length !== A.length) {
    throw invalid(
      `${set} b`,
      `${b.length} numbers for ${A.length} rows of A`,
      'one number a row',
      'Correct the shape.',
    );
  }
  const lengths = A.map((row) => euclideanNorm(row) || 1);
  const units = A.map((row, i) => row.map((a) => a / lengths[i]));
  return { A, b, units, bounds: b.map((x, i) => x / lengths[i]) };
}

/**
 * The flat {w : ⟨units_i, w⟩ = bounds_i for all i} by orthonormal normals q and their offsets c.
 *
 * Rows that follow from others are left out; those that contradict them are refused.
 */
export function flatOf(
  { units, bounds, b }: LinearSystem,
  set: string,
): { q: readonly Float64Array[]; c: Float64Array } {
  const factors = orthonormalised(units);
  const c = coordinatesOf(factors, bounds);
  const nearest = new Float64Array(units[0].length);
  c.forEach((along, k) => {
    addMultiple(nearest, along, factors.q[k]);
  });
  const size = euclideanNorm(nearest);
  units.forEach((row, i) => {
    const value = dot(row, nearest);
    if (Math.abs(value - bounds[i]) <= DEFAULT_TOLERANCE * (size + Math.abs(bounds[i]))) return;
    // In the units of the row as it was given, unless that was 0.
    const least = bounds[i] === 0 ? value : (value / bounds[i]) * b[i];
    throw invalid(
      `${set} row ${i}`,
      `⟨A_${i}, w⟩ = ${b[i]} where the other rows make it ${least}`,
      'equations that do not contradict each other',
      `Change b by ${least - b[i]} there, or drop the row.`,
    );
  });
  return { q: factors.q, c };
}
