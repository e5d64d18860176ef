// What several processes do at the same moment, by threads: they meet far more often.

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const THREAD = `
const { workerData } = require('node:worker_threads');
const { module, work, thread, rounds, threads, arrived, data } = workerData;
import(module).then((exported) => {
  const run = new Function('exported', 'round', 'thread', 'data', 'require', work);
  for (let round = 0; round < rounds; round++) {
    Atomics.add(arrived, 0, 1);
    while (Atomics.load(arrived, 0) < threads * (round + 1));
    run(exported, round, thread, data, require);
  }
});`;

export interface AtOnce {
  /** Of lab/dist. */
  readonly module: string;
  /** The body of a function of `exported`, what the module exports, `round`, `thread`, `data` and `require`. */
  readonly work: string;
  readonly rounds: number;
  readonly data: unknown;
}

/** Runs work in two threads that wait for each other before each round; rejects with what it throws in one of them. */
export async function atOnce({ module, ...what }: AtOnce): Promise<void> {
  const threads = 2;
  const workerData = {
    ...{ ...what, threads, arrived: new Int32Array(new SharedArrayBuffer(4)) },
    module: new URL(`../dist/${module}`, import.meta.url).href,
  };
  const workers = Array.from(
    { length: threads },
    (_, thread) => new Worker(THREAD, { eval: true, workerData: { ...workerData, thread } }),
  );
  try {
    // Rejects where one of them failed, for whom the others would wait.
    await Promise.all(workers.map((worker) => once(worker, 'exit')));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
