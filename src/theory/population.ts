// What an infinite sample says, for x ~ N(0, I), y = max(0, ⟨w*,x⟩) and the paper's loss, with θ the angle between w
// and w*.

import { euclideanNorm } from '../constraints/constraint.js';
import { asVector } from '../problem/dataset.js';

/**
 * E ∇L(w) = w − w* + (θ/π) w* − (‖w*‖ sin θ / π) w/‖w‖, and −½ w* at w = 0.
 *
 * @param w d numbers.
 * @param planted w*, d numbers.
 * @throws RelufitError INVALID_SHAPE, NOT_FINITE. Cost O(d).
 * @see M. Soltanolkotabi, "Learning ReLUs via gradient descent" (2017); the expectation is worked out in
 * docs/notation.md.
 * @example
 * ```ts
 * populationGradient([0, 0], [2, 0]); // [-1, 0]
 * ```
 */
export function populationGradient(w: ArrayLike<number>, planted: ArrayLike<number>): Float64Array {
  const { from, to, size, plantedSize, angle } = geometry(w, planted);
  if (size === 0) return to.map((value) => -value / 2);
  const pull = (plantedSize * Math.sin(angle)) / Math.PI / size;
  return from.map((value, j) => value - to[j] + (angle / Math.PI) * to[j] - pull * value);
}

/**
 * E L(w) = ½‖w‖² + ½‖w*‖² − ‖w‖ ‖w*‖ (1/π)(sin θ + (π − θ) cos θ).
 *
 * @param w d numbers.
 * @param planted w*, d numbers.
 * @throws RelufitError INVALID_SHAPE, NOT_FINITE. Cost O(d).
 * @see Y. Cho, L. K. Saul, "Kernel methods for deep learning" (2009), the arc-cosine kernel of order 1.
 * @example
 * ```ts
 * populationObjective([0, 0], [2, 0]); // 2
 * ```
 */
export function populationObjective(w: ArrayLike<number>, planted: ArrayLike<number>): number {
  const { size, plantedSize, angle } = geometry(w, planted);
  const overlap = Math.sin(angle) + (Math.PI - angle) * Math.cos(angle);
  return size ** 2 / 2 + plantedSize ** 2 / 2 - ((size * plantedSize) / Math.PI) * overlap;
}

function geometry(w: ArrayLike<number>, planted: ArrayLike<number>) {
  const to = asVector(planted, planted?.length, 'planted');
  const from = asVector(w, to.length, 'w');
  const size = euclideanNorm(from);
  const plantedSize = euclideanNorm(to);
  // θ = 2 atan2(‖û − ŵ‖, ‖û + ŵ‖) is accurate where the cosine is near ±1; arccos is not.
  let apart = 0;
  let together = 0;
  if (size > 0 && plantedSize > 0) {
    for (let j = 0; j < to.length; j++) {
      const a = from[j] / size;
      const b = to[j] / plantedSize;
      apart += (a - b) ** 2;
      together += (a + b) ** 2;
    }
  }
  const angle = 2 * Math.atan2(Math.sqrt(apart), Math.sqrt(together));
  return { from, to, size, plantedSize, angle };
}
