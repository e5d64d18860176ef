// The experiments by the names under which a worker knows them.

import { type ConvergenceSetting, convergenceTrial } from './convergence-trial.js';
import type { PhaseSetting } from './phase/options.js';
import { type PhaseAddress, TrialRunner } from './phase/trial.js';

const EXPERIMENTS = {
  convergence: (setting: ConvergenceSetting) => (trial: number) => convergenceTrial(setting, trial),
  phase: (setting: PhaseSetting) => {
    const runner = new TrialRunner(setting);
    return (address: PhaseAddress) => [runner.run(address)];
  },
};

export type ExperimentName = keyof typeof EXPERIMENTS;

/** Runs the trial of an address: its records. */
type Run = (address: unknown) => Iterable<unknown>;

// A worker is sent the setting with each batch of addresses: what was made of it stays for the next.
let last: { readonly key: string; readonly run: Run } | undefined;

/** Runs trials of this setting. */
export function runnerOf(name: ExperimentName, setting: unknown): Run {
  const key = JSON.stringify([name, setting]);
  if (last?.key !== key) {
    const made = EXPERIMENTS[name] as unknown as (setting: unknown) => Run;
    last = { key, run: made(setting) };
  }
  return last.run;
}
