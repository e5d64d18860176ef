// Standard normals: into a typed array that is there already.

import { fillNormal } from '../../dist/index.js';
import { fillBoxMuller } from '../../lab/src/bench/javascript.js';
import { local } from '../../lab/src/bench/turns.js';
import { compare } from '../compare.js';
import { nativeNormals } from '../native/native.js';
import type { Stage } from '../stage.js';

const ROWS = 250;
const COLUMNS = 1000;

export async function generator(stage: Stage): Promise<void> {
  const count = ROWS * COLUMNS;
  for (const precision of ['f32', 'f64'] as const) {
    const out = precision === 'f32' ? new Float32Array(count) : new Float64Array(count);
    let seed = 0;
    await compare(
      stage,
      { group: 'generator', name: `normals ${precision}`, shape: `${count}`, items: count },
      [
        local('wasm', () => {
          fillNormal(out, { seed: seed++, stream: 0, rows: ROWS, columns: COLUMNS });
        }),
        ...(await nativeNormals(precision, count)),
        local('javascript', () => fillBoxMuller(out)),
      ],
    );
  }
}
