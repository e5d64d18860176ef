// `npm run bench:constants [-- --quick] [--trials K] [--json FILE] [--report]`: the constants that the theorem leaves open, as they
// are measured. What is stored is told again with `-- --report`, which runs nothing.

import { readFileSync, writeFileSync } from 'node:fs';
import { exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { replaceIn } from '../replace-in.js';
import { measure } from './measure.js';
import type { Constants } from './result.js';
import { everything, families } from './tables.js';

const STORED = fileURLToPath(new URL('../constants.json', import.meta.url));
const options = readOptions();

if (options.report) {
  const result = JSON.parse(readFileSync(options.json ?? STORED, 'utf8')) as Constants;
  replaceIn('docs/experiments.md', 'constants', everything(result));
  replaceIn('docs/experiments.md', 'families', families());
} else {
  const result = await measure(options.trials, (line) => console.log(line));
  console.log(`\n${everything(result)}`);
  if (options.json !== undefined) {
    writeFileSync(options.json, `${JSON.stringify(result, null, 1)}\n`);
    console.log(`\nwrote ${options.json}`);
  }
}

function readOptions(): { trials: number; json?: string; report: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        quick: { type: 'boolean', default: false },
        trials: { type: 'string' },
        json: { type: 'string' },
        report: { type: 'boolean', default: false },
      },
    });
    const trials = Number(values.trials ?? (values.quick ? 4 : 20));
    if (!Number.isInteger(trials) || trials < 4) {
      throw new Error(`--trials: got ${values.trials}, expected an integer of at least 4.`);
    }
    return { trials, json: values.json, report: values.report };
  } catch (error) {
    console.error(`bench:constants: ${error instanceof Error ? error.message : error}`);
    exit(2);
  }
}
