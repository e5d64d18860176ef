import { phaseTransition } from 'relufit';
import { expect, test } from 'vitest';
import { phaseCsv, phaseTable } from '../src/report/phase/index.js';
import { phasePage } from '../src/report/phase/page.js';

test('a page asks no host for anything, and its tables have the numbers of the result', async () => {
  const result = await phaseTransition({
    ...{ d: 30, n: [10, 20, 40, 60], sparsity: [1, 2, 4], solver: 'pursuit', trials: 4 },
  });
  const page = phasePage(result);
  expect(page).not.toMatch(/(src|href)="(?!data:|#)|url\(|@import|NaN|undefined/);
  expect(phaseTable(result).rows).toHaveLength(3);
  expect(phaseCsv(result).trimEnd().split('\n')).toHaveLength(1 + result.cells.length);
});
