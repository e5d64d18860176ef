// From how many rows on are s nonzeros of 60 recovered in an l1 ball? A phase diagram, and the rows that theory expects.
import assert from 'node:assert/strict';
import { phaseTransition } from 'relufit';

const { cells, lines } = await phaseTransition({
  ...{ d: 60, n: [10, 20, 30, 40, 60, 80], sparsity: [2, 4, 8], constraint: 'l1Ball' },
  ...{ solver: 'acceleratedProjectedGradient', trials: 20, seed: 1 },
});

for (const { sparsity, halfWay, theory } of lines) {
  const row = cells.filter((cell) => cell.sparsity === sparsity);
  console.log(
    `s = ${sparsity}:`,
    row.map(({ n, success }) => `${n}: ${Math.round(100 * success)} %`).join(', '),
  );
  // Null where all cells are on one side of one half.
  const half = halfWay.n?.toFixed(1) ?? 'beyond the cells';
  console.log(`  half of the trials succeed at n = ${half}, 2δ = ${theory?.requiredSamples}`);
}

assert.equal(cells.length, 18);
for (const { halfWay, theory } of lines) {
  assert.ok(Math.abs(halfWay.n / theory.requiredSamples - 1) < 0.25);
}
