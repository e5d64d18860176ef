import {
  capabilities,
  type FitOptions,
  fit,
  fitSync,
  paperSchedule,
  plantedProblem,
  sparse,
} from 'relufit';
import { type JavaScriptProblem, javaScriptFit, javaScriptGradient } from './javascript.js';
import {
  awaited,
  type Contestant,
  inTurns,
  local,
  type Pace,
  type Spread,
  spreadOf,
} from './turns.js';

export interface BenchSize {
  readonly n: number;
  readonly d: number;
}

export interface BenchRow extends Spread {
  readonly name: string;
  readonly engine: string;
  readonly iterations: number;
}

/** '128x256,625x1000' → sizes. */
export function benchSizes(text: string): BenchSize[] {
  return text.split(',').map((size) => {
    const [n, d] = /^\s*(\d+)\s*[x×]\s*(\d+)\s*$/.exec(size)?.slice(1).map(Number) ?? [0, 0];
    if (n < 1 || d < 1) throw new Error('Expected rows and columns such as 625x1000,2048x2048.');
    return { n, d };
  });
}

/** The same fit, loading included, by the engines that run here and by plain JavaScript, in turns. */
export async function benchFits({
  n,
  d,
  precision,
  iterations,
  threads,
  pace,
}: BenchSize & {
  readonly precision: 'f32' | 'f64';
  readonly iterations: number;
  readonly threads: number;
  readonly pace: Pace;
}): Promise<BenchRow[]> {
  const sparsity = Math.max(1, Math.floor(d / 50));
  const { X, y } = plantedProblem({ n, d, sparsity, seed: 1, precision });
  const task = { maxIterations: iterations, tolerance: 0 };
  const options = { ...task, constraint: sparse(sparsity), stepSize: paperSchedule() };
  const problem = { X: X.data, y, n, d } as JavaScriptProblem;
  const gradient = javaScriptGradient();
  const { simd, threads: parallel } = capabilities();
  const engine: FitOptions['engine'] = simd ? 'wasm' : 'reference';
  const contestants: Contestant[] = [
    local(engine, () => {
      fitSync(X, y, { ...options, engine });
    }),
  ];
  if (parallel && threads > 1) {
    contestants.push(
      awaited(`threads (${threads})`, () => fit(X, y, { ...options, engine: 'threads', threads })),
    );
  }
  contestants.push(
    local('JavaScript', () => {
      javaScriptFit((w, g) => gradient(problem, w, g), problem, { ...task, sparsity });
    }),
  );
  return rowsOf(`fit ${precision}, ${n}×${d}, ${iterations} iterations`, contestants, pace);
}

export async function rowsOf(
  name: string,
  contestants: readonly Contestant[],
  pace: Pace,
): Promise<BenchRow[]> {
  const timed = await inTurns(contestants, pace);
  return timed.map(({ name: engine, times, iterations }) => {
    return { name, engine, ...spreadOf(times, timed[0].times), iterations };
  });
}
