// `npm run bench:check -- --baseline bench/results.json [--current FILE] [options of the bench]`: measures now, unless
// given a result, and says what got worse than in the baseline. Exit code 1 where something did.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, execArgv, execPath, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { digits } from './format.js';
import { compareResults } from './regression.js';
import { readResult } from './result.js';

const { baseline, current, rest } = readOptions();
try {
  const before = readResult(baseline);
  const now = current === undefined ? measured(rest) : readResult(current);
  const { compared, regressions, notes } = compareResults(before, now);
  for (const note of notes) console.log(`! ${note}`);
  for (const { place, engine, before, now, worse, allowed } of regressions) {
    console.log(
      `${place}: ${engine} took ${digits(before)} times ours, now ${digits(now)}: ` +
        `${percent(worse)} worse, ${percent(allowed)} allowed`,
    );
  }
  console.log(`${compared} ratios compared, ${regressions.length} got worse`);
  // A check of nothing is no check.
  exit(compared > 0 && regressions.length === 0 ? 0 : 1);
} catch (error) {
  console.error(`bench:check: ${(error as Error).message}`);
  exit(2);
}

function measured(options: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'relufit-bench-'));
  const file = join(folder, 'result.json');
  const bench = fileURLToPath(new URL('index.ts', import.meta.url));
  try {
    const args = [...execArgv, bench, ...options, '--json', file];
    const { status } = spawnSync(execPath, args, { stdio: 'inherit' });
    if (status !== 0) throw new Error(`the bench ended with exit code ${status}`);
    return readResult(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function percent(part: number): string {
  return `${Math.round(100 * part)} %`;
}

/** The bench reads its own options, and says what is wrong with them. */
function readOptions() {
  const { values, tokens } = parseArgs({
    args: argv.slice(2),
    options: { baseline: { type: 'string' }, current: { type: 'string' } },
    strict: false,
    tokens: true,
  });
  const own = new Set<number>();
  for (const token of tokens) {
    if (token.kind !== 'option' || !['baseline', 'current'].includes(token.name)) continue;
    own.add(token.index);
    if (!token.inlineValue) own.add(token.index + 1);
  }
  const { baseline, current } = values;
  if (typeof baseline !== 'string' || (current !== undefined && typeof current !== 'string')) {
    console.error(
      'bench:check: got no --baseline FILE, expected a result of the bench.\n' +
        'npm run bench:check -- --baseline bench/results.json [--current FILE] [options of the bench]',
    );
    return exit(2);
  }
  return { baseline, current, rest: argv.slice(2).filter((_, k) => !own.has(k)) };
}
