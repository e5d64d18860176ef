// The experiments by the names under which a worker knows them.

import { type ConvergenceSetting, convergenceTrial } from './convergence-trial.js';
import { Grid } from './phase/grid.js';
import type { PhaseSetting } from './phase/options.js';
import { type PhaseAddress, phaseTrial } from './phase/trial.js';

const EXPERIMENTS = {
  convergence: (setting: ConvergenceSetting) => (trial: number) => convergenceTrial(setting, trial),
  phase: (setting: PhaseSetting) => {
    const grid = new Grid(setting);
    return (address: PhaseAddress) => [phaseTrial(setting, grid, address)];
  },
};

export type ExperimentName = keyof typeof EXPERIMENTS;

export const runnerOf = (name: ExperimentName) =>
  EXPERIMENTS[name] as unknown as (setting: unknown) => (address: unknown) => Iterable<unknown>;
