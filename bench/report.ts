// `tsx bench/report.ts FILE`: a result of the bench as the tables of bench/README.md and of README.md.

import { argv, exit } from 'node:process';
import { highlights } from './highlights.js';
import { replaceIn } from './replace-in.js';
import { readResult } from './result.js';
import { everything } from './tables.js';

if (argv[2] === undefined) {
  console.error('bench/report.ts: got nothing, expected a result of npm run bench -- --json FILE.');
  exit(2);
}
const result = readResult(argv[2]);
replaceIn('README.md', 'bench', highlights(result));
replaceIn('bench/README.md', 'results', everything(result));
