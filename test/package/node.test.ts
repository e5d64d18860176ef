// In Node, from another package: by import, by require, and in a thread.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectRecovered, REQUIRING, recovering, write } from './programs.js';

const PRINT = 'console.log(JSON.stringify(await recover()));\n';

function printed(file: string, ...flags: string[]): unknown {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, file], {
    encoding: 'utf8',
  });
  // Before it was stable the model of permissions said so.
  if (flags.length === 0) expect(stderr).toBe('');
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

test('where no workers may be started, one thread, and the reason', () => {
  const program = recovering(`
const large = plantedProblem({ n: 3000, d: 1500, sparsity: 3, seed: 1 });
const { engine } = await fit(large.X, large.y, { constraint: sparse(3), maxIterations: 1 });
const refused = await recover({ engine: 'threads' }).catch(({ code, message }) => ({ code, message }));
console.log(JSON.stringify([await recover(), engine, refused]));
`);
  const permission = ['--permission', '--experimental-permission'].find((flag) =>
    process.allowedNodeEnvironmentFlags.has(flag),
  ) as string;
  const folder = write('permission', { 'main.mjs': program });
  const file = join(folder, 'main.mjs');
  const [recovered, large, refused] = printed(file, permission, '--allow-fs-read=*') as never[];
  expectRecovered(recovered, WASM);
  expect(large).toMatchObject({
    ...WASM,
    reason: 'one thread: this process may not start workers',
  });
  expect(refused).toMatchObject({ code: 'ENGINE_UNAVAILABLE' });
});

// What edge runtimes and Deno's sandbox do: Node's own is there, and throws where it is used.
const FORBIDDING = `
const forbid = (what) => () => { throw new Error(what + ' is not supported here'); };
globalThis.setImmediate = forbid('setImmediate');
globalThis.MessageChannel = forbid('MessageChannel');
process.constrainedMemory = forbid('constrainedMemory');
process.getBuiltinModule = MODULES;
`;

test.each([
  ['modules', "forbid('getBuiltinModule')"],
  [
    'what they answer',
    "() => ({ totalmem: forbid('totalmem'), availableParallelism: forbid('it') })",
  ],
])('a platform that forbids %s', (_, modules) => {
  const program = `import './forbidding.mjs';\n${recovering(PRINT)}`;
  const forbidding = FORBIDDING.replace('MODULES', modules);
  const folder = write('forbidding', { 'main.mjs': program, 'forbidding.mjs': forbidding });
  expectRecovered(printed(join(folder, 'main.mjs')) as never, WASM);
});

test('a test runner whose tests run in contexts of their own, as those of Jest and vmThreads do', () => {
  const test = `
import { expect, test } from 'vitest';
${recovering(`
test('recovers in the background', async () => {
  const { error, engine } = await recover({ background: true });
  expect(error).toBeLessThan(1e-8);
  expect(engine.background).toBe(true);
});`)}
`;
  const folder = write('contexts', { 'contexts.test.mjs': test });
  const vitest = join(process.cwd(), 'node_modules/vitest/vitest.mjs');
  const run = spawnSync(process.execPath, [vitest, 'run', '--pool=vmThreads', '--root', folder], {
    encoding: 'utf8',
    env: {
      ...process.env,
      VITEST: undefined,
      VITEST_POOL_ID: undefined,
      VITEST_WORKER_ID: undefined,
    },
  });
  expect(run.stdout + run.stderr).toMatch(/1 passed/);
  expect(run.status).toBe(0);
});
