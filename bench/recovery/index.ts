// `npm run bench:recovery [-- --quick] [--seeds K] [--json FILE] [--report]`: from how few rows each solver finds the weights,
// on which rows, in what noise and at what cost. What is stored is told again with `-- --report`, which runs nothing.

import { readFileSync, writeFileSync } from 'node:fs';
import { exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { replaceIn } from '../replace-in.js';
import { figure } from './figure.js';
import { measure } from './measure.js';
import { TrialPool } from './pool.js';
import type { Recovery } from './result.js';
import { everything, headline } from './tables.js';

const STORED = fileURLToPath(new URL('../recovery.json', import.meta.url));
const options = readOptions();

if (options.report) {
  const result = JSON.parse(readFileSync(options.json ?? STORED, 'utf8')) as Recovery;
  replaceIn('README.md', 'recovery', headline(result));
  replaceIn('docs/recovery.md', 'recovery', everything(result));
  writeFileSync(fileURLToPath(new URL('../../docs/recovery.svg', import.meta.url)), figure(result));
} else {
  const pool = new TrialPool();
  const result = await measure(pool, options.seeds, (line) => console.log(line));
  pool.close();
  console.log(`\n${everything(result)}`);
  if (options.json !== undefined) {
    writeFileSync(options.json, `${JSON.stringify(result, null, 1)}\n`);
    console.log(`\nwrote ${options.json}`);
  }
}

function readOptions(): { seeds: number; json?: string; report: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        quick: { type: 'boolean', default: false },
        seeds: { type: 'string' },
        json: { type: 'string' },
        report: { type: 'boolean', default: false },
      },
    });
    const seeds = Number(values.seeds ?? (values.quick ? 4 : 40));
    if (!Number.isInteger(seeds) || seeds < 1) {
      throw new Error(`--seeds: got ${values.seeds}, expected a positive integer.`);
    }
    return { seeds, json: values.json, report: values.report };
  } catch (error) {
    console.error(`bench:recovery: ${error instanceof Error ? error.message : error}`);
    exit(2);
  }
}
