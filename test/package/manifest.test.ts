// What the tarball says of itself: its files, its entries, its types.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { write } from './programs.js';

const tools = join(import.meta.dirname, 'tools');
const tool = createRequire(join(tools, 'package.json'));

test('publint has nothing to say', async () => {
  const { publint } = await import(tool.resolve('publint'));
  const pkgDir = join(inject('project'), 'node_modules/relufit');
  const { messages } = await publint({ pkgDir, level: 'suggestion', strict: true });
  expect(messages).toEqual([]);
});

test('the types of every entry are right, for ES modules', () => {
  const manifest = tool.resolve('@arethetypeswrong/cli/package.json');
  const { bin } = tool(manifest);
  const attw = join(dirname(manifest), typeof bin === 'string' ? bin : bin.attw);
  const options = [
    '--profile',
    'esm-only',
    '--no-emoji',
    '--no-color',
    '--exclude-entrypoints',
    './wasm',
    './relufit.wasm',
    './worker',
  ];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [attw, inject('tarball'), ...options],
    { encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  expect(status, stdout).toBe(0);
  const { exports } = JSON.parse(readFileSync(join(tools, '../../../package.json'), 'utf8'));
  const typed = Object.keys(exports).filter((entry) => exports[entry].node !== undefined);
  expect(typed).toContain('./estimators');
  for (const entry of typed) {
    expect(stdout).toMatch(new RegExp(`"relufit${entry.slice(1)}"[ │]+OK \\(ESM\\)[ │]+OK `));
  }
});

test('its types are right for whoever checks those of packages too, as strictly as can be', () => {
  const manifest = JSON.parse(readFileSync(join(tools, '../../../package.json'), 'utf8'));
  const entries = Object.keys(manifest.exports).filter((entry) => manifest.exports[entry].types);
  const folder = write('types', {
    'package.json': '{ "type": "module" }\n',
    'consumer.ts': entries
      .map((entry, k) => `export * as entry${k} from 'relufit${entry.slice(1)}';\n`)
      .join(''),
  });
  const tsc = join(process.cwd(), 'node_modules/typescript/bin/tsc');
  const strict = ['strict', 'exactOptionalPropertyTypes', 'noUncheckedIndexedAccess'];
  const flags = [
    ...strict.flatMap((flag) => [`--${flag}`]),
    ...['--skipLibCheck', 'false', '--noEmit', '--module', 'nodenext'],
    ...['--target', 'es2022', '--lib', 'es2022,dom', '--types', ''],
  ];
  const run = spawnSync(process.execPath, [tsc, ...flags, 'consumer.ts'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(run.stdout + run.stderr).toBe('');
  expect(run.status).toBe(0);
});
