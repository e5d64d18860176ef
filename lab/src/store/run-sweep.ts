// The one loop of an experiment, whoever runs its trials.

import type { Part, PhaseAddress, PhasePlan, PhaseRecord } from 'relufit';
import { RelufitError } from 'relufit';
import type { TrialStore } from './trial-store.js';

/**
 * Who runs trials: the workers of this process, or others by a queue.
 *
 * `run` is given the trials of a round, and calls `onRecord` with the record of each, in any order and as often as it
 * comes; when `onRecord` has returned, the record is in the file. It is fulfilled when every one has been given a
 * record, and rejects with the signal's reason, what `onRecord` throws, or what a trial does.
 */
export interface Runner {
  run(addresses: readonly PhaseAddress[], how: RunnerCalls): Promise<void>;
  /** Trials that could not be run though the others of a round could, and why: they are not asked for again. */
  readonly setAside?: readonly SetAside[];
}

export interface SetAside extends PhaseAddress {
  readonly message: string;
}

export interface RunnerCalls {
  readonly signal: AbortSignal;
  readonly onRecord: (record: PhaseRecord) => void;
}

export interface SweepOptions {
  readonly part?: Part;
  readonly signal: AbortSignal;
  /** Called before each round: those that come after the first follow from outcomes. */
  readonly onRound?: (addresses: readonly PhaseAddress[]) => void;
  /** Called when a new record is in the file; `total` is known of this round. */
  readonly onRecord?: (record: PhaseRecord, done: number, total: number) => void;
}

/**
 * Runs what a plan, which knows what is in the store, still asks for, round after round, and keeps it there.
 *
 * @throws RelufitError TRIALS_SET_ASIDE, after everything else is done, where the runner could not run some.
 */
export async function runSweep(
  plan: PhasePlan,
  store: TrialStore,
  runner: Runner,
  { part, signal, onRound, onRecord }: SweepOptions,
): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const { setAside = [] } = runner;
    const isSetAside = (address: PhaseAddress) => isAmong(setAside, address);
    const addresses = plan.remaining(part).filter((address) => !isSetAside(address));
    if (addresses.length === 0) {
      if (setAside.length > 0) throw withoutRecord(setAside);
      return;
    }
    onRound?.(addresses);
    const total = plan.count + addresses.length;
    await runner.run(addresses, {
      signal,
      onRecord(record) {
        // A trial that was run twice, by two who did not know of each other, has the same outcome.
        if (!plan.add(record)) return;
        store.append(record);
        onRecord?.(record, plan.count, total);
      },
    });
    const missing = addresses.find((address) => !plan.has(address) && !isSetAside(address));
    if (missing !== undefined) throw unfinished(missing);
  }
}

// There are few: more would be an experiment that cannot be run at all.
const isAmong = (setAside: readonly SetAside[], { cell, trial }: PhaseAddress) =>
  setAside.some((other) => other.cell === cell && other.trial === trial);

const unfinished = ({ cell, trial }: PhaseAddress) =>
  new RelufitError(
    'TRIAL_MISSING',
    `trial ${trial} of cell ${cell}`,
    'no record',
    'one from whoever ran the trials',
    'Run the same command again: it resumes.',
  );

function withoutRecord(setAside: readonly SetAside[]): RelufitError {
  const [{ message }] = setAside;
  const trials = setAside.length === 1 ? 'a trial' : `${setAside.length} trials`;
  return new RelufitError(
    'TRIALS_SET_ASIDE',
    'experiment',
    `${trials} that could not be run, first ${message.replace(/\.$/, '')}`,
    'a record of each',
    'All others are stored. Run the same command again to have these tried again.',
  );
}
