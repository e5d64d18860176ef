// `npm run pictures` draws docs/pictures anew; with `--check`, as the tests of the documents ask it, it tells which of
// them are stale.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { argv, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { convergence } from './convergence.js';
import { phase } from './phase.js';
import { receptiveField } from './receptive-field.js';
import { sensor } from './sensor.js';

const PICTURES = { convergence, phase, sensor, 'receptive-field': receptiveField };

const asked = argv.slice(2);
if (asked.some((argument) => argument !== '--check')) {
  console.error(`pictures: got ${asked.join(' ')}, expected nothing or --check.`);
  exit(2);
}
const folder = new URL('../../docs/pictures/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, draw] of Object.entries(PICTURES)) {
  const file = new URL(`${name}.svg`, folder);
  const svg = await draw();
  if (asked.length === 0) {
    writeFileSync(file, svg);
    console.log(`${fileURLToPath(file)}: ${svg.length} characters`);
  } else if (readFileSync(file, 'utf8') !== svg) {
    console.error(`docs/pictures/${name}.svg: stale; run npm run pictures`);
    process.exitCode = 1;
  }
}
