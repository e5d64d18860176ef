// What the tarball says of itself: its files, its entries, its types.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, inject, test } from 'vitest';

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
