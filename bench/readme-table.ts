// `tsx bench/readme-table.ts FILE`: the README's performance table from a result of `npm run bench -- --json FILE`.

import { readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import type { Row } from './harness.js';

interface Result {
  readonly machine: { readonly cpu: string; readonly cores: number };
  readonly versions: { readonly relufit: string; readonly node: string };
  readonly rows: readonly Row[];
}

const { machine, versions, rows } = JSON.parse(readFileSync(argv[2], 'utf8')) as Result;
const timed = rows.filter(({ group }) => group !== 'projection');
const places = [...new Set(timed.map(({ name, shape }) => `${name}, ${shape}`))];
const lines = places.map((place) => {
  const [wasm, javascript, reference] = rows.filter(
    ({ name, shape }) => `${name}, ${shape}` === place,
  );
  return `| ${place} | ${time(wasm.medianNs)} | ${ratio(javascript)} | ${ratio(reference)} |`;
});
const table = [
  '| what | wasm, one thread | hand-tuned JavaScript takes | the reference engine takes |',
  '|---|---|---|---|',
  ...lines,
  '',
  `Medians, and ratios to wasm with their 10th and 90th percentiles, run in turns in one process: Node ${versions.node},`,
  `${machine.cpu}, ${machine.cores} cores, relufit ${versions.relufit}.`,
].join('\n');

const readme = readFileSync('README.md', 'utf8');
const filled = readme.replace(
  /<!-- bench -->[\s\S]*?<!-- \/bench -->/,
  () => `<!-- bench -->\n${table}\n<!-- /bench -->`,
);
writeFileSync('README.md', filled);

function ratio({ ratio, ratioP10, ratioP90 }: Row): string {
  return `${ratio.toFixed(1)} × (${ratioP10.toFixed(1)}–${ratioP90.toFixed(1)})`;
}

function time(nanoseconds: number): string {
  const microseconds = nanoseconds / 1000;
  return microseconds < 1000
    ? `${microseconds.toPrecision(3)} µs`
    : `${(microseconds / 1000).toPrecision(3)} ms`;
}
