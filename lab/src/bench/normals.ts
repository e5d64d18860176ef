import { fillNormal } from 'relufit';
import { type BenchRow, rowsOf } from './fits.js';
import { fillBoxMuller } from './javascript.js';
import { local, type Pace } from './turns.js';

const ROWS = 100;
const COLUMNS = 1000;

/** Standard normals into an array that is there. */
export function benchNormals(precision: 'f32' | 'f64', pace: Pace): Promise<BenchRow[]> {
  const count = ROWS * COLUMNS;
  const out = precision === 'f32' ? new Float32Array(count) : new Float64Array(count);
  let seed = 0;
  const contestants = [
    local('fillNormal', () => {
      fillNormal(out, { seed: seed++, stream: 0, rows: ROWS, columns: COLUMNS });
    }),
    local('JavaScript', () => fillBoxMuller(out)),
  ];
  return rowsOf(`${count} normals ${precision}`, contestants, pace);
}
