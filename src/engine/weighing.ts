import { leastSquares } from '../problem/least-squares.js';
import type { Loss } from '../problem/loss.js';
import type { Response } from '../problem/observation.js';
import type { Vector } from './engine.js';

/** What is computed of z and y. */
export interface Weighing {
  readonly loss: Loss;
  readonly response: Response;
  /** A weight for each row, of mean 1; undefined where all are. */
  readonly sampleWeight?: Float64Array | undefined;
}

/** Do the kernels compute it themselves, with φ(z) = z above 0 and αz below? */
export const isOfKernels = ({ loss, response, sampleWeight }: Weighing): boolean =>
  loss === leastSquares() &&
  sampleWeight === undefined &&
  response.upper === Infinity &&
  (response.lower === 0 || response.alpha === 1);

export function isZero({ array }: Vector): boolean {
  for (let j = 0; j < array.length; j++) if (array[j] !== 0) return false;
  return true;
}
