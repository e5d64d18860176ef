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
  const { workers, signal } = trials;
  if (workers === 0) return runHere(trials);
  const taken: BackgroundWorker[] = [];
  // A trial may take seconds: the signal is not kept waiting for one.
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal?.reason);
  });
  aborted.catch(() => {});
  signal?.addEventListener('abort', abort, { once: true });
  let next = 0;
  let failed = false;
  const serve = async (worker: BackgroundWorker) => {
    await worker.ready;
    while (next < trials.count && !failed) {
      const called = worker.call('trial', [trials.experiment, trials.setting, next++]);
      for (const record of await Promise.race([called, aborted])) report(trials, record as R);
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
    signal?.removeEventListener('abort', abort);
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

/** As many of `wanted` workers as there can be at once: one a core, and a trial for each. */
export const mostWorkers = (wanted: number, count: number): number =>
  Math.min(wanted, count, Math.max(1, availableCores()));

/** How many workers run `count` trials by default, where `work` numbers of X are gone through a few dozen times. */
export function usualWorkers(count: number, work: number): number {
  if (work < WORTH_WORKERS || backgroundUnavailable() !== undefined) return 0;
  const workers = mostWorkers(Infinity, count);
  return workers > 1 ? workers : 0;
}

// Half a second of trials: starting two workers takes a fifth of one.
const WORTH_WORKERS = 1e7;
