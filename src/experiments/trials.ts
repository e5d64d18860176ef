import {
  type BackgroundWorker,
  returnWorker,
  takeWorker,
} from '../background/background-worker.js';
import { checkInteger, INDEX_LIMIT } from '../data/address.js';
import { availableCores, workersUnavailable } from '../engine/pool.js';
import { RelufitError } from '../errors.js';
import { nextTurn } from '../turn.js';
import { type ExperimentName, runnerOf } from './experiments.js';

/** How trials are run. */
export interface RunOptions<Record> {
  /** Trials at once, at most one a core; 0: on this thread, in turns. Default one a core where it is worth it. */
  workers?: number;
  /** Aborting rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Called with each record as it is made, in no order but that of a trial. */
  onRecord: (record: Record) => void;
}

/** Trials of one experiment, each of which follows from the setting, plain data, and its address. */
export interface Trials<Setting, Address, Record> extends RunOptions<Record> {
  readonly experiment: ExperimentName;
  readonly setting: Setting;
  readonly addresses: readonly Address[];
  readonly workers: number;
}

/** Runs the trial of each address once; rejects with the signal's reason, or with what a trial throws. */
export async function runTrials<S, A, R>(trials: Trials<S, A, R>): Promise<void> {
  const { signal, addresses } = trials;
  const workers = mostWorkers(trials.workers, addresses.length);
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
  // Small trials go in batches, as a message takes as long as one of them.
  let batch = 1;
  const serve = async (worker: BackgroundWorker) => {
    await worker.ready;
    while (next < addresses.length && !failed) {
      const share = Math.ceil((addresses.length - next) / (2 * workers));
      const some = addresses.slice(next, next + Math.min(batch, share));
      next += some.length;
      const began = performance.now();
      const called = worker.call('trials', [trials.experiment, trials.setting, some]);
      const records = await Promise.race([called, aborted]);
      // Nobody is told of more once the promise is rejected.
      if (failed) return;
      // All of a message, whatever comes in between: what was run is not lost.
      for (const record of records) trials.onRecord(record as R);
      signal?.throwIfAborted();
      if (performance.now() - began < BATCH_TIME && batch === some.length) batch *= 2;
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

// Milliseconds of trials in a message: what an interruption may lose is that of each worker.
const BATCH_TIME = 25;

async function runHere<S, A, R>(trials: Trials<S, A, R>): Promise<void> {
  const { experiment, setting, addresses, signal } = trials;
  const run = runnerOf(experiment, setting);
  let turnEnds = performance.now() + TURN;
  for (const address of addresses) {
    for (const record of run(address)) {
      trials.onRecord(record as R);
      if (performance.now() >= turnEnds) {
        await nextTurn();
        turnEnds = performance.now() + TURN;
      }
      // Before another is run, which would be lost.
      signal?.throwIfAborted();
    }
  }
}

// Milliseconds of work before other things get a turn.
const TURN = 10;

/** As many of `wanted` workers as there can be at once: one a core, and a trial for each. */
export const mostWorkers = (wanted: number, count: number): number =>
  Math.min(wanted, count, Math.max(1, availableCores()));

/** How many workers run `count` trials by default, where `work` numbers of X are gone through a few dozen times. */
export function usualWorkers(count: number, work: number): number {
  if (work < WORTH_WORKERS || workersUnavailable() !== undefined) return 0;
  const workers = mostWorkers(Infinity, count);
  return workers > 1 ? workers : 0;
}

// Half a second of trials: starting two workers takes a fifth of one.
const WORTH_WORKERS = 1e7;

/** The number of workers that was asked for, checked. */
export function workersOf(where: string, workers: number | undefined): number | undefined {
  if (workers === undefined) return undefined;
  checkInteger(where, 'workers', workers, 0, INDEX_LIMIT);
  const unavailable = workers > 0 ? workersUnavailable() : undefined;
  if (unavailable === undefined) return workers;
  throw new RelufitError(
    'ENGINE_UNAVAILABLE',
    `${where} workers`,
    `${workers}, but ${unavailable}`,
    '0',
    'Leave it out.',
  );
}
