import { dot } from '../numerics/vectors.js';
import { everyDirection, halfspaceCone, subspaceCone } from './closed-form.js';
import {
  allFinite,
  type Constraint,
  copied,
  DEFAULT_TOLERANCE,
  euclideanNorm,
} from './constraint.js';
import { projectOntoFlat } from './flat.js';
import { checkLength, finiteVector, invalid } from './parameters.js';

/**
 * What halfspace, hyperplane and slab share: the set {w : lower ≤ ⟨normal, w⟩ ≤ upper}, bounds checked.
 *
 * The normal is brought to length 1 and the bounds with it, so that sizes do not matter.
 */
export function linearBounds(
  set: string,
  given: ArrayLike<number>,
  lower: number,
  upper: number,
): Pick<Constraint, 'contains' | 'project' | 'checkDimension'> & {
  readonly normal: Float64Array;
  readonly descent: Constraint['statisticalDimension'];
} {
  const normal = finiteVector(given, `${set} normal`);
  const length = euclideanNorm(normal);
  if (length === 0) {
    throw invalid(
      `${set} normal`,
      'only zeros',
      'a number that is not 0',
      'Without one it bounds nothing.',
    );
  }
  const unit = [normal.map((a) => a / length)];
  const [low, high] = [lower / length, upper / length];
  for (const [bound, scaled] of [
    [lower, low],
    [upper, high],
  ]) {
    if (Number.isFinite(bound) === Number.isFinite(scaled)) continue;
    throw invalid(
      set,
      `${bound} for a normal of length ${length}`,
      'a finite ratio',
      'Scale both.',
    );
  }
  const checkDimension = (d: number) => checkLength(normal.length, d, set, 'a normal');
  const slack = (w: ArrayLike<number>, bound: number, tolerance: number) =>
    tolerance * (euclideanNorm(w) + Math.abs(bound));
  return {
    normal,
    descent(d, w) {
      if (lower === upper) return subspaceCone(d - 1);
      if (w === undefined) return undefined;
      const along = dot(unit[0], w);
      const atLow = along <= low + slack(w, low, DEFAULT_TOLERANCE);
      const atHigh = along >= high - slack(w, high, DEFAULT_TOLERANCE);
      if (atLow && atHigh) return subspaceCone(d - 1);
      return atLow || atHigh ? halfspaceCone(d) : everyDirection(d);
    },
    checkDimension,
    contains(w, tolerance = DEFAULT_TOLERANCE) {
      checkDimension(w.length);
      if (!allFinite(w)) return false;
      const along = dot(unit[0], w);
      return (
        !(along < low - slack(w, low, tolerance)) && !(along > high + slack(w, high, tolerance))
      );
    },
    project(v, out) {
      checkDimension(v.length);
      const w = copied(v, out);
      const along = dot(unit[0], w);
      if (along < low) return projectOntoFlat(w, unit, [low]);
      if (along > high) return projectOntoFlat(w, unit, [high]);
      return w;
    },
  };
}
