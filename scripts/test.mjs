// Every test of the project in order: `node scripts/test.mjs`, or some: `node scripts/test.mjs vitest lab`.
// Ends with a table, what failed, and the line `N passed, N failed`.
import { argv, exit } from 'node:process';
import { asPect } from './runners/as-pect.mjs';
import { examples } from './runners/examples.mjs';
import { pack } from './runners/pack.mjs';
import { size } from './runners/size.mjs';
import { build, docs, lint, release, site, types } from './runners/steps.mjs';
import { chromium, demo, lab, packed, vitest } from './runners/vitest.mjs';

/** @typedef {import('./runners/tally.mjs').Tally} Tally */

/** @type {Record<string, () => Tally | Promise<Tally>>} */
const runners = {
  build,
  lint,
  types,
  'as-pect': asPect,
  vitest,
  chromium,
  lab,
  demo,
  size,
  docs,
  site,
  pack,
  package: packed,
  examples,
  release,
};

/**
 * @param {string} name
 * @returns {Promise<Tally>}
 */
async function tally(name) {
  try {
    const result = await runners[name]();
    if (result.passed + result.failed > 0 || result.notRun) return result;
    return { passed: 0, failed: 1, note: 'ran no test' };
  } catch (error) {
    console.error(error);
    return { passed: 0, failed: 1, note: 'the runner itself failed' };
  }
}

const asked = argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(runners, name));
if (unknown.length > 0) {
  console.error(
    `test: got ${unknown.join(', ')}, expected any of ${Object.keys(runners).join(', ')}.`,
  );
  exit(2);
}

const rows = [];
for (const name of Object.keys(runners)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n━━━ ${name} ${'━'.repeat(70 - name.length)}\n`);
  const start = performance.now();
  const result = await tally(name);
  rows.push({ name, ...result, seconds: (performance.now() - start) / 1000 });
}

console.log(`\n${'━'.repeat(76)}\n\nrunner       passed  failed    time`);
for (const { name, passed, failed, note, seconds } of rows) {
  const mark = failed > 0 ? '✗ ' : '';
  console.log(
    `${name.padEnd(11)}${String(passed).padStart(8)}${String(failed).padStart(8)}` +
      `${`${seconds.toFixed(1)} s`.padStart(8)}  ${mark}${note ?? ''}`.trimEnd(),
  );
}

// Again, since what a runner printed about it may be thousands of lines above.
for (const { name, failed, failures = [], note } of rows) {
  for (const failure of failures) console.log(`\n✗ ${name}: ${failure}`);
  if (failed > failures.length) console.log(`\n✗ ${name}: ${note ?? 'see what it printed'}`);
}

const passed = rows.reduce((sum, row) => sum + row.passed, 0);
const failed = rows.reduce((sum, row) => sum + row.failed, 0);
console.log(`\n${passed} passed, ${failed} failed`);
exit(failed > 0 ? 1 : 0);
