// The parts of parts.ts for those who cannot wait, and where there is nothing to gain by waiting: in Node's files and in
// the program of a worker this module stands for that one.

import { BackgroundData } from './background/background-data.js';
import { LossWorkspace } from './engine/loss-workspace.js';
import { enginesAtOnce } from './engine/open-data.js';
import { loadRareKernels } from './kernels/rare-kernels.js';
import type { Parts } from './parts.js';
import { checkRequirements } from './solvers/requirements.js';
import { withRestarts } from './solvers/restarts.js';

export const parts: Parts = {
  ...enginesAtOnce,
  background: () => BackgroundData,
  rareKernels: loadRareKernels,
  lossWorkspace: () => LossWorkspace,
  checkRequirements: () => checkRequirements,
  withRestarts: () => withRestarts,
};
