import { describe, expect, test } from 'vitest';
import {
  acceleratedProjectedGradient,
  auto,
  box,
  type Constraint,
  constantStep,
  custom,
  intersection,
  l1Ball,
  matching,
  messagePassing,
  newton,
  nonnegative,
  normalizedStep,
  oneSided,
  type PhaseOptions,
  paperSchedule,
  phasePlan,
  phaseTransition,
  projectedGradient,
  pursuit,
  robust,
  sparse,
  stochasticGradient,
  tobit,
  wholeSpace,
} from '../../../src/index.js';
import { expectError } from '../../support/errors.js';

const small = { d: 12, n: [8, 16], sparsity: 2, trials: 2 };

describe('every option is checked before a trial', () => {
  test.each<[Record<string, unknown>, string]>([
    [{ d: undefined }, 'd'],
    [{ d: 0 }, 'd'],
    [{ d: 1.5 }, 'd'],
    [{ d: '12' }, 'd'],
    [{ d: [] }, 'an empty list'],
    [{ d: [12, 12] }, '12 twice'],
    [{ n: undefined }, 'n'],
    [{ n: null }, 'n'],
    [{ n: -3 }, 'n'],
    [{ n: [8, NaN] }, 'n'],
    [{ n: new Float64Array(3) }, 'n'],
    [{ n: { from: 3 } }, 'n.to'],
    [{ n: { to: 3 } }, 'n.from'],
    [{ n: { from: 9, to: 3 } }, 'from 9 to 3'],
    [{ n: { from: 1, to: 9, step: 2 } }, "'step'"],
    [{ n: { from: 1, to: 2 ** 30 } }, 'numbers of rows'],
    [{ n: { from: 1, to: 9 }, trials: 3 }, 'trials: got 3 for n = { from, to }'],
    [{ n: { from: 1, to: 9 }, trials: 2, most: 4 }, 'most: got 4 for n = { from, to }'],
    [{ d: 2 ** 20, n: 2 ** 20 }, 'at most 2³² numbers'],
    [{ sparsity: 13 }, 'at most d = 12'],
    [{ d: [4, 12], sparsity: [2, 6] }, 'at most d = 4'],
    [{ sparsity: 0 }, 'sparsity'],
    [{ sparsity: null }, "the family 'sparse'"],
    [{ sparsity: [2, null] }, "the family 'sparse'"],
    [{ noise: -1 }, 'noise'],
    [{ noise: NaN }, 'noise'],
    [{ noise: '0' }, 'noise'],
    [{ noise: [0, Infinity] }, 'noise'],
    [{ noise: { before: 1 } }, 'noise'],
    [{ noise: null }, 'noise'],
    [{ constraint: 'dense' }, "'dense'"],
    [{ constraint: ['sparse', 'sparse'] }, 'twice'],
    [{ constraint: null }, 'null'],
    [{ constraint: 3 }, '3'],
    [
      {
        constraint: custom({
          name: 'mine',
          contains: () => true,
          convex: true,
          cone: true,
          project: (v) => Float64Array.from(v),
        }),
      },
      'functions',
    ],
    [{ solver: 'magic' }, "'magic'"],
    [{ solver: null }, 'solver'],
    [{ solver: ['pursuit', pursuit()] }, '"pursuit" twice'],
    [{ solver: { name: 'pursuit', parameters: { again: true } } }, "'again'"],
    [{ solver: { ...projectedGradient() } }, 'functions'],
    [{ rows: 'uniform' }, "'uniform'"],
    [{ rows: { ar1: 1 } }, 'rows'],
    [{ rows: { ar1: 0.5, shift: 1 } }, 'one law'],
    [{ rows: null }, 'rows'],
    [{ observation: 'sigmoid' }, "'sigmoid'"],
    [{ observation: { leaky: 2 } }, 'leaky'],
    [{ observation: [{ lower: 0 }, { lower: 0, upper: Infinity }] }, 'twice'],
    [{ observation: null }, 'null'],
    [{ values: 'uniform' }, "'uniform'"],
    [{ loss: 'absolute' }, "'absolute'"],
    [{ loss: null }, 'loss'],
    [{ loss: ['robust'] }, 'by its name'],
    [{ loss: { name: 'huber' } }, "'huber'"],
    [{ stepSize: 'paper' }, "'paper'"],
    [{ stepSize: 'constantStep' }, 'constantStep'],
    [{ stepSize: null }, 'stepSize'],
    [{ stepSize: { name: 'constantStep', parameters: { mu: -1 } } }, 'constantStep'],
    [{ trials: 0 }, 'trials'],
    [{ trials: 2 ** 40 }, 'trials'],
    [{ most: 1 }, 'most'],
    [{ most: 2.5 }, 'most'],
    [{ seed: -1 }, 'seed'],
    [{ seed: 2 ** 53 }, 'seed'],
    [{ precision: 'f16' }, "'f16'"],
    [{ maxIterations: -1 }, 'maxIterations'],
    [{ tolerance: NaN }, 'tolerance'],
    [{ tolerance: Infinity }, 'tolerance'],
    [{ threshold: -1 }, 'threshold'],
    [{ threshold: '1' }, 'threshold'],
    [{ engine: 'threads' }, "'threads'"],
    [{ sparsities: 3 }, "'sparsities'"],
    [{ workers: 2 }, "'workers'"],
  ])('%j', (bad, text) => {
    expectError(() => phasePlan({ ...small, ...bad } as PhaseOptions), 'INVALID_ARGUMENT', text);
  });

  test.each<[Record<string, unknown>, string]>([
    [{ constraint: { name: 'none', parameters: {} } }, "'none'"],
    [{ constraint: { name: 'sparse', parameters: { sparsity: 0 } } }, 'sparse'],
    [{ constraint: {} }, 'undefined'],
    [{ constraint: sparse(13) }, '13'],
    [{ constraint: box({ lower: [0, 0], upper: 1 }) }, '2 bounds for 12'],
  ])('a set that cannot be: %j', (bad, text) => {
    const options = { ...small, sparsity: undefined, ...bad } as PhaseOptions;
    expectError(() => phasePlan(options), 'INVALID_CONSTRAINT', text);
  });

  test.each([undefined, null, 'options', 3])('%j as options', (bad) => {
    expectError(() => phasePlan(bad as never), 'INVALID_ARGUMENT');
  });

  test('an unknown engine has an error of its own', () => {
    expectError(() => phasePlan({ ...small, engine: 'gpu' as 'wasm' }), 'UNKNOWN_ENGINE');
  });

  test.each([
    [{ workers: -1 }, 'workers'],
    [{ part: { index: 3, of: 2 } }, 'part'],
    [{ onrecord: () => {} }, "'onrecord'"],
  ])('how to run: %j', async (bad, text) => {
    await expect(phaseTransition({ ...small, ...bad } as never)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringContaining(text),
    });
  });
});

describe('what a fit would refuse is refused at once', () => {
  test.each<[string, Partial<PhaseOptions>, string]>([
    [
      'a solver and a family',
      { solver: ['projectedGradient', 'pursuit'], constraint: ['sparse', 'l1Ball'] },
      'pursuit',
    ],
    [
      'a solver and a set',
      { solver: messagePassing(), constraint: l1Ball(1), sparsity: undefined },
      'messagePassing',
    ],
    ['a solver and a loss', { solver: 'pursuit', loss: matching() }, 'curvature'],
    [
      'a solver and an observation',
      { solver: 'messagePassing', observation: ['relu', { leaky: 0.1 }] },
      'messagePassing',
    ],
    ['a loss and an observation', { loss: oneSided(), observation: 'linear' }, 'oneSided'],
    ['a loss and the fewest rows', { loss: robust({ outliers: 10 }), n: [30, 8] }, '8 rows'],
    [
      'a loss and the fewest rows of a search',
      { loss: robust({ outliers: 10 }), n: { from: 8, to: 30 } },
      '8 rows',
    ],
    [
      'a step size and a set',
      { stepSize: normalizedStep(), constraint: 'l1Ball' },
      'normalizedStep',
    ],
    ['newton and a set', { solver: newton(), loss: tobit() }, 'wholeSpace'],
  ])('%s', (_, options, text) => {
    expectError(() => phasePlan({ ...small, trials: 4, ...options }), 'INCOMPATIBLE', text);
  });

  test.each([
    [{ sparsity: [2, 4] }, 'got 4 for weights in the set sparse(3), expected at most 3. Lower it'],
    [{ sparsity: 5, constraint: [l1Ball(1), sparse(3)] }, 'got 5 for weights in the set sparse(3)'],
  ])('a sparsity that no weights of a set have: %j', (bad, text) => {
    const options = { ...small, constraint: sparse(3), ...bad };
    expectError(() => phasePlan(options), 'INVALID_ARGUMENT', text);
  });

  test('and no sparsity that weights of a set have', () => {
    for (const sparsity of [[1, 2, 3], 3, undefined]) {
      phasePlan({ ...small, constraint: sparse(3), sparsity });
    }
    phasePlan({ ...small, constraint: l1Ball(1), sparsity: [2, 12] });
  });

  test('and nothing that it takes', () => {
    const solvers = [acceleratedProjectedGradient(), auto(), messagePassing(), pursuit()];
    phasePlan({ ...small, solver: [...solvers, stochasticGradient(), projectedGradient()] });
    phasePlan({ ...small, solver: newton(), loss: tobit(), constraint: 'wholeSpace', n: [20] });
    phasePlan({ ...small, loss: robust({ outliers: 7 }) });
  });
});

describe('the options of a plan are plain data that make it again', () => {
  const bounded = box({ lower: 0, upper: Infinity });
  test.each<[string, Partial<PhaseOptions>]>([
    ['defaults', {}],
    ['axes', { d: [12, 20], sparsity: [1, 2], noise: [0, 0.1], n: [9, 8] }],
    ['a search', { n: { from: 4, to: 40 }, most: 8 }],
    ['families', { constraint: ['sparse', 'l1Ball', 'nonnegative'] }],
    ['a set with an infinite bound', { constraint: [bounded, nonnegative()], sparsity: undefined }],
    ['a set made of sets', { constraint: intersection([l1Ball(2), bounded]), sparsity: 3 }],
    [
      'solvers with parameters',
      { solver: ['auto', pursuit({ restart: false }), messagePassing({ noise: 'after' })] },
    ],
    [
      'a solver with an option that is undefined',
      { solver: stochasticGradient({ batch: 8, epochs: undefined }) },
    ],
    [
      'a solver as its JSON',
      { solver: [{ name: 'pursuit' }, { name: 'stochasticGradient', parameters: { batch: 9 } }] },
    ],
    [
      'rows and observations',
      {
        rows: ['gaussian', { ar1: -0.5 }, { shift: 0.25 }],
        observation: ['linear', { leaky: 0.2 }, { upper: 2 }],
      },
    ],
    [
      'observations with ends that cut nothing off',
      {
        observation: [
          { lower: 0.5, upper: Infinity },
          { lower: -Infinity, upper: 1 },
          { lower: -Infinity, upper: Infinity },
        ],
      },
    ],
    [
      'losses and step sizes',
      { loss: robust({ outliers: 0.2 }), stepSize: constantStep(0.5), constraint: 'wholeSpace' },
    ],
    [
      'the paper’s steps in f32',
      { stepSize: paperSchedule(), precision: 'f32', values: 'sign', engine: 'reference' },
    ],
  ])('%s', (_, more) => {
    const plan = phasePlan({ ...small, ...more });
    const text = JSON.stringify(plan.options);
    const again = phasePlan(JSON.parse(text));
    expect(JSON.stringify(again.options)).toBe(text);
    expect(again.options).toStrictEqual(plan.options);
    expect(JSON.parse(text)).toStrictEqual(plan.options);
    expect(again.remaining()).toEqual(plan.remaining());
  });

  test('are copies: what was given may change', () => {
    const rows = { ar1: 0.5 };
    const plan = phasePlan({ ...small, rows });
    rows.ar1 = 0.25;
    expect(plan.options.rows).toEqual({ ar1: 0.5 });
  });

  test('of a bound that is infinite, trials run and a theory is found', async () => {
    const { cells, lines } = await phaseTransition({
      ...{ d: 10, n: 60, trials: 2, workers: 0 },
      constraint: box({ lower: 0, upper: Infinity }) as Constraint,
    });
    expect(cells[0].successes).toBe(2);
    expect(lines[0].theory).toMatchObject({ kind: 'exact' });
    // Half of the weights of a normal vector are at the bound, about.
    expect(lines[0].theory?.statisticalDimension).toBeGreaterThan(5);
  });

  test('a loss and a step size by their names', () => {
    const { options } = phasePlan({ ...small, loss: 'matching', stepSize: 'paperSchedule' });
    const made = phasePlan({ ...small, loss: matching(), stepSize: paperSchedule() });
    expect(options).toEqual(made.options);
    expect(options.stepSize.parameters).toEqual(paperSchedule().parameters);
  });

  test('a solver by its name where its parameters are the usual ones', () => {
    const { options } = phasePlan({ ...small, solver: [pursuit(), pursuit({ restart: false })] });
    expect(options.solver).toEqual([
      'pursuit',
      { name: 'pursuit', parameters: { restart: false } },
    ]);
    expect(
      phasePlan({ ...small, constraint: wholeSpace(), sparsity: undefined }).options.constraint,
    ).toEqual({
      name: 'wholeSpace',
      parameters: {},
    });
  });
});

test('a search takes as many trials as tell all successes from one half', () => {
  const n = { from: 1, to: 9 };
  for (const [trials, most] of [
    [4, 4],
    [1, 8],
    [2, 6],
    [20, 20],
  ]) {
    expect(phasePlan({ ...small, n, trials, most }).options).toMatchObject({ trials, most });
  }
  expect(phasePlan({ ...small, n: [1, 9], trials: 1 }).options.most).toBe(1);
});
