import type { PhasePlan } from 'relufit';
import type { Runner } from './run-sweep.js';

/** Trials by the workers of this process; `workers` undefined: as many as are worth it. */
export const localRunner = (plan: PhasePlan, workers: number | undefined): Runner => ({
  run: (addresses, { signal, onRecord }) => plan.run(addresses, { workers, signal, onRecord }),
});
