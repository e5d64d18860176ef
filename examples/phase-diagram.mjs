// From how many rows on are s nonzeros of 60 recovered? A phase diagram, and the rows that theory expects.
import assert from 'node:assert/strict';
import { phaseTransition } from 'relufit';

const { cells, lines } = await phaseTransition({
  ...{ d: 60, n: [10, 20, 30, 40, 60, 80], sparsity: [2, 4, 8] },
  ...{ solver: 'pursuit', trials: 10, seed: 1 },
});

for (const { sparsity, halfWay, theory } of lines) {
  const row = cells.filter((cell) => cell.sparsity === sparsity);
  console.log(
    `s = ${sparsity}:`,
    row.map(({ n, success }) => `${n}: ${100 * success} %`).join(', '),
  );
  console.log(`  half of the trials succeed at n = ${halfWay.n}, 2δ = ${theory?.requiredSamples}`);
}

assert.equal(cells.length, 18);
assert.ok(cells.every(({ n, success }) => n < 80 || success === 1));
