// What a fit does where the projection of a step cannot be found.

import { describe, expect, test } from 'vitest';
import {
  backtracking,
  type Constraint,
  custom,
  type EngineName,
  fit,
  fitSync,
  plantedProblem,
  RelufitError,
} from '../../src/index.js';
import { expectError } from '../support/errors.js';

const error = (code: string) => new RelufitError(code, 'set project(v)', 'a', 'b', 'Remedy.');

/** The whole space, whose projection fails at each of the calls that `fails` says. */
function failing(fails: (call: number) => boolean, code = 'NOT_CONVERGED'): Constraint {
  let call = 0;
  return {
    ...custom({ name: 'set', project: (v) => v, contains: () => true, convex: true, cone: true }),
    project(v, out = new Float64Array(v.length)) {
      if (fails(call++)) throw error(code);
      for (let j = 0; j < v.length; j++) out[j] = v[j];
      return out;
    },
  };
}

const { X, y } = plantedProblem({ n: 40, d: 4, seed: 1 });

describe.each(['reference', 'wasm'] as EngineName[])('on the engine %s', (engine) => {
  test('the fit ends as stalled, with the last iterate and the message', () => {
    const constraint = failing((call) => call >= 4);
    const result = fitSync(X, y, { constraint, engine });
    expect(result.status).toBe('stalled');
    expect(result.weights.every(Number.isFinite)).toBe(true);
    expect(result.weights.some((w) => w !== 0)).toBe(true);
    expect(result.certificate.infeasibility).toBeNaN();
    const { warnings } = result.certificate;
    expect(warnings.some((text) => /no next step .* set project/.test(text))).toBe(true);
    expect(warnings.some((text) => /infeasibility is not known: set/.test(text))).toBe(true);
  });

  test('also before the first step, and with fit', async () => {
    const constraint = failing((call) => call >= 1);
    const { status, iterations } = await fit(X, y, { constraint, engine });
    expect({ status, iterations }).toEqual({ status: 'stalled', iterations: 0 });
  });

  test('a shorter step is tried first', () => {
    const constraint = failing((call) => call === 2);
    expect(fitSync(X, y, { constraint, engine, stepSize: backtracking() }).status).toBe(
      'converged',
    );
  });

  test('without a first iterate it is an error', () => {
    const run = () => fitSync(X, y, { constraint: failing(() => true), engine });
    expectError(run, 'NOT_CONVERGED', 'set project(v)');
  });

  test('any other error stays one', () => {
    const constraint = failing((call) => call >= 2, 'EMPTY_INTERSECTION');
    expectError(() => fitSync(X, y, { constraint, engine }), 'EMPTY_INTERSECTION', 'set');
  });
});
