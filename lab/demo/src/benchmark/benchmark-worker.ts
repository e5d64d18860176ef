import { type BenchRow, benchFits } from '../../../src/bench/fits.js';

export interface BenchTask {
  readonly n: number;
  readonly d: number;
  readonly precision: 'f32' | 'f64';
}

export type BenchAnswer = { readonly rows: readonly BenchRow[] } | { readonly error: string };

// Of each fit, so that all contestants do the same work.
export const ITERATIONS = 20;

addEventListener('message', async ({ data }: MessageEvent<BenchTask>) => {
  const pace = { turns: 31, turnMs: 25, warmUpMs: 400, mostMs: 5000 };
  const answer: BenchAnswer = await benchFits({ ...data, iterations: ITERATIONS, threads: 0, pace })
    .then((rows) => ({ rows }))
    .catch((error: unknown) => ({ error: String(error) }));
  postMessage(answer);
});
