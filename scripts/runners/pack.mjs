// The package as a user gets it: packed, looked into, installed outside the repository, and used.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { npm, root, run } from './run.mjs';
import { tallyOfChecks } from './tally.mjs';

const required = [
  'package.json',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
  'dist/index.js',
  'dist/index.d.ts',
  'dist/constraints/index.js',
  'dist/constraints/index.d.ts',
  'dist/solvers/index.js',
  'dist/data/index.js',
  'dist/theory/index.js',
  'dist/estimators/index.js',
  'dist/estimators/index.d.ts',
  'dist/experiments/index.js',
  'dist/node/index.js',
  'dist/node/constraints/index.js',
  'dist/relufit.wasm',
  'dist/worker.js',
  'dist/worker.d.ts',
];

const use = `
const result = fitSync([[1, 0], [0, 1], [1, 1]], [1, 2, 3], { constraint: wholeSpace() });
if (result.weights.length !== 2) throw new Error('got weights ' + result.weights);
`;

/** @type {Record<string, string>} */
const programs = {
  'import.mjs': `import { fitSync, wholeSpace } from 'relufit';${use}`,
  'require.cjs': `const { fitSync, wholeSpace } = require('relufit');${use}`,
  'constraints.mjs': `import { l1Ball, RelufitError } from 'relufit';
import * as constraints from 'relufit/constraints';
if (constraints.l1Ball !== l1Ball) throw new Error('relufit/constraints is another copy');
try { constraints.sparse(0); } catch (error) { if (!(error instanceof RelufitError)) throw error; }
`,
  'estimators.mjs': `import { RelufitError, wholeSpace } from 'relufit';
import { ReluRegressor } from 'relufit/estimators';
const model = await new ReluRegressor({ constraint: wholeSpace() }).fit([[1, 0], [0, 1], [1, 1]], [1, 2, 3]);
if (model.predict([[1, 1]]).length !== 1) throw new Error('got ' + model.predict([[1, 1]]));
try { model.predict([[1]]); } catch (error) { if (!(error instanceof RelufitError)) throw error; }
`,
  'testing.mjs': `import { l1Ball } from 'relufit';
import { checkProjection } from 'relufit/testing';
checkProjection(l1Ball(1), { dimensions: [3] });
`,
  'background.mjs': `import { fit, init, wholeSpace } from 'relufit';
const run = () => fit([[1, 0], [0, 1], [1, 1]], [1, 2, 3], { constraint: wholeSpace(), background: true });
if (!(await run()).engine.background) throw new Error('not in the background');
await init({ worker: new URL(import.meta.resolve('relufit/worker')) });
if (!(await run()).engine.background) throw new Error('not in the background');
`,
  'wasm.mjs': `import { readFileSync } from 'node:fs';
const bytes = readFileSync(new URL(import.meta.resolve('relufit/wasm')));
if (!WebAssembly.validate(bytes)) throw new Error('relufit/wasm is not valid WebAssembly');
`,
};

/** @param {string[]} files paths in the tarball */
function faultsOf(files) {
  const missing = required.filter((file) => !files.includes(file));
  const foreign = files.filter(
    (file) => !required.includes(file) && !/^dist\/.*(?<!\.test)\.(js|d\.ts)$/.test(file),
  );
  // tsc leaves the output of a deleted source in dist; dist/node is made anew each time.
  const stale = files.filter((file) => {
    if (file.startsWith('dist/node/')) return false;
    const source = file.replace(/^dist\/(.*?)(\.d\.ts|\.js)$/, 'src/$1.ts');
    return source !== file && !existsSync(join(root, source));
  });
  return [
    ...missing.map((file) => `missing: ${file}`),
    ...foreign.map((file) => `does not belong there: ${file}`),
    ...stale.map((file) => `has no source any more, delete dist/ and build: ${file}`),
  ];
}

export async function pack() {
  const folder = mkdtempSync(join(tmpdir(), 'relufit-pack-'));
  try {
    const packed = await npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      quiet: true,
    });
    if (!packed.ok) return { passed: 0, failed: 1, note: 'npm pack failed' };
    /** @type {[{ filename: string, files: { path: string }[] }]} */
    const [{ filename, files }] = JSON.parse(packed.output);
    const faults = faultsOf(files.map(({ path }) => path));
    console.log(`${filename}: ${files.length} files`);

    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    // --prefix: under `npm test` the environment would lead npm back to this repository.
    const install = ['install', '--prefix', folder, '--prefer-offline', '--no-audit', '--no-fund'];
    const installed = await npm([...install, join(folder, filename)], { cwd: folder });
    const checks = [
      {
        name: [`${filename} has what it should`, ...faults].join('\n  '),
        passed: faults.length === 0,
      },
      { name: `npm install ${filename}`, passed: installed.ok },
    ];
    for (const [file, source] of Object.entries(programs)) {
      writeFileSync(join(folder, file), source);
      const { ok } = await run(execPath, [file], { cwd: folder });
      console.log(`${file}: ${ok ? 'ok' : 'failed'}`);
      checks.push({ name: file, passed: ok });
    }
    return tallyOfChecks(checks);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
