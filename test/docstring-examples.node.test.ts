// The examples of the docstrings: each compiles, runs, and says the truth. What a comment claims: support/claims.ts.

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  type Example,
  examplesOf,
  faultsOf,
  type Program,
  program,
  sources,
} from './support/docstring-examples.js';

const root = resolve(import.meta.dirname, '..');
const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** The source of every entry of the package that has public names. */
const entries = new Map<string, string>();
for (const [entry, { types, node }] of Object.entries<{ types?: string; node?: string }>(exports)) {
  if (types === undefined || node === undefined) continue;
  entries.set(join('relufit', entry), types.replace('./dist/', 'src/').replace('.d.ts', '.ts'));
}

const load = (file: string): Promise<Record<string, unknown>> =>
  import(/* @vite-ignore */ join(root, file));

const library = await load('src/index.ts');
const examples = sources('src').flatMap((file) => examplesOf(file));

const shown = new Set<unknown>();
for (const { file, name } of examples) shown.add((await load(file))[name]);

/**
 * The names that a program finds, by the module that it has them from: those of the library without an import, those of
 * other entries by one, and, where what it shows is internal, those of its own file.
 */
async function namesOf({ file, name }: Example, { code, imports }: Program) {
  const imported = imports.flatMap(({ names }) => names);
  const own = await load(file);
  const open = (there: Record<string, unknown>, besides: readonly string[]) =>
    Object.keys(there).filter(
      (name) => !besides.includes(name) && new RegExp(`\\b${name}\\b`).test(code),
    );
  const names = new Map([['relufit', open(library, imported)]]);
  if (!(await isPublic(own[name]))) {
    names.set(file, open(own, [...imported, ...Object.keys(library)]));
  }
  return { names, imports };
}

async function isPublic(value: unknown): Promise<boolean> {
  const modules = await Promise.all(Array.from(entries.values(), load));
  return modules.some((module) => Object.values(module).includes(value));
}

describe('what an example says is so', () => {
  const titled = examples.map((example) => {
    const { file, line, name } = example;
    return [`${file}:${line} ${name}`, example] as const;
  });
  test.each(titled)('%s', async (_, example) => {
    const read = program(example.code);
    expect(read.claims, 'comments with a value').not.toHaveLength(0);
    const { names, imports } = await namesOf(example, read);
    const scope: Record<string, unknown> = {};
    for (const [module, wanted] of [
      ...names,
      ...imports.map(({ module, names }) => [module, names] as const),
    ]) {
      const there = await load(entries.get(module) ?? module);
      for (const name of wanted) scope[name] = there[name];
    }
    expect(await faultsOf(read, scope)).toEqual([]);
  });
});

describe('their types', () => {
  const folder = join(root, 'build/docstring-examples');
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('are right', async () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const example of examples) {
      const { names } = await namesOf(example, program(example.code));
      const lines = Array.from(names, ([module, wanted]) => {
        const from = module === 'relufit' ? module : `../../${module}`;
        return `import { ${wanted.join(', ')} } from '${from}';`;
      });
      // An error of tsc begins with the file, so its name is the example's place.
      const place = `${example.file.replaceAll('/', '-')}-${example.line}.ts`;
      write(place, [...lines, example.code].join('\n'));
    }
    const paths = Object.fromEntries(
      Array.from(entries, ([entry, file]) => [entry, [join(root, file)]]),
    );
    const compilerOptions = {
      noEmit: true,
      noUnusedLocals: false,
      allowImportingTsExtensions: true,
      paths,
    };
    const config = { extends: '../../tsconfig.base.json', compilerOptions, include: ['*.ts'] };
    write('tsconfig.json', JSON.stringify(config));
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const { stdout, status } = spawnSync(process.execPath, [tsc, '-p', folder], {
      encoding: 'utf8',
    });
    expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
  });
});

// Types have none of their own: the examples of what takes or answers them show them.
test.each([...entries])('every value of %s has an example', async (_, file) => {
  const lacking = Object.entries(await load(file)).filter(([, value]) => !shown.has(value));
  expect(lacking.map(([name]) => name)).toEqual([]);
});
