// How often s nonzeros of 100 are recovered from n rows, as the report of `relufit phase` draws it.

import { phaseTransition } from 'relufit';
import { phaseFigures } from '../../lab/src/report/phase/index.js';
import { rounded } from './style.js';

const upTo = (most: number, step = 1) =>
  Array.from({ length: most / step }, (_, k) => (k + 1) * step);

export async function phase(): Promise<string> {
  const result = await phaseTransition({
    ...{ d: 100, n: upTo(200, 10), sparsity: upTo(20), solver: 'pursuit', trials: 10, workers: 2 },
  });
  return rounded(phaseFigures(result)[0].svg);
}
