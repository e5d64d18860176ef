import { describe, expect, test } from 'vitest';
import {
  backtracking,
  type Constraint,
  constantStep,
  type FitOptions,
  fit,
  fitSync,
  leastSquares,
  nonnegative,
  paperSchedule,
  projectedGradient,
  wholeSpace,
} from '../src/index.js';
import { expectError, expectRejection } from './support/errors.js';

const X = [
  [1, 0],
  [0, 1],
  [1, 1],
];
const y = [1, 2, 3];
const constraint = wholeSpace();

async function refused(options: unknown, code: string, ...parts: string[]): Promise<void> {
  expectError(() => fitSync(X, y, options as FitOptions), code, ...parts);
  await expectRejection(() => fit(X, y, options as FitOptions), code, ...parts);
}

test.each([undefined, null, 3, 'sparse'])('options of %o are refused', async (options) => {
  await refused(options, 'INVALID_ARGUMENT', 'options');
});

test.each([undefined, null, 'sparse', {}, () => constraint])(
  'a constraint of %o is refused',
  async (given) => {
    await refused({ constraint: given }, 'INVALID_ARGUMENT', 'options.constraint', 'wholeSpace()');
  },
);

test.each(['tolerence', 'max_iter', 'Constraint'])(
  'the unknown option %s is refused by name, with the known ones',
  async (name) => {
    const parts = [`unknown option '${name}'`, 'maxIterations', 'tolerance'];
    await refused({ constraint, [name]: 1 }, 'INVALID_ARGUMENT', ...parts);
  },
);

describe('numbers out of range are refused', () => {
  test.each<[keyof FitOptions, unknown[], string]>([
    ['maxIterations', [-1, 1.5, NaN, Infinity, '10', true], 'an integer of at least 0'],
    ['tolerance', [-1e-9, NaN, '1e-3', [], true], 'a number of at least 0'],
    ['timeLimit', [-1, NaN, '10', null], 'a number of at least 0'],
    ['intercept', [1, 'yes', 0], 'true or false'],
    ['onIteration', [1, 'log', {}], 'a function'],
    ['signal', [1, {}, new EventTarget()], 'an AbortSignal'],
    ['stepSize', [1, 'backtracking', {}, backtracking], 'backtracking()'],
    ['solver', ['pursuit', {}, projectedGradient], 'projectedGradient()'],
    ['loss', ['squares', {}, leastSquares], 'leastSquares()'],
  ])('%s', async (name, values, expected) => {
    for (const value of values) {
      const options = { constraint, [name]: value };
      await refused(options, 'INVALID_ARGUMENT', `options.${name}`, expected);
    }
  });

  test('observation', async () => {
    for (const observation of [
      'sigmoid',
      null,
      {},
      { leaky: -0.1 },
      { leaky: 2 },
      { leaky: NaN },
    ]) {
      const parts = ['observation', '{ leaky: α }'];
      await refused({ constraint, observation }, 'INVALID_ARGUMENT', ...parts);
    }
  });
});

test.each(['initial', 'planted'] as const)('%s has one finite number a column', async (name) => {
  const option = `options.${name}`;
  for (const value of [[], [1], [1, 2, 3], 3, null, '12', {}]) {
    await refused({ constraint, [name]: value }, 'INVALID_SHAPE', option, '2 numbers');
  }
  await refused({ constraint, [name]: [1, 2, 3] }, 'INVALID_SHAPE', 'length 3');
  for (const bad of [NaN, Infinity, '5', null, 5n]) {
    await refused({ constraint, [name]: [1, bad] }, 'NOT_FINITE', `${option} at index 1`);
  }
});

test('initial and planted may be any array of numbers, with and without intercept', () => {
  for (const initial of [[1, 2], Float32Array.of(1, 2), { length: 2, 0: 1, 1: 2 }]) {
    for (const intercept of [false, true]) {
      const options = { constraint, initial, planted: [1, 2], intercept, maxIterations: 0 };
      const { weights, trace } = fitSync(X, y, options);
      expect(Array.from(weights)).toEqual([1, 2]);
      expect(trace.error?.[0]).toBe(0);
    }
  }
});

test.each([0, -1, NaN, Infinity, '1', undefined])('constantStep(%o) is refused', (mu) => {
  expectError(() => constantStep(mu as number), 'INVALID_ARGUMENT', 'constantStep(mu)');
});

test.each([0, 1, -0.5, 2, NaN, '0.5', null])('backtracking takes no fraction of %o', (value) => {
  const given = value as number;
  expectError(() => backtracking({ shrink: given }), 'INVALID_ARGUMENT', 'shrink');
  expectError(() => backtracking({ decrease: given }), 'INVALID_ARGUMENT', 'decrease');
});

test('the step sizes say what they are', () => {
  expect(paperSchedule()).toMatchObject({ name: 'paperSchedule', adaptive: false });
  expect(constantStep(0.5).parameters).toEqual({ mu: 0.5 });
  const parameters = { shrink: 0.5, decrease: 1e-4 };
  expect(backtracking()).toMatchObject({ name: 'backtracking', adaptive: true, parameters });
});

test('options that are undefined mean their defaults', () => {
  const none = { tolerance: undefined, maxIterations: undefined, stepSize: undefined };
  const rest = { initial: undefined, planted: undefined, signal: undefined, timeLimit: undefined };
  const { weights } = fitSync(X, y, { constraint, ...none, ...rest, onIteration: undefined });
  expect(weights).toEqual(fitSync(X, y, { constraint }).weights);
});

test('a tolerance of 0 runs every iteration', () => {
  const { iterations } = fitSync(X, y, { constraint, tolerance: 0, maxIterations: 3 });
  expect(iterations).toBe(3);
});

test('maxIterations of 0 answers the projected start', () => {
  const result = fitSync(X, y, { constraint: nonnegative(), initial: [-1, 2], maxIterations: 0 });
  expect(result.iterations).toBe(0);
  expect(Array.from(result.weights)).toEqual([0, 2]);
});

test('a y below zero under a ReLU is a warning, not an error', () => {
  const negative = [1, -2, 3];
  const { certificate } = fitSync(X, negative, { constraint });
  expect(certificate.warnings.join()).toContain('y is negative on 1 of 3 rows');
  for (const observation of ['linear', { leaky: 0.1 }] as const) {
    expect(fitSync(X, negative, { constraint, observation }).certificate.warnings).toEqual([]);
  }
  expect(fitSync(X, y, { constraint }).certificate.warnings).toEqual([]);
});

test("the constraint's caveats are among the warnings, for a fit to be believed by", () => {
  const caveats = ['its projection is a guess'];
  const { certificate } = fitSync(X, y, { constraint: { ...constraint, caveats } });
  expect(certificate.warnings).toEqual(caveats);
});

test("a user's own set needs project and contains, and its lack of a kernel is told", () => {
  const own: Constraint = {
    name: 'halved',
    parameters: {},
    convex: true,
    cone: false,
    contains: () => true,
    project: (v, out = new Float64Array(v.length)) => {
      for (let j = 0; j < v.length; j++) out[j] = Math.min(0.5, v[j]);
      return out;
    },
  };
  const result = fitSync(X, y, { constraint: own, engine: 'wasm' });
  expect(Array.from(result.weights).every((w) => w <= 0.5)).toBe(true);
  expect(result.certificate.warnings.join()).toContain('halved has no kernel');
});
