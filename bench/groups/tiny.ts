// What a fit costs beyond its arithmetic: 20 iterations on 20 rows of 40 columns.

import { fitSync, paperSchedule, sparse } from '../../dist/index.js';
import {
  type JavaScriptProblem,
  javaScriptFit,
  javaScriptGradient,
} from '../../lab/src/bench/javascript.js';
import { local } from '../../lab/src/bench/turns.js';
import { compare } from '../compare.js';
import { benchProblem } from '../problem.js';
import type { Stage } from '../stage.js';

export async function tiny(stage: Stage): Promise<void> {
  const [n, d, sparsity, maxIterations] = [20, 40, 3, 20];
  for (const precision of ['f32', 'f64'] as const) {
    const problem = benchProblem(n, d, sparsity, precision);
    const { X, y } = problem;
    const matrix = { data: X, rows: n, columns: d };
    const constraint = sparse(sparsity);
    const task = { maxIterations, tolerance: 0 };
    const options = { ...task, constraint, stepSize: paperSchedule() };
    const gradient = javaScriptGradient();
    const data = problem as JavaScriptProblem;
    await compare(
      // A fit goes through more code than a kernel, and V8 takes its time to optimise it all.
      { ...stage, pace: { ...stage.pace, warmUpMs: 4 * stage.pace.warmUpMs } },
      {
        group: 'tiny',
        name: `fitSync ${precision}, 20 iterations`,
        shape: `${n}×${d}, s=${sparsity}`,
      },
      [
        local('wasm', () => {
          fitSync(matrix, y, options);
        }),
        local('javascript', () => {
          javaScriptFit((w, g) => gradient(data, w, g), data, { ...task, sparsity });
        }),
        local('reference', () => {
          fitSync(matrix, y, { ...options, engine: 'reference' });
        }),
      ],
    );
  }
}
