// One gradient, at dense and at sparse iterates, and the mean gradient over a whole fit: against two gemv of OpenBLAS,
// reading X, reading half of it, and everyone else.

import { compare } from '../compare.js';
import { gradientOverFit, reference, wasm } from '../engines.js';
import { limits } from '../limits.js';
import { nativeGradients } from '../native/native.js';
import { javascript } from '../opponents/javascript.js';
import { gradientsOf, OPPONENT_LIMIT } from '../opponents/opponent.js';
import { type BenchProblem, benchProblem, bytesOf, iterateOf, shapeOf } from '../problem.js';
import type { Stage } from '../stage.js';

/** n, d and the sparsity of the planted weights. */
export const KERNEL_SIZES = [
  [128, 256, 8],
  [640, 1024, 24],
  [2048, 2048, 64],
  [4096, 8192, 160],
] as const;

export async function kernels(stage: Stage): Promise<void> {
  for (const [n, d, s] of stage.quick ? KERNEL_SIZES.slice(0, 2) : KERNEL_SIZES) {
    for (const precision of ['f32', 'f64'] as const) {
      const problem = benchProblem(n, d, s, precision);
      for (const kind of ['dense', 'sparse'] as const) await gradient(stage, problem, kind);
      await overFit(stage, problem);
    }
  }
}

async function gradient(
  stage: Stage,
  problem: BenchProblem,
  kind: 'dense' | 'sparse',
): Promise<void> {
  const { n, d, sparsity, precision } = problem;
  const iterate = iterateOf(problem, kind);
  const small = n * d <= OPPONENT_LIMIT;
  const opponents = small ? await stage.opponents() : [javascript];
  await compare(
    stage,
    {
      group: 'kernels',
      name: `gradient ${precision}, ${kind} iterate`,
      shape: kind === 'dense' ? shapeOf(problem) : `${shapeOf(problem)}, s=${sparsity}`,
      items: n * d,
      // Sums of some thousand terms in another order.
      tolerance: precision === 'f32' ? 1e-4 : 1e-11,
    },
    [
      await wasm(problem, iterate),
      ...(await limits(bytesOf(problem))),
      ...(await nativeGradients(problem, iterate)),
      ...(await gradientsOf(opponents, problem, iterate)),
      ...(small ? [await reference(problem, iterate)] : []),
    ],
  );
}

async function overFit(stage: Stage, problem: BenchProblem): Promise<void> {
  const { n, d, sparsity, precision } = problem;
  const iterate = iterateOf(problem, 'sparse');
  await compare(
    stage,
    {
      group: 'kernels',
      name: `gradient ${precision}, mean over a fit`,
      shape: `${shapeOf(problem)}, s=${sparsity}`,
      items: n * d,
    },
    [
      gradientOverFit(problem),
      ...(await limits(bytesOf(problem))),
      ...(await nativeGradients(problem, iterate)),
    ],
  );
}
