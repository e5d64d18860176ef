// `tsx bench/report.ts FILE`: a result of the bench as the tables of bench/README.md and of README.md.

import { readFileSync, writeFileSync } from 'node:fs';
import { argv, exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { highlights } from './highlights.js';
import { readResult } from './result.js';
import { everything } from './tables.js';

if (argv[2] === undefined) {
  console.error('bench/report.ts: got nothing, expected a result of npm run bench -- --json FILE.');
  exit(2);
}
const result = readResult(argv[2]);
replaceIn('../README.md', 'bench', highlights(result));
replaceIn('README.md', 'results', everything(result));

/** Puts the text between the markers of a document. */
function replaceIn(document: string, marker: string, text: string): void {
  const path = fileURLToPath(new URL(document, import.meta.url));
  const block = new RegExp(`<!-- ${marker} -->[\\s\\S]*?<!-- /${marker} -->`);
  const before = readFileSync(path, 'utf8');
  if (!block.test(before)) throw new Error(`${path}: no <!-- ${marker} --> … <!-- /${marker} -->`);
  writeFileSync(
    path,
    before.replace(block, () => `<!-- ${marker} -->\n${text}\n<!-- /${marker} -->`),
  );
}
