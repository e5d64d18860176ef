import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { AFFAIRS, relufit, TOBIN, workFolder } from './cli.js';

const files = workFolder();

/** Least squares by the normal equations and Gaussian elimination: shares nothing with the library. */
function leastSquares(rows: number[][], y: number[]): number[] {
  const d = rows[0].length;
  const system = Array.from({ length: d }, (_, i) => [
    ...Array.from({ length: d }, (_, j) => rows.reduce((sum, row) => sum + row[i] * row[j], 0)),
    rows.reduce((sum, row, k) => sum + row[i] * y[k], 0),
  ]);
  for (let i = 0; i < d; i++) {
    const pivot = system
      .slice(i)
      .reduce((best, row) => (Math.abs(row[i]) > Math.abs(best[i]) ? row : best));
    system.splice(system.indexOf(pivot), 1);
    system.splice(i, 0, pivot);
    for (let k = 0; k < d; k++) {
      if (k === i) continue;
      const factor = system[k][i] / pivot[i];
      system[k] = system[k].map((value, j) => value - factor * pivot[j]);
    }
  }
  return system.map((row, i) => row[d] / row[i]);
}

const cells = (path: string) =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));

const LINEAR = ['--observation', 'linear', '--constraint', 'wholeSpace', '--intercept'];

/** Fits, checks coefficients and predictions against least squares, through files only. */
async function roundTrip(data: string, args: string[], rows: number[][], y: number[]) {
  const model = files.path('model.json');
  const tight = ['--tolerance', '1e-14', '--max-iterations', '100000'];
  const fitted = await relufit('fit', data, ...args, ...LINEAR, ...tight, '--out', model, '--json');
  expect(fitted.stderr).toBe('');
  expect(fitted.code).toBe(0);
  const { coefficients } = JSON.parse(fitted.stdout) as {
    coefficients: { name: string; value: number }[];
  };
  const expected = leastSquares(rows, y);
  coefficients.forEach(({ value }, index) => {
    expect(Math.abs(value - expected[index])).toBeLessThan(1e-5 * (1 + Math.abs(expected[index])));
  });
  const predicted = await relufit('predict', model, data);
  expect(predicted.code).toBe(0);
  const lines = predicted.stdout.trim().split('\n');
  expect(lines[0]).toBe(args[1]);
  lines.slice(1).forEach((line, row) => {
    const mean = rows[row].reduce((sum, value, j) => sum + value * expected[j], 0);
    expect(Math.abs(Number(line) - mean)).toBeLessThan(1e-4 * (1 + Math.abs(mean)));
  });
  expect(lines).toHaveLength(rows.length + 1);
  return coefficients.map(({ name }) => name);
}

describe('fit, model, predict', () => {
  test('agree with least squares on tobin.csv', async () => {
    const data = cells(TOBIN).map((row) => row.map(Number));
    const rows = data.map(([, age, quant]) => [1, age, quant]);
    const names = await roundTrip(
      TOBIN,
      ['--target', 'durable'],
      rows,
      data.map(([y]) => y),
    );
    expect(names).toEqual(['(Intercept)', 'age', 'quant']);
  });

  test('agree with least squares on affairs.csv with its text columns encoded', async () => {
    const data = cells(AFFAIRS);
    const rows = data.map((row) => [
      1,
      Number(row[1] === 'male'),
      Number(row[2]),
      Number(row[3]),
      Number(row[4] === 'yes'),
      ...row.slice(5).map(Number),
    ]);
    const args = ['--target', 'affairs', '--encode', 'gender,children'];
    const names = await roundTrip(
      AFFAIRS,
      args,
      rows,
      data.map((row) => Number(row[0])),
    );
    expect(names.slice(0, 3)).toEqual(['(Intercept)', 'gender=male', 'age']);
  });

  test('leave nothing out of the model', async () => {
    const out = files.path('relu.json');
    const run = await relufit(
      ...['fit', AFFAIRS, '--target', 'affairs', '--encode', 'gender,children', '--intercept'],
      ...['--constraint', 'sparse:4', '--out', out],
    );
    expect(run.code).toBe(0);
    for (const words of [
      '(Intercept)',
      'gender=male',
      'R²',
      '451 with affairs = 0',
      'status',
      'engine',
    ]) {
      expect(run.stdout).toContain(words);
    }
    const model = JSON.parse(readFileSync(out, 'utf8'));
    expect(model.version).toMatch(/^\d+\.\d+\.\d+/);
    expect(model.encodings).toEqual([
      { column: 'gender', levels: ['female', 'male'] },
      { column: 'children', levels: ['no', 'yes'] },
    ]);
    expect(model.weights.filter((weight: number) => weight !== 0).length).toBeLessThanOrEqual(4);
    expect(model.options.constraint).toBe('sparse:4');
    expect(model.engine.reason).toBeTypeOf('string');
  });

  test('choose a solver, or take the one named, and say which', async () => {
    const fit = (...args: string[]) =>
      relufit('fit', TOBIN, '--target', 'durable', '--constraint', 'sparse:1', '--json', ...args);
    const nameOf = async (...args: string[]) =>
      JSON.parse((await fit(...args)).stdout).summary.solver as { name: string; reason: string };
    expect((await nameOf()).reason).not.toBe('asked for');
    for (const name of ['projectedGradient', 'pursuit', 'messagePassing']) {
      expect(await nameOf('--solver', name)).toEqual({ name, reason: 'asked for' });
    }
    const { name } = await nameOf('--step', 'constant:1e-6');
    expect(name).toBe('projectedGradient');
    const wrong = await fit('--solver', 'persuit');
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain("Did you mean 'pursuit'?");
  });

  test('take every constraint and step of the grammar', async () => {
    const fit = (...args: string[]) =>
      relufit('fit', TOBIN, '--target', 'durable', '--json', ...args);
    const constraints = [
      'wholeSpace',
      'sparse:1',
      'l1Ball:0.1',
      'l2Ball:0.1',
      'linfBall:0.1',
      'box:-1,1',
      'nonnegative',
      'box:lower=0,upper=1',
      '{"groupL2Ball":{"groups":[[0,1]],"radius":0.1}}',
    ];
    const runs = await Promise.all([
      ...constraints.map((constraint) => fit('--constraint', constraint)),
      fit('--constraint', 'wholeSpace', '--step', 'constant:1e-6', '--max-iterations', '3'),
      fit('--constraint', 'wholeSpace', '--observation', 'leaky:0.1', '--engine', 'reference'),
    ]);
    for (const run of runs) expect(run.stderr + run.code).toBe('0');
    expect(JSON.parse(runs[0].stdout).weights).toHaveLength(2);
    expect(JSON.parse(runs[constraints.length + 1].stdout).observation).toEqual({ leaky: 0.1 });
    expect(JSON.parse(runs[constraints.length + 1].stdout).engine.name).toBe('reference');
  });

  test('print nothing but errors with --quiet', async () => {
    const run = await relufit(
      'fit',
      TOBIN,
      '--target',
      'durable',
      '--constraint',
      'wholeSpace',
      '--quiet',
    );
    expect(run).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('read files with semicolons', async () => {
    const path = files.write('semicolons.csv', readFileSync(TOBIN, 'utf8').replaceAll(',', ';'));
    const args = ['fit', path, '--target', 'durable', '--constraint', 'sparse:1'];
    expect((await relufit(...args)).stderr).toContain("--delimiter ';'");
    expect((await relufit(...args, '--delimiter', ';')).code).toBe(0);
  });
});

describe('generate', () => {
  test('writes a problem whose planted support fit finds', async () => {
    const [data, planted, model] = ['data.csv', 'planted.csv', 'found.json'].map(files.path);
    const size = ['--n', '125', '--d', '200', '--sparsity', '4', '--seed', '7'];
    const made = await relufit('generate', ...size, '--out', data, '--planted', planted);
    expect(made.code).toBe(0);
    const fitted = await relufit(
      ...['fit', data, '--target', 'y', '--constraint', 'sparse:4', '--out', model],
    );
    expect(fitted.code).toBe(0);
    expect(fitted.stdout).toContain('196 more coefficients are 0');
    const { weights } = JSON.parse(readFileSync(model, 'utf8'));
    cells(planted).forEach(([, weight], column) => {
      expect(Math.abs(weights[column] - Number(weight))).toBeLessThan(1e-6);
    });
  });

  test('writes to stdout, the same for the same seed', async () => {
    const args = ['generate', '--n', '5', '--d', '3', '--sparsity', '1', '--seed', '2'];
    const [first, second] = await Promise.all([relufit(...args), relufit(...args)]);
    expect(first.stdout).toBe(second.stdout);
    expect(first.stdout.split('\n')[0]).toBe('x1,x2,x3,y');
    expect(first.stdout.trim().split('\n')).toHaveLength(6);
  });
});
