import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { AFFAIRS, relufit, TOBIN, workFolder } from './cli.js';
import { interruptedAtWork, start } from './process.js';

const files = workFolder();

async function expectError(code: number, words: string | RegExp, ...args: string[]) {
  const run = await relufit(...args);
  expect(run.stderr).toMatch(/^relufit: .+\n$/);
  if (typeof words === 'string') expect(run.stderr).toContain(words);
  else expect(run.stderr).toMatch(words);
  expect(run.stdout).toBe('');
  expect(run.code).toBe(code);
}

const FIT = ['fit', TOBIN, '--target', 'durable'];
const OPEN = ['--constraint', 'wholeSpace'];

test.each([
  ['an unknown command', 'unknown command', ['fti']],
  ['an unknown option', '--taget', [...FIT, ...OPEN, '--taget', 'y']],
  ['no constraint', '--constraint', FIT],
  ['no file', 'data.csv', ['fit', '--target', 'y', ...OPEN]],
  ['a constraint that is none', "Did you mean 'sparse'?", [...FIT, '--constraint', 'spares:3']],
  ['a constraint without its number', 'NAME:NUMBER', [...FIT, '--constraint', 'sparse']],
  [
    'a constraint with a word for a number',
    'l1Ball:NUMBER',
    [...FIT, '--constraint', 'l1Ball:big'],
  ],
  ['a number too many', 'takes no parameter', [...FIT, '--constraint', 'nonnegative:3']],
  ['a box with one bound', 'box:LOWER,UPPER', [...FIT, '--constraint', 'box:1']],
  ['a set the library refuses', 'sparse', [...FIT, '--constraint', 'sparse:0']],
  ['a constraint in broken JSON', 'Quote JSON', [...FIT, '--constraint', '{"sparse"']],
  ['an observation that is none', 'leaky:SLOPE', [...FIT, ...OPEN, '--observation', 'tanh']],
  ['a slope out of range', 'leaky:SLOPE', [...FIT, ...OPEN, '--observation', 'leaky:2']],
  ['a step that is none', 'constant:MU', [...FIT, ...OPEN, '--step', 'newton']],
  ['a step the library refuses', '--step', [...FIT, ...OPEN, '--step', 'constant:-1']],
  ['an engine that is none', 'reference', [...FIT, ...OPEN, '--engine', 'gpu']],
  ['iterations that are no count', 'whole number', [...FIT, ...OPEN, '--max-iterations', '1.5']],
  ['a negative tolerance', '--tolerance', [...FIT, ...OPEN, '--tolerance', '-1']],
  ['an empty list of names', 'names of columns', [...FIT, ...OPEN, '--drop', ',']],
  ['a delimiter that is none', '--delimiter', [...FIT, ...OPEN, '--delimiter', 'x']],
  ['a folder that is not there', '--out', [...FIT, ...OPEN, '--out', '/nowhere/model.json']],
  [
    'a planted problem too sparse',
    'sparsity',
    ['generate', '--n', '5', '--d', '3', '--sparsity', '4'],
  ],
  [
    'JSON and data on one stdout',
    '--out',
    ['generate', '--n', '5', '--d', '3', '--sparsity', '1', '--json'],
  ],
  ['theory without a dimension', '--d', ['theory', '--constraint', 'sparse:2']],
  [
    'theory of a set that needs the weights',
    '--planted-sparsity',
    ['theory', '--constraint', 'l1Ball:1', '--d', '5'],
  ],
  [
    'theory of more nonzeros than columns',
    'sparsity',
    ['theory', '--constraint', 'l1Ball:1', '--d', '5', '--planted-sparsity', '6'],
  ],
  [
    'theory of weights that no sign makes fit',
    '--planted',
    ['theory', '--constraint', 'box:2,3', '--d', '5', '--planted-sparsity', '2'],
  ],
  [
    'theory of two kinds of weights',
    'one of the two',
    [
      ...['theory', '--constraint', 'nonnegative', '--planted', 'w.csv'],
      ...['--d', '5', '--planted-sparsity', '2'],
    ],
  ],
  [
    'theory of a set too sparse for the columns',
    'sparse',
    ['theory', '--constraint', 'sparse:9', '--d', '5'],
  ],
  [
    'a method that is none',
    'monte-carlo',
    ['theory', '--constraint', 'sparse:2', '--d', '5', '--method', 'guess'],
  ],
  ['too few samples', 'whole number', ['paper', '--n', '0']],
])('%s is wrong usage', async (_, words, args) => {
  await expectError(2, words, ...args);
});

test('no command shows the help and is wrong usage', async () => {
  const run = await relufit();
  expect(run.code).toBe(2);
  expect(run.stderr).toContain('Usage: relufit');
});

test.each([
  [
    'a target that is absent',
    "Did you mean 'durable'?",
    ['fit', TOBIN, '--target', 'durabel', ...OPEN],
  ],
  [
    'a text column',
    '--drop gender or --encode gender',
    ['fit', AFFAIRS, '--target', 'affairs', ...OPEN],
  ],
  [
    'a text target',
    'this column has to be numbers',
    ['fit', AFFAIRS, '--target', 'gender', '--drop', 'children', ...OPEN],
  ],
  ['more nonzeros than columns', 'sparse', [...FIT, '--constraint', 'sparse:5']],
  ['a file that is absent', 'no such file', ['fit', '/nowhere.csv', '--target', 'y', ...OPEN]],
  ['a constraint in no file', 'no such file', [...FIT, '--constraint', '@/nowhere.json']],
  ['a model that is absent', 'no such file', ['predict', '/nowhere.json', TOBIN]],
  ['a model that is no JSON', 'not JSON', ['predict', TOBIN, TOBIN]],
])('%s fails', async (_, words, args) => {
  await expectError(1, words, ...args);
});

test('a fit that diverges fails and writes no model', async () => {
  const out = files.path('diverged.json');
  const args = [...FIT, ...OPEN, '--step', 'constant:1', '--observation', 'linear', '--out', out];
  await expectError(1, /diverged/i, ...args);
  expect(() => readFileSync(out)).toThrow('ENOENT');
});

test('a model is checked field by field', async () => {
  const path = files.path('good.json');
  const args = [
    'fit',
    AFFAIRS,
    '--target',
    'affairs',
    '--encode',
    'gender,children',
    '--constraint',
    'sparse:2',
  ];
  expect((await relufit(...args, '--out', path)).code).toBe(0);
  const good = JSON.parse(readFileSync(path, 'utf8'));
  const broken: [object, string][] = [
    [{ format: 'pickle' }, '"format": "relufit-model"'],
    [{ formatVersion: 2 }, 'formatVersion: got 2'],
    [{ version: 3 }, 'version'],
    [{ target: null }, 'target'],
    [{ observation: 'tanh' }, 'observation'],
    [{ features: [] }, 'features'],
    [{ features: [...good.features.slice(1), good.features[1]] }, 'features'],
    [{ encodings: [{ column: 'gender', levels: ['male'] }] }, 'encodings'],
    [{ encodings: [{ column: 'absent', levels: ['a', 'b'] }] }, 'encodings'],
    [{ weights: [1, 2] }, 'weights: got 2 numbers, expected 8'],
    [{ weights: good.weights.map(() => null) }, 'weights'],
    [{ intercept: '0' }, 'intercept'],
  ];
  for (const [change, words] of broken) {
    const bad = files.write('bad.json', JSON.stringify({ ...good, ...change }));
    await expectError(1, words, 'predict', bad, AFFAIRS);
  }
  await expectError(1, 'of another kind', 'predict', files.write('list.json', '[]'), AFFAIRS);

  await expectError(1, "'gender'", 'predict', path, TOBIN);
  const other = readFileSync(AFFAIRS, 'utf8').replace('male', 'man');
  await expectError(
    1,
    "column 'gender': got 'man'",
    'predict',
    path,
    files.write('man.csv', other),
  );
}, 30_000);

test('a fit that is interrupted ends with 3 and writes no model', async () => {
  const [data, out] = ['long.csv', 'long.json'].map(files.path);
  const size = ['--n', '300', '--d', '100', '--sparsity', '10', '--noise', '0.5'];
  expect((await relufit('generate', ...size, '--out', data)).code).toBe(0);
  const endless = ['--tolerance', '0', '--max-iterations', '1000000000', '--out', out];
  const args = ['fit', data, '--target', 'y', '--constraint', 'sparse:10', ...endless];
  const fit = start(args, { node: interruptedAtWork });
  expect(await fit.ended).toBe(3);
  expect(fit.stderr()).toBe('relufit: interrupted; no model was written.\n');
  expect(() => readFileSync(out)).toThrow('ENOENT');
}, 30_000);
