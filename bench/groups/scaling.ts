// The gradient over more than four decades of n·d: both together, n alone, d alone.

import { compare } from '../compare.js';
import { wasm } from '../engines.js';
import { limits } from '../limits.js';
import { nativeGradients } from '../native/native.js';
import { javascript } from '../opponents/javascript.js';
import { gradientsOf } from '../opponents/opponent.js';
import { benchProblem, bytesOf, iterateOf, shapeOf } from '../problem.js';
import type { Stage } from '../stage.js';

const SERIES = {
  'n and d': [
    [25, 40],
    [80, 125],
    [250, 400],
    [800, 1250],
    [2500, 4000],
    [5000, 8000],
  ],
  'n alone': [
    [4, 1000],
    [40, 1000],
    [400, 1000],
    [4000, 1000],
    [40000, 1000],
  ],
  'd alone': [
    [500, 8],
    [500, 80],
    [500, 800],
    [500, 8000],
    [500, 80000],
  ],
} as const;

export async function scaling(stage: Stage): Promise<void> {
  for (const [series, shapes] of Object.entries(SERIES)) {
    for (const [n, d] of stage.quick ? shapes.slice(0, 3) : shapes) {
      for (const precision of ['f32', 'f64'] as const) {
        const problem = benchProblem(n, d, Math.ceil(d / 50), precision);
        const iterate = iterateOf(problem, 'dense');
        await compare(
          stage,
          {
            group: 'scaling',
            name: `gradient ${precision}, dense iterate, ${series}`,
            shape: shapeOf(problem),
            items: n * d,
            tolerance: precision === 'f32' ? 1e-4 : 1e-11,
          },
          [
            await wasm(problem, iterate),
            ...(await limits(bytesOf(problem))),
            ...(await nativeGradients(problem, iterate)),
            ...(await gradientsOf([javascript], problem, iterate)),
          ],
        );
      }
    }
  }
}
