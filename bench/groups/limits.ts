// Reading X, half of it, and copying it: what no gradient can be faster than.

import { compare } from '../compare.js';
import { limits } from '../limits.js';
import type { Stage } from '../stage.js';
import { KERNEL_SIZES } from './kernels.js';

export async function machineLimits(stage: Stage): Promise<void> {
  for (const [n, d] of stage.quick ? KERNEL_SIZES.slice(0, 2) : KERNEL_SIZES) {
    for (const [precision, size] of [
      ['f32', 4],
      ['f64', 8],
    ] as const) {
      await compare(
        stage,
        {
          group: 'limits',
          name: `memory of X, ${precision}`,
          shape: `${n}×${d}`,
          items: n * d * size,
        },
        await limits(n * d * size, { copy: true }),
      );
    }
  }
}
