// Tobit's maximum likelihood against R, see test/data/README.md.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  dataset,
  type FitOptions,
  type FitResult,
  fit,
  fitSync,
  projectedGradient,
  tobit,
  wholeSpace,
} from '../../src/index.js';
import { csvColumns } from '../support/csv.js';

interface Reference {
  readonly file: string;
  readonly response: string;
  readonly coefficients: Readonly<Record<string, number>>;
  readonly standardErrors: Readonly<Record<string, number>>;
  readonly scale: number;
  readonly logScaleStandardError: number;
  readonly logLikelihood: number;
}

const url = new URL('../data/tobit-reference.json', import.meta.url);
const references = Object.entries(
  JSON.parse(readFileSync(url, 'utf8')) as Record<string, Reference>,
);
const options: FitOptions = { constraint: wholeSpace(), loss: tobit(), intercept: true };

describe.each(references)('%s', (_, reference) => {
  const column = csvColumns(reference.file);
  const names = Object.keys(reference.coefficients).slice(1);
  const y = column(reference.response);
  const columns = names.map(column);
  const rows = y.map((_, i) => columns.map((values) => values[i]));

  // The largest relative difference of each kind; column j was multiplied by scales[j].
  function compare(result: FitResult, scales = names.map(() => 1)) {
    const off = (ours: number | undefined, theirs: number) => Math.abs((ours ?? NaN) / theirs - 1);
    const { weights, intercept, standardErrors: errors, sigma = NaN } = result;
    const { coefficients, standardErrors } = reference;
    const weight = (name: string, j: number) => off(weights[j] * scales[j], coefficients[name]);
    const error = (name: string, j: number) =>
      off((errors?.weights[j] ?? NaN) * scales[j], standardErrors[name]);
    return {
      coefficients: Math.max(...names.map(weight), off(intercept, coefficients['(Intercept)'])),
      sigma: off(sigma, reference.scale),
      logLikelihood: off(result.logLikelihood, reference.logLikelihood),
      standardErrors: Math.max(
        ...names.map(error),
        off(errors?.intercept, standardErrors['(Intercept)']),
        off((errors?.sigma ?? NaN) / sigma, reference.logScaleStandardError),
      ),
    };
  }

  function expectWithin(found: ReturnType<typeof compare>, bounds: number[]) {
    expect(found.coefficients).toBeLessThan(bounds[0]);
    expect(found.sigma).toBeLessThan(bounds[0]);
    expect(found.logLikelihood).toBeLessThan(bounds[1]);
    expect(found.standardErrors).toBeLessThan(bounds[2]);
  }

  test.each(['wasm', 'reference'] as const)('by itself Newton’s method, on %s', (engine) => {
    const result = fitSync(rows, y, { ...options, engine });
    expect(result).toMatchObject({ status: 'converged', solver: { name: 'newton' } });
    expect(result.solver.reason).toContain('one maximum');
    expect(result.iterations).toBeLessThan(7);
    expectWithin(compare(result), [1e-10, 1e-12, 1e-10]);
    expect(result.certificate.warnings).toEqual([]);
  });

  test.each(['wasm', 'reference'] as const)('by gradient descent too, on %s', (engine) => {
    const result = fitSync(rows, y, { ...options, engine, solver: projectedGradient() });
    expect(result.status).toBe('converged');
    expectWithin(compare(result), [1e-8, 1e-12, 1e-8]);
  });

  test('columns of any size are no obstacle', () => {
    for (const [first, ratio] of [
      [1e-8, 1e4],
      [1e8, 1e-4],
      [1e8, 1],
    ]) {
      const scales = names.map((_, j) => first * ratio ** j);
      const scaled = rows.map((x) => x.map((value, j) => value * scales[j]));
      expectWithin(compare(fitSync(scaled, y, options), scales), [1e-9, 1e-12, 1e-9]);
    }
  });

  test.each([1e-60, 1e60])('y in units of %f gives weights in them', (unit) => {
    const result = fitSync(
      rows,
      y.map((value) => unit * value),
      options,
    );
    expect(result.status).toBe('converged');
    result.weights.forEach((w, j) => {
      expect(w / unit / reference.coefficients[names[j]]).toBeCloseTo(1, 9);
    });
  });

  test('f32 to its digits', () => {
    const data = Float32Array.from(rows.flat());
    const X = { data, rows: y.length, columns: names.length };
    const result = fitSync(X, y, options);
    expect(result.engine.precision).toBe('f32');
    expect(['converged', 'stalled']).toContain(result.status);
    expectWithin(compare(result), [1e-4, 1e-6, 1e-4]);
  });

  test('threads and a worker in the background give the same bits', async () => {
    const here = fitSync(rows, y, { ...options, engine: 'wasm' });
    const data = dataset(rows, y, { engine: 'threads', threads: 2 });
    const answers = [
      await fit(data, options),
      await fit(rows, y, { ...options, background: true }),
    ];
    data.dispose();
    for (const { weights, intercept, sigma, standardErrors, solver } of answers) {
      expect({ weights, intercept, sigma, standardErrors, solver }).toEqual({
        weights: here.weights,
        intercept: here.intercept,
        sigma: here.sigma,
        standardErrors: here.standardErrors,
        solver: here.solver,
      });
    }
  });
});
