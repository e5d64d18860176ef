// The gradient on one thread and on more, up to all cores.

import { availableParallelism } from 'node:os';
import { compare } from '../compare.js';
import { threads as threadsOf } from '../engines.js';
import { benchProblem, iterateOf, shapeOf } from '../problem.js';
import type { Stage } from '../stage.js';
import { KERNEL_SIZES } from './kernels.js';

export async function threads(stage: Stage): Promise<void> {
  const cores = availableParallelism();
  if (cores === 1) stage.note('Threads are not measured: this machine has one core.');
  // 1, 2, 4, …, and all of them.
  const counts = Array.from({ length: Math.ceil(Math.log2(cores)) }, (_, k) => 2 ** k);
  counts.push(cores);
  if (cores === 1) return;
  for (const [n, d, s] of stage.quick ? KERNEL_SIZES.slice(1, 2) : KERNEL_SIZES) {
    for (const precision of ['f32', 'f64'] as const) {
      const problem = benchProblem(n, d, s, precision);
      for (const kind of ['dense', 'sparse'] as const) {
        const iterate = iterateOf(problem, kind);
        const contestants = [];
        for (const count of counts) contestants.push(await threadsOf(count, problem, iterate));
        await compare(
          stage,
          {
            group: 'threads',
            name: `gradient ${precision}, ${kind} iterate`,
            shape: kind === 'dense' ? shapeOf(problem) : `${shapeOf(problem)}, s=${s}`,
            items: n * d,
            // The bits do not depend on the number of threads.
            tolerance: 0,
          },
          contestants,
        );
      }
    }
  }
}
