// In Node, from another package: by import, by require, and in a thread.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectRecovered, REQUIRING, recovering, write } from './programs.js';

const PRINT = 'console.log(JSON.stringify(await recover()));\n';

function printed(file: string): unknown {
  const { status, stdout, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return JSON.parse(stdout);
}

const WASM = { name: 'wasm', simd: 'simd128', threads: 1, background: false };

test.each([
  ['import', 'main.mjs', recovering(PRINT)],
  ['require', 'main.cjs', REQUIRING],
])('%s', (name, file, program) => {
  expectRecovered(printed(join(write(name, { [file]: program }), file)) as never, WASM);
});

test('two entries of the package share their classes', () => {
  const program = `
import * as root from 'relufit';
const entries = await Promise.all(['constraints', 'solvers', 'estimators', 'data', 'theory', 'experiments', 'testing']
  .map(async (name) => [name, Object.entries(await import('relufit/' + name))]));
// What is not of the root is the laws' own.
console.log(JSON.stringify(entries.map(([name, exported]) => [
  name, exported.length, exported.filter(([key, value]) => root[key] !== value).map(([key]) => key),
])));
`;
  const folder = write('entries', { 'main.mjs': program });
  const entries = printed(join(folder, 'main.mjs')) as [string, number, string[]][];
  for (const [name, count, foreign] of entries) {
    expect(count, name).toBeGreaterThan(0);
    if (name !== 'testing') expect(foreign, name).toEqual([]);
  }
});

test('a worker thread', () => {
  const main = `
import { Worker } from 'node:worker_threads';
new Worker(new URL('./thread.mjs', import.meta.url)).on('message', (message) => console.log(JSON.stringify(message)));
`;
  const thread = recovering(
    `(await import('node:worker_threads')).parentPort.postMessage(await recover());\n`,
  );
  const folder = write('thread', { 'main.mjs': main, 'thread.mjs': thread });
  expectRecovered(printed(join(folder, 'main.mjs')) as never, WASM);
});

test('threads, and a background worker, inside of a server', () => {
  const program = recovering(`
const threads = await recover({ engine: 'threads', threads: 2 });
const background = await recover({ background: true });
console.log(JSON.stringify([threads, background]));
`);
  const recovered = printed(join(write('server', { 'main.mjs': program }), 'main.mjs')) as never[];
  expectRecovered(recovered[0], { name: 'threads', threads: 2, background: false });
  expectRecovered(recovered[1], { name: 'wasm', background: true });
});
