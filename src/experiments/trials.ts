import {
  type BackgroundWorker,
  returnWorker,
  takeWorker,
} from '../background/background-worker.js';
import { backgroundUnavailable } from '../background/when.js';
import { availableCores } from '../engine/pool.js';
import { nextTurn } from '../turn.js';

/** Trials of one experiment, each of which follows from the setting, plain data, and its number. */
export interface Trials<Setting, Record> {
  /** Under which a worker knows `run`. */
  readonly experiment: string;
  readonly run: (setting: Setting, trial: number) => Iterable<Record>;
  readonly setting: Setting;
  readonly count: number;
  /** Trials are run by so many workers at once; 0: by this thread, in turns. */
  readonly workers: number;
  readonly signal?: AbortSignal;
  /** Called with each record as it is made, in no order but that of a trial. */
  readonly onRecord: (record: Record) => void;
}

/** Runs trials 0 … count − 1, each once; rejects with the signal's reason, or with what a trial throws. */
export async function runTrials<S, R>(trials: Trials<S, R>): Promise<void> {
  const { workers } = trials;
  if (workers === 0) return runHere(trials);
  const taken: BackgroundWorker[] = [];
  let next = 0;
  let failed = false;
  const serve = async (worker: BackgroundWorker) => {
    await worker.ready;
    while (next < trials.count && !failed) {
      const records = (await worker.call('trial', [
        trials.experiment,
        trials.setting,
        next++,
      ])) as R[];
      for (const record of records) report(trials, record);
    }
  };
  try {
    while (taken.length < workers) taken.push(takeWorker());
    await Promise.all(
      taken.map((worker) =>
        serve(worker).catch((error) => {
          failed = true;
          throw error;
        }),
      ),
    );
  } finally {
    for (const worker of taken) returnWorker(worker);
  }
}

async function runHere<S, R>(trials: Trials<S, R>): Promise<void> {
  for (let trial = 0; trial < trials.count; trial++) {
    for (const record of trials.run(trials.setting, trial)) {
      report(trials, record);
      await nextTurn();
    }
  }
}

function report<S, R>({ signal, onRecord }: Trials<S, R>, record: R): void {
  signal?.throwIfAborted();
  onRecord(record);
}

/** How many workers run `count` trials by default, where `work` numbers of X are gone through a few dozen times. */
export function usualWorkers(count: number, work: number): number {
  if (work < WORTH_WORKERS || backgroundUnavailable() !== undefined) return 0;
  const workers = Math.min(count, availableCores());
  return workers > 1 ? workers : 0;
}

// Half a second of trials: starting two workers takes a fifth of one.
const WORTH_WORKERS = 1e7;
