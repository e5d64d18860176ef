// K in two pieces, the start in one and w* in the other: how many rows the first step needs to jump across, and what
// becomes of the runs that do not. `node examples/disconnected.mjs 100 100` made the table of docs/disconnected.md.
import assert from 'node:assert/strict';
import { argv } from 'node:process';
import { disconnectedExperiment } from 'relufit';

const [d = 30, trials = 5] = argv.slice(2).map(Number);
const { cells, theory, options } = await disconnectedExperiment({ d, trials });

console.log(`| gap | δ | first step crosses from n ≈ | step | ${options.n.join(' | ')} |`);
console.log(`|---|---|---|---|${options.n.map(() => '---|').join('')}`);
for (const { gap, statisticalDimension, crossing } of theory) {
  for (const step of ['paper', 'backtracking']) {
    const row = cells.filter((cell) => cell.gap === gap && cell.step === step);
    const counts = row.map(({ atOnce, later }) => (later > 0 ? `${atOnce} + ${later}` : atOnce));
    console.log(
      `| ${gap} | ${statisticalDimension.toFixed(1)} | ${crossing.toFixed(0)} | ${step} | ${counts.join(' | ')} |`,
    );
  }
}

const last = cells.filter((cell) => cell.n === 640 && cell.gap === 0.9);
for (const { recovered } of last) assert.equal(recovered, trials);
