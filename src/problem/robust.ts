import { checkNames, RelufitError, show } from '../errors.js';
import { select } from '../numerics/selection.js';
import { builtIn } from './built-in.js';
import { leastSquares } from './least-squares.js';
import type { Loss } from './loss.js';
import { observe, type Response } from './observation.js';

/**
 * Least squares with a few gross errors e in y, found jointly: L(w) = min (1/n) Σ (φ(zᵢ) + eᵢ − yᵢ)² over e with at most
 * k nonzeros. The best e for given z takes the k rows of largest |φ(zᵢ) − yᵢ| out, so L is the trimmed square.
 *
 * What all rows share is the residual above which a row takes no part, the (k+1)-th largest; rows equal to it all take
 * part. With sample weights k counts weight: a row of weight 2 is two rows. Steps as those of leastSquares(). Not convex
 * even for linear observations. Beside the trip over X a
 * gradient costs O(n), with sample weights O(n log n).
 *
 * @param options.outliers below 1 the fraction of the rows, in (0, ½], k = ⌊outliers · n⌋; from 1 on their number k, an
 * integer below n.
 * @throws RelufitError INVALID_ARGUMENT for other numbers; by the fit INCOMPATIBLE where k is n or more.
 * @see A. Mazumdar, A. S. Rawat, "Learning and recovery in the ReLU model" (2018), arXiv:1803.04304.
 * @example
 * ```ts
 * const given = { constraint: wholeSpace(), loss: robust({ outliers: 1 }), solver: pursuit() };
 * fitSync([[1], [2], [3], [4]], [1, 2, 90, 4], given).weights; // [1]
 * ```
 */
export function robust(options: { outliers: number }): Loss {
  checkNames('robust', options, ['outliers']);
  const { outliers } = options;
  const isFraction = typeof outliers === 'number' && outliers > 0 && outliers <= 0.5;
  if (!isFraction && !(Number.isInteger(outliers) && outliers >= 1)) {
    throw new RelufitError(
      'INVALID_ARGUMENT',
      'robust({ outliers })',
      show(outliers),
      'a fraction of the rows in (0, 0.5], or their number, an integer of at least 1',
      'Give how many rows may be grossly wrong.',
    );
  }
  const squares = leastSquares();
  const trimmed = (z: number, y: number, response: Response, threshold: number) =>
    Math.abs(observe(z, response) - y) > threshold;
  return builtIn({
    name: 'robust',
    parameters: { outliers },
    refuses: (_response, rows) =>
      outliers < rows
        ? undefined
        : { got: `${outliers} outliers in ${rows} rows`, expected: 'fewer outliers than rows' },
    shared(z, y, response, weights) {
      const residuals = Float64Array.from(z, (value, i) =>
        Math.abs(observe(value, response) - y[i]),
      );
      const count = isFraction ? Math.floor(outliers * z.length) : outliers;
      return weights === undefined
        ? select(residuals, z.length - 1 - count)
        : weightedThreshold(residuals, weights, count);
    },
    value: (z, y, response, threshold) =>
      trimmed(z, y, response, threshold) ? 0 : squares.value(z, y, response, threshold),
    rowWeight: (z, y, response, threshold) =>
      trimmed(z, y, response, threshold) ? 0 : squares.rowWeight(z, y, response, threshold),
    curvature: (z, y, response, threshold) =>
      trimmed(z, y, response, threshold)
        ? 0
        : (squares.curvature?.(z, y, response, threshold) ?? 0),
    steps: squares.steps,
  });
}

// The least t of the residuals for which those above it weigh at most `count`.
function weightedThreshold(residuals: Float64Array, weights: Float64Array, count: number): number {
  const order = Uint32Array.from(residuals.keys()).sort((i, j) => residuals[j] - residuals[i]);
  let above = 0;
  for (const i of order) {
    above += weights[i];
    if (above > count) return residuals[i];
  }
  return 0;
}
