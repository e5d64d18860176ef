import { expect, test } from 'vitest';
import {
  lossFromJSON,
  lossNames,
  solverFromJSON,
  solverNames,
  stepSizeFromJSON,
} from '../src/index.js';
import { expectError } from './support/errors.js';

test('losses, solvers and step sizes are made by their names', () => {
  expect(lossFromJSON({ name: 'leastSquares' }).name).toBe('leastSquares');
  expect(solverFromJSON({ name: 'projectedGradient' }).name).toBe('projectedGradient');
  expect(stepSizeFromJSON({ name: 'constantStep', parameters: { mu: 2 } }).parameters).toEqual({
    mu: 2,
  });
  for (const name of solverNames) expect(solverFromJSON({ name }).name).toBe(name);
  for (const name of lossNames) {
    const parameters = name === 'robust' ? { outliers: 1 } : {};
    const loss = lossFromJSON({ name, parameters });
    expect(loss.name).toBe(name);
    expect(lossFromJSON({ name, parameters: loss.parameters }).parameters).toEqual(loss.parameters);
  }
});

test.each([null, 'leastSquares', {}, { name: 'toString' }, { name: 3 }, { name: 'x', more: 1 }])(
  '%j is none',
  (json) => {
    for (const make of [lossFromJSON, solverFromJSON, stepSizeFromJSON]) {
      expectError(() => make(json as never), 'INVALID_ARGUMENT');
    }
  },
);

test('parameters that are none are refused', () => {
  for (const parameters of [null, [], 3, { outliers: 1 }]) {
    const json = { name: 'leastSquares', parameters } as never;
    expectError(() => lossFromJSON(json), 'INVALID_ARGUMENT', 'leastSquares');
  }
});
