import { Validator } from '@cfworker/json-schema';
import { describe, expect, test } from 'vitest';
import { schemaOf } from '../src/config/schema.js';
import { wholeProgram } from '../src/program.js';
import { relufit, TOBIN, workFolder } from './cli.js';

const files = workFolder();
const config = (value: unknown, name = 'config.json') =>
  files.write(name, typeof value === 'string' ? value : JSON.stringify(value));

/** The options that a fit says it ran with. */
async function fitted(...args: string[]) {
  const run = await relufit('fit', TOBIN, '--json', ...args);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  const { options, target, features, cv } = JSON.parse(run.stdout);
  return { ...options, target, features, cv };
}

const FIT = { target: 'durable', constraint: 'wholeSpace' };

describe('--config', () => {
  test('gives options that are required, and of every type', async () => {
    const file = config({
      ...FIT,
      $schema: './fit.schema.json',
      features: ['quant', 'age'],
      intercept: true,
      'max-iterations': 7,
      tolerance: 1e-30,
      engine: 'reference',
      step: 'constant:1e-6',
    });
    expect(await fitted('--config', file)).toMatchObject({
      ...{ target: 'durable', constraint: 'wholeSpace', features: ['quant', 'age'] },
      ...{ intercept: true, maxIterations: 7, tolerance: 1e-30, engine: 'reference' },
      step: 'constant:1e-6',
    });
  });

  test('is the same as the command line', async () => {
    const file = config({ ...FIT, constraint: 'sparse', levels: [1, 2], cv: 3, standardize: true });
    const spelled = ['--target', 'durable', '--constraint', 'sparse', '--levels', '1,2'];
    const [byFile, byLine] = await Promise.all([
      relufit('fit', TOBIN, '--json', '--config', file),
      relufit('fit', TOBIN, '--json', ...spelled, '--cv', '3', '--standardize'),
    ]);
    expect(byFile).toEqual(byLine);
  });

  test('yields to the command line, wherever it stands, and a file to a later one', async () => {
    const first = config({ ...FIT, 'max-iterations': 7, step: 'paper' }, 'first.json');
    const later = config({ 'max-iterations': 9 }, 'later.json');
    expect((await fitted('--config', first)).maxIterations).toBe(7);
    for (const args of [
      ['--config', first, '--max-iterations', '8'],
      ['--max-iterations', '8', `--config=${first}`],
    ]) {
      expect(await fitted(...args)).toMatchObject({ maxIterations: 8, step: 'paper' });
    }
    const both = await fitted('--config', first, '--config', later);
    expect(both).toMatchObject({ maxIterations: 9, step: 'paper' });
  });

  test('takes a set as JSON, a name with a comma, and what may be true', async () => {
    const table = files.write('comma.csv', '"a,b",c,y\n1,2,1\n2,1,0\n3,1,2\n1,1,1\n2,2,3\n1,3,2\n');
    const file = config({
      ...{ target: 'y', constraint: { box: { lower: 0, upper: 1 } }, drop: ['a,b'], cv: false },
    });
    const run = await relufit('fit', table, '--json', '--config', file);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(run.stdout)).toMatchObject({
      features: ['c'],
      options: { constraint: '{"box":{"lower":0,"upper":1}}' },
    });
    const folds = config({ ...FIT, constraint: 'sparse', levels: [1, 2], cv: true });
    expect((await fitted('--config', folds)).cv.folds).toBe(5);
  });

  test.each([
    [
      'a name that is none',
      { solvr: 'auto' },
      "/solvr: got an unknown name, expected one of '$schema'",
    ],
    ['a slip in a name', { solvr: 'auto' }, "Did you mean 'solver'?"],
    ['a name in camel case', { maxIterations: 3 }, "Did you mean 'max-iterations'?"],
    ['itself', { config: 'other.json' }, '/config: got an unknown name'],
    [
      'a slip in a value',
      { solver: 'persuit' },
      /\/solver: got 'persuit', expected one of .+\. Did you mean 'pursuit'\?\n$/,
    ],
    [
      'a slip in a choice',
      { engine: 'waasm' },
      "/engine: got 'waasm', expected one of 'auto', 'threads', 'wasm', 'reference'. Did you mean 'wasm'?",
    ],
    [
      'text for a number',
      { 'max-iterations': '3' },
      "/max-iterations: got '3', expected a whole number, 0 or more.",
    ],
    ['a fraction for a whole number', { 'max-iterations': 1.5 }, '/max-iterations: got 1.5'],
    [
      'a number below the least',
      { tolerance: -1 },
      '/tolerance: got -1, expected a number, 0 or more.',
    ],
    [
      'a number out of range',
      { cv: 300 },
      '/cv: got 300, expected a whole number from 2 to 255 or true or false.',
    ],
    ['an item of another type', { levels: [1, '2'] }, "/levels/1: got '2', expected a number."],
    ['an empty list', { levels: [] }, '/levels: got [], expected a list with 1 or more items'],
    [
      'a list that the option refuses',
      { levels: [1, 3, 2] },
      '/levels: got [1,3,2], expected different numbers',
    ],
    ['a word for a switch', { intercept: 'yes' }, "/intercept: got 'yes', expected true or false."],
    ['null', { out: null }, '/out: got null, expected text.'],
    [
      'a set that is none',
      { constraint: { spares: 3 } },
      "/constraint: got {\"spares\":3}. No set has the name 'spares'. Did you mean 'sparse'?",
    ],
    ['a list for all', [], ': got [], expected an object.'],
    [
      'text that is not JSON',
      '{\n"out":\n}',
      ': got text that is not JSON (line 3, column 1: expected a value), expected options as JSON',
    ],
    [
      'text that is not JSON and has a password',
      '{"redis": "redis://:WRONGpw@h" "a": 1}',
      ": got text that is not JSON (line 1, column 32: expected ',' or '}'), expected",
    ],
    ['nothing at all', '', ' (line 1, column 1: expected a value), expected options'],
    [
      'a file of data',
      JSON.stringify({ levels: Array.from({ length: 200_000 }, (_, k) => k) }),
      ': got 1.3 MB, more than 1 MB, expected options as JSON',
    ],
    [
      'a list of more values than arguments can be',
      JSON.stringify({ levels: Array.from({ length: 300_000 }, (_, k) => k % 10) }),
      '/levels: got [0,1,2,',
    ],
    [
      'lists in lists without end',
      `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
      ': got JSON more than 200 levels deep, expected options as JSON',
    ],
    ['lists that stay open', '['.repeat(100_000), "column 100001: expected a value or ']')"],
    [
      'a number that is too large',
      '{"max-iterations": 1e400}',
      '/max-iterations: got a number beyond ±1.8e308, expected a whole number',
    ],
    [
      'a name as long as a page',
      { ['n'.repeat(500_000)]: 1 },
      `/${'n'.repeat(59)}…: got an unknown name, expected one of '$schema'`,
    ],
    ['half a character as a name', '{"\\ud800": 1}', ': got a name that is no Unicode, expected'],
    ['a name with a slash and a tilde', { 'a/~b': 1 }, '/a~1~0b: got an unknown name'],
  ])('refuses %s, and says where', async (_, value, words) => {
    const file = config(value, 'wrong.json');
    const run = await relufit('fit', TOBIN, '--config', file);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr.startsWith(`relufit: --config ${file}: `)).toBe(true);
    if (typeof words === 'string') expect(run.stderr).toContain(words);
    else expect(run.stderr).toMatch(words);
  });

  test.each([
    ['a list of addresses', 'worker', { redis: ['redis://:WRONGpw@h'] }],
    ['an address that is none', 'worker', { redis: { ':WRONGpw': 1 } }],
    ['an address as a name', 'worker', { 'redis://:WRONGpw@h': true }],
    ['one for another option', 'worker', { workers: 'redis://user:WRONG/p@w WRONGpw@h' }],
    ['one that a parser refuses', 'fit', { step: 'redis://:WRONGpw@h' }],
    ['a long one', 'fit', { out: ['redis://:', 'WRONGpw'.repeat(20), '@h'].join('').split(' ') }],
    ['one for a set', 'fit', { constraint: 'redis://:WRONGpw@h' }],
    ['one in a set', 'fit', { constraint: { box: { lower: 'redis://:WRONGpw@h' } } }],
  ])('shows no password: %s', async (_, command, value) => {
    const file = config(value, 'secret.json');
    const run = await relufit(command, ...(command === 'fit' ? [TOBIN] : []), '--config', file);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(file);
    expect(run.stdout + run.stderr).not.toContain('WRONG');
  });

  test('refuses what the command line replaces, too', async () => {
    const file = config({ ...FIT, step: 'newton' });
    const run = await relufit('fit', TOBIN, '--step', 'paper', '--config', file);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain("/step: got 'newton', expected one of paper");
  });

  test('refuses a file that is absent', async () => {
    const run = await relufit('fit', TOBIN, '--config', files.path('absent.json'));
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('absent.json: got no such file, expected options as JSON');
  });
});

describe('relufit schema', () => {
  test('prints the schema of a command', async () => {
    const run = await relufit('schema', 'fit');
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const schema = JSON.parse(run.stdout);
    expect(schema.properties).toMatchObject({
      engine: { enum: ['auto', 'threads', 'wasm', 'reference'], default: 'auto' },
      levels: { type: 'array', items: { type: 'number' } },
      cv: { type: ['integer', 'boolean'], minimum: 2 },
      constraint: { type: ['string', 'object'] },
      intercept: { type: 'boolean', default: false },
    });
    expect(schema.properties.config).toBeUndefined();
    expect((await relufit('schema', 'fti')).code).toBe(2);
  });

  test('holds the defaults of every command to be right', async () => {
    for (const command of (await wholeProgram()).commands) {
      const schema = schemaOf(command);
      const properties = Object.entries(schema.properties) as [string, { default?: unknown }][];
      const defaults = properties.filter(([, property]) => property.default !== undefined);
      const value = Object.fromEntries(
        defaults.map(([name, property]) => [name, property.default]),
      );
      expect(new Validator(schema, '2020-12').validate(value), command.name()).toMatchObject({
        valid: true,
      });
    }
  });
});
