// What a fit would refuse, found before the first trial: a solver, step size or loss that does not take a set or an
// observation of the grid.

import { checkOptions, checkSet } from '../../options.js';
import { lossOf, stepSizeOf } from '../../recipes.js';
import { checkRequirements } from '../../solvers/requirements.js';
import { solverFrom } from './from-recipes.js';
import { listOf, type PhaseSetting, rangeOf } from './options.js';
import { plantedSet } from './trial.js';

/**
 * Throws what `fit` would, for each set, solver and observation with the fewest rows and columns: what a set is refused for
 * does not depend on its size.
 */
export function checkFits(setting: PhaseSetting): void {
  const { precision } = setting;
  const n = rangeOf(setting.n).from;
  const d = Math.min(...listOf(setting.d));
  const sparsity = listOf(setting.sparsity)[0];
  const [loss, stepSize] = [lossOf(setting.loss), stepSizeOf(setting.stepSize)];
  const solvers = listOf(setting.solver);
  const observations = listOf(setting.observation);
  for (const constraint of listOf(setting.constraint)) {
    const { set } = plantedSet(setting, { d, sparsity, constraint }, 0);
    checkSet(set, d, precision);
    for (const observation of observations) {
      for (const solver of solvers) {
        const options = {
          constraint: set,
          observation,
          loss,
          stepSize,
          solver: solverFrom(solver),
        };
        checkRequirements(checkOptions(options, { rows: n, columns: d, precision }), n);
      }
    }
  }
}
