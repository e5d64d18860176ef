// Engine 'auto' against one thread, at all sizes, with workers ready: it may take threads only where they win.

import { availableParallelism } from 'node:os';
import { fit, init, paperSchedule, sparse } from '../../dist/index.js';
import { awaited } from '../../lab/src/bench/turns.js';
import { compare } from '../compare.js';
import { benchProblem, shapeOf } from '../problem.js';
import type { Stage } from '../stage.js';

const SIZES = [
  [20, 40, 2],
  [128, 256, 8],
  [300, 500, 10],
  [640, 1024, 24],
  [1000, 1500, 30],
  [2048, 2048, 64],
  [4096, 2048, 64],
  [4096, 8192, 160],
] as const;

export async function auto(stage: Stage): Promise<void> {
  const threads = availableParallelism();
  if (threads > 1) await init({ threads });
  for (const [n, d, s] of stage.quick ? SIZES.slice(0, 4) : SIZES) {
    for (const precision of ['f32', 'f64'] as const) {
      const problem = benchProblem(n, d, s, precision);
      const matrix = { data: problem.X, rows: n, columns: d };
      const options = {
        constraint: sparse(s),
        stepSize: paperSchedule(),
        maxIterations: 20,
        tolerance: 0,
      };
      const by = (engine: 'auto' | 'wasm') =>
        awaited(engine, () => fit(matrix, problem.y, { ...options, engine }));
      await compare(
        stage,
        {
          group: 'auto',
          name: `fit ${precision}, 20 iterations`,
          shape: `${shapeOf(problem)}, s=${s}`,
        },
        [by('wasm'), by('auto')],
      );
    }
  }
}
