// The paper's fit to a relative residual of 1e-6, on data that everyone has loaded before; ours with the loading too.

import { dataset, type FitOptions, fitSync, paperSchedule, sparse } from '../../dist/index.js';
import { local } from '../../lab/src/bench/turns.js';
import { type Checked, compare } from '../compare.js';
import { nativeFits } from '../native/native.js';
import { fitsOf } from '../opponents/opponent.js';
import { type BenchProblem, benchProblem, shapeOf } from '../problem.js';
import type { Stage } from '../stage.js';

const SIZES = [
  [200, 256, 4],
  [625, 1000, 20],
  [1500, 2048, 40],
] as const;

const TASK = { maxIterations: 1000, tolerance: 1e-6 };

export async function fits(stage: Stage): Promise<void> {
  for (const [n, d, s] of stage.quick ? SIZES.slice(0, 2) : SIZES) {
    for (const precision of ['f32', 'f64'] as const) {
      const problem = benchProblem(n, d, s, precision);
      const { X, y } = problem;
      const matrix = { data: X, rows: n, columns: d };
      const options = { ...TASK, constraint: sparse(s), stepSize: paperSchedule() };
      await compare(
        stage,
        {
          group: 'fits',
          name: `paper's fit ${precision} to 1e-6`,
          shape: `${shapeOf(problem)}, s=${s}`,
          // A step of rounding apart, one may stop an iteration before the other.
          tolerance: 1e-4,
        },
        [
          fitOn('wasm', problem, options),
          local('wasm, X loaded too', () => {
            fitSync(matrix, y, { ...options, engine: 'wasm' });
          }),
          ...(await nativeFits(problem, TASK)),
          ...(await fitsOf(await stage.opponents(), problem, TASK)),
          fitOn('reference', problem, options),
        ],
      );
    }
  }
}

function fitOn(
  engine: 'wasm' | 'reference',
  { X, y, n, d }: BenchProblem,
  options: FitOptions,
): Checked {
  const data = dataset({ data: X, rows: n, columns: d }, y, { engine });
  return {
    ...local(engine, () => {
      fitSync(data, options);
    }),
    answer: () => fitSync(data, options).weights,
    dispose: () => data.dispose(),
  };
}
