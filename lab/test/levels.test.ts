import { readFileSync } from 'node:fs';
import * as relufitLibrary from 'relufit';
import { describe, expect, test } from 'vitest';
import { censoringOf } from '../src/grammar/censoring.js';
import { LOSSES, lossOf, SOLVERS, solverOf } from '../src/grammar/named.js';
import { AFFAIRS, relufit, TOBIN, workFolder } from './cli.js';

const files = workFolder();
const AFFAIRS_FIT = ['fit', AFFAIRS, '--target', 'affairs', '--encode', 'gender,children'];

describe('a choice among levels', () => {
  test('by cross-validation on affairs.csv: table, JSON, and a model that predicts', async () => {
    const args = [...AFFAIRS_FIT, '--constraint', 'sparse', '--levels', '1,2,4,8', '--intercept'];
    const model = files.path('cv.json');
    const [text, json] = await Promise.all([
      relufit(...args, '--cv', '--standardize', '--out', model),
      relufit(...args, '--cv', '3', '--standardize', '--json'),
    ]);
    expect(text.stderr + text.code).toBe('0');
    for (const words of ['level', 'mean squared error', '± SE', 'chosen', 'R²', '(Intercept)']) {
      expect(text.stdout).toContain(words);
    }
    const { cv, weights, options } = JSON.parse(json.stdout);
    expect(cv.folds).toBe(3);
    expect(cv.levels.map(({ level }: { level: number }) => level)).toEqual([1, 2, 4, 8]);
    for (const { foldErrors, score } of cv.levels) {
      expect(foldErrors).toHaveLength(3);
      const mean = foldErrors.reduce((sum: number, error: number) => sum + error, 0) / 3;
      expect(score).toBeCloseTo(mean, 10);
    }
    expect(options.constraint).toBe(`sparse:${cv.bestLevel}`);
    expect(weights.filter((w: number) => w !== 0)).toHaveLength(cv.bestLevel);
    const predicted = await relufit('predict', model, AFFAIRS);
    expect(predicted.code).toBe(0);
    expect(predicted.stdout.trim().split('\n')).toHaveLength(602);
  });

  test('by a criterion on tobin.csv, of a convex set', async () => {
    const run = await relufit(
      ...['fit', TOBIN, '--target', 'durable', '--constraint', 'l1Ball', '--levels', '3,2,1'],
      ...['--criterion', 'bic', '--standardize', '--intercept', '--json'],
    );
    expect(run.stderr).toBe('');
    expect(JSON.parse(run.stdout).cv).toMatchObject({ criterion: 'bic', folds: 0 });
  });

  test.each([
    ['no levels', '--levels', ['--constraint', 'sparse:1', '--cv']],
    ['a criterion without levels', '--levels', ['--constraint', 'sparse:1', '--criterion', 'bic']],
    ['levels that nothing chooses', '--criterion', ['--constraint', 'sparse', '--levels', '1,2']],
    [
      'a set with its number',
      'name of a set',
      ['--constraint', 'sparse:1', '--levels', '1', '--cv'],
    ],
    [
      'no name of a set',
      "Did you mean 'sparse'?",
      ['--constraint', 'spares', '--levels', '1', '--cv'],
    ],
    [
      'a set without a number',
      'takes no parameter',
      ['--constraint', 'nonnegative', '--levels', '1', '--cv'],
    ],
    ['a level twice', 'ascend', ['--constraint', 'sparse', '--levels', '1,1', '--cv']],
    ['a word', 'ascend', ['--constraint', 'sparse', '--levels', '1,two', '--cv']],
    ['a level of 0', 'sparse', ['--constraint', 'sparse', '--levels', '0,1', '--cv']],
    ['one fold', '2 to 255', ['--constraint', 'sparse', '--levels', '1,2', '--cv', '1']],
    [
      'two criteria',
      'one of the two',
      ['--constraint', 'sparse', '--levels', '1,2', '--cv', '--criterion', 'bic'],
    ],
    [
      'two observations',
      'one of the two',
      ['--constraint', 'wholeSpace', '--censoring', '0:', '--observation', 'relu'],
    ],
    ['an unknown loss', 'leastSquares', ['--constraint', 'wholeSpace', '--loss', 'tobbit']],
    ['an unknown solver', 'projectedGradient', ['--constraint', 'wholeSpace', '--solver', 'adam']],
    ['crossed ends', 'ascend', ['--constraint', 'wholeSpace', '--censoring', '2:1']],
  ])('%s is wrong usage', async (_, words, args) => {
    const run = await relufit('fit', TOBIN, '--target', 'durable', ...args);
    expect(run.stderr).toContain(words);
    expect(run.stderr.trim().split('\n')).toHaveLength(1);
    expect(run.code).toBe(2);
  });

  test('a level beyond the data is said to be one', async () => {
    const args = ['--constraint', 'sparse', '--levels', '1,2,3', '--cv'];
    const run = await relufit('fit', TOBIN, '--target', 'durable', ...args);
    expect(run.stderr).toContain('levels[2] = 3');
    expect(run.code).toBe(1);
  });
});

describe('losses, solvers and censoring', () => {
  test('every name of the library is one here', () => {
    for (const name of relufitLibrary.lossNames) expect(LOSSES).toContain(name);
    for (const name of relufitLibrary.solverNames) {
      expect(SOLVERS).toContain(name);
      expect(solverOf(name).value.name).toBe(name);
    }
    expect(lossOf('robust:0.05').value.parameters).toEqual({ outliers: 0.05 });
    expect(lossOf('robust:outliers=3').value.parameters).toEqual({ outliers: 3 });
    for (const wrong of [
      'robust',
      'robust:',
      'robust:x',
      'tobit:1',
      'robust:outliers=1,outliers=2',
    ]) {
      expect(() => lossOf(wrong)).toThrow();
    }
  });

  test.each([
    ['0:', { lower: 0 }],
    [':100', { upper: 100 }],
    ['-1:2.5', { lower: -1, upper: 2.5 }],
  ])('censoring %s', (text, expected) => {
    expect(censoringOf(text)).toEqual(expected);
  });

  test("Tobin's estimates, their errors, and predictions E[y|x] from the file", async () => {
    const model = files.path('tobit.json');
    const args = ['--constraint', 'wholeSpace', '--intercept', '--loss', 'tobit', '--out', model];
    const run = await relufit('fit', TOBIN, '--target', 'durable', ...args, '--json');
    expect(run.stderr).toBe('');
    const { coefficients, sigma } = JSON.parse(run.stdout);
    expect(coefficients[0].value).toBeCloseTo(15.145, 2);
    expect(coefficients[0].standardError).toBeCloseTo(16.08, 1);
    expect(sigma).toBeCloseTo(5.573, 2);
    const predicted = await relufit('predict', model, TOBIN);
    const values = predicted.stdout.trim().split('\n').slice(1).map(Number);
    expect(values).toHaveLength(20);
    // A mean over noise is never at the end where y is cut off.
    expect(Math.min(...values)).toBeGreaterThan(0);
    const broken = JSON.parse(readFileSync(model, 'utf8'));
    const path = files.write('broken.json', JSON.stringify({ ...broken, sigma: -1 }));
    expect((await relufit('predict', path, TOBIN)).stderr).toContain('sigma');
  });

  test('censored observations are kept in the model', async () => {
    const model = files.path('censored.json');
    const args = ['--constraint', 'wholeSpace', '--censoring', '0:5', '--out', model];
    const run = await relufit('fit', TOBIN, '--target', 'durable', '--intercept', ...args);
    expect(run.stdout).toContain('cut off');
    expect(run.code).toBe(0);
    expect(JSON.parse(readFileSync(model, 'utf8')).observation).toEqual({ lower: 0, upper: 5 });
    const predicted = await relufit('predict', model, TOBIN);
    const values = predicted.stdout.trim().split('\n').slice(1).map(Number);
    expect(Math.max(...values)).toBeLessThanOrEqual(5);
  });

  test('a file of an older version predicts what it did', async () => {
    const path = files.write(
      'old.json',
      JSON.stringify({
        format: 'relufit-model',
        formatVersion: 1,
        version: '0.1.0',
        target: 'durable',
        observation: 'relu',
        features: ['age', 'quant'],
        encodings: [],
        weights: [0.1, -0.01],
        intercept: 0,
        options: {},
        engine: {},
        summary: {},
      }),
    );
    const run = await relufit('predict', path, TOBIN);
    expect(Number(run.stdout.split('\n')[1])).toBeCloseTo(Math.max(0, 5.77 - 2.36), 10);
  });
});
