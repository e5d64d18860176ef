import { PLANTED_NAMES, type PlantedOptions, plantedParts, plantedShape } from './data/planted.js';
import { Dataset } from './dataset.js';
import { openData } from './engine/open-data.js';
import type { EngineChoice } from './engine/select.js';
import { checkNames, checkThreads } from './errors.js';
import { loadRareKernels } from './kernels/rare-kernels.js';
import type { Numbers } from './problem/dataset.js';

/** A dataset, and what is known of it because it was planted. */
export type PlantedDataset = Dataset & {
  readonly planted: Float64Array;
  readonly y: Numbers;
};

/**
 * `plantedProblem`, loaded: y = φ(Xw*) with the rows of X made where they stay, by each thread its own, so that X is
 * nowhere else. The same bits as `dataset(X, y)` of the problem, for every engine and any number of threads.
 *
 * Options are those of `plantedProblem`, and `engine` and `threads` as for `dataset`. O(n d), of which y takes n times
 * the nonzeros of w*; memory: X in the engine, and 16 bytes a row.
 *
 * @throws RelufitError INVALID_ARGUMENT, INVALID_SHAPE, EMPTY_DATA, UNKNOWN_ENGINE, ENGINE_UNAVAILABLE, TOO_LARGE
 * @see M. Soltanolkotabi, "Learning ReLUs via gradient descent" (2017), section 4.
 * @example
 * ```ts
 * const data = plantedDataset({ n: 60, d: 100, sparsity: 3, seed: 1 });
 * const result = await fit(data, { constraint: sparse(3), planted: data.planted });
 * result.status; // 'converged'
 * data.dispose();
 * ```
 */
export function plantedDataset(
  options: PlantedOptions & { engine?: EngineChoice; threads?: number },
): PlantedDataset {
  checkNames('plantedDataset', options, [...PLANTED_NAMES, 'engine', 'threads']);
  const { engine, threads, ...problem } = options;
  const where = { engine, threads: checkThreads(threads, 'plantedDataset threads') };
  // Before anything is drawn: what the machine has no room for is refused at once.
  const opened = openData(plantedShape(problem), where);
  loadRareKernels();
  try {
    const { source, planted, support, values, latent, target } = plantedParts(problem);
    opened.data.fill(source, 0, source.rows);
    const z = latent();
    opened.data.addProducts(support, values, z);
    const y = target(z);
    return Object.assign(new Dataset(opened, y, where), { planted, y });
  } catch (error) {
    opened.data.dispose();
    throw error;
  }
}
