import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// Each pair is a file and what it imports; the layers stand bottom first.
const legal = [
  ['src/kernels/instantiate.ts', '../errors.js'],
  ['src/kernels/kernels.ts', '../platform.js'],
  ['src/data/byte-source.ts', '../platform.js'],
  ['src/constraints/sparse.ts', './constraint.js'],
  ['src/constraints/sparse.ts', '../options.js'],
  ['src/problem/dataset.ts', '../constraints/index.js'],
  ['src/data/normal.ts', '../kernels/instantiate.js'],
  ['src/data/planted.ts', '../constraints/index.js'],
  ['src/theory/gaussian-width.ts', '../data/normal.js'],
  ['src/theory/gaussian-width.ts', '../constraints/index.js'],
  ['src/engine/wasm.ts', '../kernels/instantiate.js'],
  ['src/engine/wasm.ts', '@assemblyscript/loader'],
  ['src/engine/reference.ts', '../problem/dataset.js'],
  ['src/solvers/pursuit.ts', '../engine/engine.js'],
  ['src/solvers/pursuit.ts', '../result.js'],
  ['src/solvers/message-passing/messages.ts', '../problem.js'],
  ['src/solvers/message-passing/messages.ts', '../../engine/engine.js'],
  ['src/background/background-data.ts', '../engine/engine.js'],
  ['src/background/background-data.ts', '../problem/dataset.js'],
  ['src/fit.ts', './background/sent.js'],
  ['src/fit.ts', './solvers/projected-gradient.js'],
  ['src/options.ts', './solvers/step-size.js'],
  ['src/constraints/affine.ts', '../numerics/qr.js'],
  ['src/theory/gaussian-width.ts', '../numerics/erfc.js'],
  ['src/testing/laws.ts', '../engine/wasm.js'],
  ['src/experiments/trial.ts', '../fit.js'],
  ['src/experiments/trial.ts', '../data/planted.js'],
  ['src/estimators/relu-regressor.ts', '../predict.js'],
  ['src/index.ts', './experiments/trial.js'],
  ['src/worker.ts', './experiments/trial.js'],
  ['lab/src/main.ts', 'relufit'],
  ['lab/src/main.ts', './commands/fit.js'],
  ['lab/demo/src/solvers.ts', 'relufit'],
  ['lab/demo/src/data/data.ts', '../../../src/csv.js'],
] as const;

const ground = ['kernels', 'numerics', 'constraints', 'problem', 'data', 'theory'];
const above = ['../engine/engine.js', '../background/sent.js', '../solvers/trace.js'];
const top = [
  '../fit.js',
  '../predict.js',
  '../experiments/trial.js',
  '../estimators/relu-regressor.js',
  '../testing/laws.js',
];

const illegal = [
  ...ground.flatMap((layer) =>
    [...above, ...top, '../index.js'].map((path) => [`src/${layer}/a.ts`, path] as const),
  ),
  ...['../background/sent.js', '../solvers/trace.js', ...top, '../index.js'].map(
    (path) => ['src/engine/a.ts', path] as const,
  ),
  ...['../background/sent.js', ...top, '../index.js'].map(
    (path) => ['src/solvers/a.ts', path] as const,
  ),
  ...['../../background/sent.js', ...top.map((path) => `../${path}`), '../../index.js'].map(
    (path) => ['src/solvers/message-passing/a.ts', path] as const,
  ),
  ...['../solvers/trace.js', ...top, '../index.js'].map(
    (path) => ['src/background/a.ts', path] as const,
  ),
  ['src/kernels/a.ts', '../data/normal.js'],
  ['src/numerics/a.ts', '../constraints/constraint.js'],
  ['src/constraints/a.ts', '../data/normal.js'],
  ['src/constraints/a.ts', './../engine/engine.js'],
  ['src/data/a.ts', '../theory/gaussian-width.js'],
  ['src/theory/a.ts', '../kernels/instantiate.js'],
  ['src/errors.ts', './options.js'],
  ['src/options.ts', './fit.js'],
  ['src/fit.ts', './experiments/trial.js'],
  ['src/fit.ts', './testing/laws.js'],
  ['src/experiments/a.ts', '../testing/laws.js'],
  ['src/predict.ts', './estimators/relu-regressor.js'],
  ['src/experiments/a.ts', '../estimators/relu-regressor.js'],
  ['src/estimators/a.ts', '../experiments/trial.js'],
  ['lab/src/main.ts', 'relufit/dist/fit.js'],
  ['lab/src/main.ts', '../../src/fit.js'],
  ['lab/src/main.ts', '../../dist/index.js'],
  ['lab/src/commands/fit.ts', '../../../src/fit.js'],
  ['lab/demo/src/solvers.ts', 'relufit/dist/fit.js'],
  ['lab/demo/src/solvers.ts', '../../../dist/index.js'],
  ['lab/demo/src/data/data.ts', '../../../../src/fit.js'],
] as const;

// One run of biome judges them all: each file holds one import a line, in a copy of the tree outside
// the repository, and a fault is known again by its file and line.
const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'relufit-layers-'));
const planted = new Map<string, string[]>();
let faults: Set<string>;

function plant(file: string, statement: string): string {
  const lines = planted.get(file) ?? [];
  planted.set(file, lines);
  return `${file}:${lines.push(statement)}`;
}

function judge(): Set<string> {
  for (const [file, lines] of planted) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `${lines.join('\n')}\n`);
  }
  cpSync(join(root, 'biome.json'), join(folder, 'biome.json'));
  const { stdout } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/@biomejs/biome/bin/biome'),
      'lint',
      '--only=style/noRestrictedImports',
      '--reporter=json',
      '--max-diagnostics=none',
    ],
    { cwd: folder, encoding: 'utf8' },
  );
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { location: { path: string; start: { line: number } } }[];
  };
  return new Set(diagnostics.map(({ location }) => `${location.path}:${location.start.line}`));
}

beforeAll(() => {
  faults = judge();
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('an import that runs down the layers passes', () => {
  for (const [file, path] of legal) {
    const place = plant(file, `export * from '${path}';`);
    test(`${file} from ${path}`, () => expect(faults).not.toContain(place));
  }
});

describe('an import that runs up or across the layers is refused', () => {
  for (const [file, path] of illegal) {
    const place = plant(file, `export * from '${path}';`);
    test(`${file} from ${path}`, () => expect(faults).toContain(place));
  }
});

describe('the refusal covers every form of import', () => {
  const path = '../fit.js';
  for (const statement of [
    `import { a } from '${path}';`,
    `import type { B } from '${path}';`,
    `import '${path}';`,
    `export { c } from '${path}';`,
    `export const d = import('${path}');`,
  ]) {
    const place = plant('src/engine/forms.ts', statement);
    test(statement, () => expect(faults).toContain(place));
  }
});
