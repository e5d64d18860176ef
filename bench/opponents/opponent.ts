// Who else can compute the ReLU gradient g = (1/n) Σ (max(0, zᵢ) − yᵢ)(1 + sgn zᵢ) xᵢ, z = Xw: two products with a matrix
// and a mask, on an X that was loaded before.

import { type JavaScriptProblem, javaScriptFit } from '../../lab/src/bench/javascript.js';
import { local } from '../../lab/src/bench/turns.js';
import type { Checked } from '../compare.js';
import type { BenchProblem, Numbers, Precision } from '../problem.js';

export interface Opponent {
  readonly name: string;
  /** Package and version, as `versions` of the result has it. */
  readonly version: string;
  /** The precisions it computes in; it is given data in no other. */
  readonly precisions: readonly Precision[];
  load(problem: BenchProblem): Promise<Session> | Session;
}

export interface Session {
  /** Fills g, from arrays to arrays. */
  gradient(w: Numbers, g: Numbers): void;
  dispose?(): void;
}

/** Entries of X up to which opponents other than OpenBLAS are loaded: some would take seconds and gigabytes beyond. */
export const OPPONENT_LIMIT = 2 ** 22;

/** z → ψ in place: what JavaScript does between the two products, where a library has nothing quicker. */
export function residuals(z: Numbers, y: Numbers): void {
  for (let i = 0; i < z.length; i++) z[i] = (Math.max(0, z[i]) - y[i]) * (1 + Math.sign(z[i]));
}

/** An opponent that has no f32 computes f32 data in f64. */
function widened(opponent: Opponent, problem: BenchProblem): BenchProblem | undefined {
  if (opponent.precisions.includes(problem.precision)) return problem;
  if (problem.precision === 'f64') return undefined;
  const { X, y } = problem;
  return { ...problem, precision: 'f64', X: Float64Array.from(X), y: Float64Array.from(y) };
}

/** The opponents that can take part, each with its X loaded. */
async function sessions(opponents: readonly Opponent[], problem: BenchProblem) {
  const loaded = [];
  for (const opponent of opponents) {
    const own = widened(opponent, problem);
    if (own !== undefined) loaded.push({ opponent, own, session: await opponent.load(own) });
  }
  return loaded;
}

const arrayOf = ({ precision }: BenchProblem, length: number): Numbers =>
  precision === 'f32' ? new Float32Array(length) : new Float64Array(length);

export async function gradientsOf(
  opponents: readonly Opponent[],
  problem: BenchProblem,
  iterate: Numbers,
): Promise<Checked[]> {
  return (await sessions(opponents, problem)).map(({ opponent, own, session }) => {
    const w = arrayOf(own, problem.d);
    w.set(iterate);
    const g = arrayOf(own, problem.d);
    const run = () => session.gradient(w, g);
    return {
      ...local(opponent.name, run),
      answer() {
        run();
        return g;
      },
      dispose: () => session.dispose?.(),
    };
  });
}

export interface FitTask {
  readonly maxIterations: number;
  readonly tolerance: number;
}

/** The paper's fit around each opponent's gradient; step and selection are the same JavaScript for all of them. */
export async function fitsOf(
  opponents: readonly Opponent[],
  problem: BenchProblem,
  task: FitTask,
): Promise<Checked[]> {
  return (await sessions(opponents, problem)).map(({ opponent, own, session }) => {
    const fit = () =>
      javaScriptFit((w, g) => session.gradient(w, g), own as JavaScriptProblem, {
        ...task,
        sparsity: problem.sparsity,
      });
    return {
      ...local(opponent.name, fit),
      answer: () => fit().w,
      dispose: () => session.dispose?.(),
    };
  });
}
