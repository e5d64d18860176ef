import { describe, expect, test } from 'vitest';
import {
  blockSparse,
  type Constraint,
  type FitOptions,
  fit,
  fitSync,
  groupSparse,
  inBasis,
  l1Ball,
  leastSquares,
  lowRank,
  type PlantedOptions,
  plantedProblem,
  projectedGradient,
  pursuit,
  sparse,
  sparseNonnegative,
  sparsePerGroup,
  subspace,
  treeSparse,
  wholeSpace,
} from '../../src/index.js';
import { normals } from '../../src/testing/random.js';

const ENGINES = ['wasm', 'reference'] as const;
const PRECISIONS = ['f64', 'f32'] as const;

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.sqrt(Array.from(a).reduce((sum, value, j) => sum + (value - b[j]) ** 2, 0));
}

const groups = Array.from({ length: 16 }, (_, g) => [4 * g, 4 * g + 1, 4 * g + 2, 4 * g + 3]);
const SETS: Constraint[] = [
  sparse(4),
  sparseNonnegative(4),
  groupSparse({ groups, count: 2 }),
  blockSparse({ sparsity: 6, blocks: 2 }),
  sparsePerGroup({ groups: [groups.slice(0, 8).flat(), groups.slice(8).flat()], sparsity: 2 }),
  treeSparse(5),
  lowRank({ rows: 8, columns: 8, rank: 1 }),
  subspace([normals(64, 1), normals(64, 2), normals(64, 3)]),
  wholeSpace(),
  inBasis({ basis: 'dct', constraint: sparse(3) }),
  inBasis({ basis: 'haar', constraint: treeSparse(4) }),
];

describe.each(SETS)('in $name', (constraint) => {
  describe.each(ENGINES)('engine %s', (engine) => {
    test.each(PRECISIONS)('w* is found exactly, and soon, in %s', (precision) => {
      for (let seed = 1; seed < 4; seed++) {
        const n = constraint.name === 'wholeSpace' ? 300 : 200;
        const { X, y, planted } = plantedProblem({ n, d: 64, constraint, seed, precision });
        const result = fitSync(X, y, { constraint, solver: pursuit(), planted, engine });
        const size = distance(planted, new Float64Array(64));
        expect(result.status).toBe('converged');
        expect(result.iterations).toBeLessThan(13);
        const bound = precision === 'f64' ? 1e-9 : 2e-6;
        expect(distance(result.weights, planted)).toBeLessThan(bound * size);
        expect(result.certificate.feasible).toBe(true);
        expect(result.solver.name).toBe('pursuit');
      }
    });
  });
});

describe('at the size of the paper', () => {
  const trial = (options: Partial<PlantedOptions>, given: Partial<FitOptions> = {}) => {
    const problem = plantedProblem({ n: 625, d: 1000, sparsity: 20, ...options });
    const constraint = sparse(options.sparsity ?? 20);
    const { X, y, planted } = problem;
    const result = fitSync(X, y, { constraint, solver: pursuit(), planted, ...given });
    return { ...problem, result, error: distance(result.weights, planted) };
  };

  test('w* is there to rounding in few passes over X', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const { result, error } = trial({ seed });
      expect(result.status).toBe('converged');
      expect(error).toBeLessThan(1e-14);
      expect(result.passes).toBeLessThan(6);
    }
  });

  test.each([
    ['signs', { rows: 'rademacher' }],
    ['correlated rows', { rows: { ar1: 0.5 } }],
    ['a common mean', { rows: { shift: 0.5 } }],
    ['few rows', { n: 200 }],
  ] as const)('and with %s', (_, options) => {
    for (let seed = 1; seed <= 4; seed++)
      expect(trial({ seed, ...options }).error).toBeLessThan(1e-13);
  });

  test('and with columns of sizes from 1e-3 to 1e3', () => {
    const { X, planted } = plantedProblem({ n: 625, d: 1000, sparsity: 20, seed: 3 });
    const scale = Float64Array.from({ length: 1000 }, (_, j) => 10 ** ((j % 7) - 3));
    const data = X.data.map((value, k) => value * scale[k % 1000]);
    const w = planted.map((value, j) => value / scale[j]);
    const y = new Float64Array(625);
    for (let i = 0; i < 625; i++) {
      for (let j = 0; j < 1000; j++) y[i] += data[i * 1000 + j] * w[j];
      y[i] = Math.max(0, y[i]);
    }
    const { weights, status } = fitSync({ ...X, data }, y, {
      constraint: sparse(20),
      solver: pursuit(),
    });
    expect(status).toBe('converged');
    weights.forEach((value, j) => {
      expect(Math.abs(value - w[j]) * scale[j]).toBeLessThan(1e-13);
    });
  });

  test('a second run finds what the first one misses', () => {
    const found = { first: 0, second: 0 };
    for (let seed = 1; seed <= 10; seed++) {
      const problem = { n: 150, seed };
      if (trial(problem, { solver: pursuit({ restart: false }) }).error <= 1e-4) found.first++;
      if (trial(problem).error <= 1e-4) found.second++;
    }
    expect(found.second).toBeGreaterThanOrEqual(8);
    expect(found.first).toBeLessThan(found.second);
  });

  test.each([{ before: 0.1 }, { after: 0.07 }])(
    'noise at 20 dB, %o: the error is about that of least squares on the true support',
    (noise) => {
      const ratios = Array.from({ length: 10 }, (_, k) => {
        const { X, y, planted, error } = trial({ seed: k + 1, noise });
        const support = Array.from(planted.keys()).filter((j) => planted[j] !== 0);
        const own = new Float64Array(625 * 20).map(
          (_, k) => X.data[Math.floor(k / 20) * 1000 + support[k % 20]],
        );
        const oracle = fitSync({ data: own, rows: 625, columns: 20 }, y, {
          constraint: sparse(20),
          solver: pursuit(),
        });
        return (
          error /
          distance(
            oracle.weights,
            support.map((j) => planted[j]),
          )
        );
      }).sort((a, b) => a - b);
      expect(ratios[5]).toBeLessThan(1.5);
      expect(ratios[9]).toBeLessThan(2.5);
    },
    30_000,
  );
});

describe.each(ENGINES)('engine %s', (engine) => {
  test.each(['linear', { leaky: 0.2 }, { lower: -0.5, upper: 1 }] as const)(
    'observation %o: w* is found',
    (observation) => {
      const problem = { n: 150, d: 60, sparsity: 4, seed: 5, observation };
      const { X, y, planted } = plantedProblem(problem);
      const options = { constraint: sparse(4), solver: pursuit(), observation, engine };
      const result = fitSync(X, y, options);
      expect(result.status).toBe('converged');
      expect(distance(result.weights, planted)).toBeLessThan(1e-12);
    },
  );

  test('an intercept is found with the weights, also for columns far from 0', () => {
    const { X, planted } = plantedProblem({ n: 300, d: 60, sparsity: 4, seed: 6 });
    const data = X.data.map((value) => value + 3);
    const shift = 3 * planted.reduce((sum, value) => sum + value, 0);
    const y = new Float64Array(300);
    for (let i = 0; i < 300; i++) {
      for (let j = 0; j < 60; j++) y[i] += X.data[i * 60 + j] * planted[j];
      y[i] = Math.max(0, y[i] + 0.3);
    }
    const options = { constraint: sparse(4), solver: pursuit(), intercept: true, engine };
    const result = fitSync({ ...X, data }, y, options);
    expect(result.status).toBe('converged');
    expect(distance(result.weights, planted)).toBeLessThan(1e-12);
    expect(result.intercept).toBeCloseTo(0.3 - shift, 11);
  });

  test('rows of weight 0 have no part', () => {
    const { X, y, planted } = plantedProblem({ n: 200, d: 60, sparsity: 4, seed: 7 });
    const wrong = y.map((value, i) => (i % 10 === 0 ? 5 : value));
    const sampleWeight = y.map((_, i) => (i % 10 === 0 ? 0 : 1 + (i % 3)));
    const options = { constraint: sparse(4), solver: pursuit(), sampleWeight, engine };
    expect(distance(fitSync(X, wrong, options).weights, planted)).toBeLessThan(1e-12);
  });

  test('as many weights as columns, and fewer rows than weights', () => {
    const { X, y, planted } = plantedProblem({ n: 80, d: 12, sparsity: 12, seed: 8 });
    const all = fitSync(X, y, { constraint: sparse(12), solver: pursuit(), engine });
    expect(distance(all.weights, planted)).toBeLessThan(1e-12);
    const few = plantedProblem({ n: 5, d: 12, sparsity: 9, seed: 8 });
    const result = fitSync(few.X, few.y, { constraint: sparse(9), solver: pursuit(), engine });
    expect(result.objective).toBeLessThan(1e-20);
    expect(result.certificate.feasible).toBe(true);
  });

  test('columns of zeros and equal columns', () => {
    const { X, y, planted } = plantedProblem({ n: 120, d: 30, sparsity: 3, seed: 9 });
    const support = Array.from(planted.keys()).filter((j) => planted[j] !== 0);
    const [zero, copy] = Array.from(planted.keys()).filter((j) => planted[j] === 0);
    const data = X.data.slice();
    for (let i = 0; i < 120; i++) {
      data[i * 30 + zero] = 0;
      data[i * 30 + copy] = data[i * 30 + support[0]];
    }
    const result = fitSync({ ...X, data }, y, { constraint: sparse(4), solver: pursuit(), engine });
    expect(result.objective).toBeLessThan(1e-24);
    expect(result.weights[zero]).toBe(0);
    expect(result.weights[copy] + result.weights[support[0]]).toBeCloseTo(planted[support[0]], 12);
    const zeros = fitSync(
      [
        [0, 0],
        [0, 0],
      ],
      [1, 2],
      {
        constraint: sparse(1),
        solver: pursuit(),
        engine,
      },
    );
    expect(Array.from(zeros.weights)).toEqual([0, 0]);
  });

  test('y of zeros gives weights 0 at once; y all equal is fitted as it can be', () => {
    const { X } = plantedProblem({ n: 60, d: 20, sparsity: 2, seed: 10 });
    const options = { constraint: sparse(2), solver: pursuit(), engine };
    const none = fitSync(X, new Float64Array(60), options);
    expect([none.status, none.iterations, none.objective]).toEqual(['converged', 0, 0]);
    const same = fitSync(X, new Float64Array(60).fill(1), options);
    expect(['converged', 'stalled']).toContain(same.status);
    expect(same.objective).toBeLessThan(1);
    const withIntercept = fitSync(X, new Float64Array(60).fill(1), { ...options, intercept: true });
    expect(withIntercept.intercept).toBeCloseTo(1, 12);
    expect(withIntercept.objective).toBeLessThan(1e-24);
  });

  test('what is beyond the numbers ends with a status, not with NaN', () => {
    const { X, y } = plantedProblem({ n: 60, d: 20, sparsity: 2, seed: 10 });
    for (const size of [1e200, 1e-200]) {
      const data = X.data.map((value) => value * size);
      const options = { constraint: sparse(2), solver: pursuit(), engine };
      const result = fitSync({ ...X, data }, y, options);
      expect(result.weights.every(Number.isFinite)).toBe(true);
    }
  });

  test('L at the end is not above that of any iterate, and a tolerance of 0 runs all iterations', () => {
    const { X, y } = plantedProblem({ n: 90, d: 200, sparsity: 12, seed: 4, noise: 0.3 });
    const options = { constraint: sparse(12), solver: pursuit(), engine };
    const { trace, objective } = fitSync(X, y, options);
    expect(trace.objective[trace.objective.length - 1]).toBe(objective);
    expect(objective).toBeLessThanOrEqual(trace.objective[0]);
    const exact = fitSync(X, y, { ...options, tolerance: 0, maxIterations: 30 });
    expect([exact.status, exact.iterations]).toEqual(['iteration-limit', 30]);
  });
});

test('it starts from the initial weights that are given', () => {
  const { X, y, planted } = plantedProblem({ n: 200, d: 60, sparsity: 4, seed: 5 });
  const options = { constraint: sparse(4), solver: pursuit(), initial: planted };
  const result = fitSync(X, y, options);
  expect([result.status, result.iterations]).toEqual(['converged', 0]);
});

test('a second run never makes L higher', () => {
  for (let seed = 0; seed < 30; seed++) {
    const { X, y } = plantedProblem({ n: 40, d: 100, sparsity: 8, seed, noise: 0.2 });
    const end = (restart: boolean) =>
      fitSync(X, y, { constraint: sparse(8), solver: pursuit({ restart }) }).objective;
    const first = end(false);
    expect(end(true)).toBeLessThanOrEqual(first * (1 + 1e-9));
  }
});

test('on one subspace L never rises', () => {
  for (let seed = 0; seed < 40; seed++) {
    const { X, y } = plantedProblem({ n: 24, d: 12, seed, noise: { after: 1 } });
    const { trace } = fitSync(X, y, { constraint: wholeSpace(), solver: pursuit() });
    // From 0 the first step leads anywhere: it knows no signs.
    trace.objective.slice(2).forEach((value, t) => {
      expect(value).toBeLessThanOrEqual(trace.objective[t + 1] * (1 + 1e-12));
    });
  }
});

test('columns that are almost equal cost no digits but their own: a solution is refined', () => {
  const { X, planted } = plantedProblem({ n: 200, d: 30, sparsity: 3, seed: 2 });
  const support = Array.from(planted.keys()).filter((j) => planted[j] !== 0);
  const data = X.data.slice();
  const y = new Float64Array(200);
  for (let i = 0; i < 200; i++) {
    const row = data.subarray(30 * i, 30 * i + 30);
    row[support[1]] = row[support[0]] + 1e-5 * row[support[1]];
    row.forEach((value, j) => {
      y[i] += value * planted[j];
    });
    y[i] = Math.max(0, y[i]);
  }
  const options = { constraint: sparse(3), solver: pursuit(), initial: planted.map((w) => 2 * w) };
  // Products of columns know the difference of the two to 1e-6 of it: with no refinement this would be 1e-7 at best.
  const { weights } = fitSync({ ...X, data }, y, { ...options, tolerance: 0, maxIterations: 8 });
  expect(distance(weights, planted)).toBeLessThan(1e-9);
});

test('a stalled run says so in its warnings', () => {
  const stalled = Array.from({ length: 30 }, (_, seed) => {
    const { X, y } = plantedProblem({ n: 40, d: 100, sparsity: 8, seed, noise: 0.5 });
    return fitSync(X, y, { constraint: sparse(8), solver: pursuit() });
  }).filter(({ status }) => status === 'stalled');
  expect(stalled.length).toBeGreaterThan(0);
  for (const { certificate } of stalled) {
    expect(certificate.warnings.some((warning) => /^the pursuit /.test(warning))).toBe(true);
  }
});

test('fit, with threads and in the background, gives the bits of fitSync', async () => {
  const { X, y } = plantedProblem({ n: 400, d: 300, sparsity: 6, seed: 11, noise: 0.05 });
  const options = { constraint: sparse(6), solver: pursuit() };
  const { weights, passes } = fitSync(X, y, options);
  for (const where of [{}, { engine: 'threads', threads: 2 }, { background: true }] as const) {
    const result = await fit(X, y, { ...options, ...where });
    expect(result.weights).toEqual(weights);
    expect(result.passes).toBe(passes);
  }
});

describe('refused', () => {
  const { X, y } = plantedProblem({ n: 20, d: 10, sparsity: 2, seed: 1 });

  test('a set that is not made of subspaces, with what it needs', () => {
    expect(() => fitSync(X, y, { constraint: l1Ball(1), solver: pursuit() })).toThrow(
      expect.objectContaining({
        code: 'INCOMPATIBLE',
        message: expect.stringMatching(/pursuit.*l1Ball.*made of subspaces.*projectedGradient/),
      }),
    );
  });

  test('a loss whose curvature is not known', () => {
    const { curvature: _, ...loss } = leastSquares();
    const options = { constraint: sparse(2), solver: pursuit(), loss };
    expect(() => fitSync(X, y, options)).toThrow(/a loss whose curvature is known/);
    expect(fitSync(X, y, { ...options, solver: projectedGradient() }).status).toBe('converged');
  });

  test.each([{ restart: 1 }, { restarts: true }, 3])('options %o', (options) => {
    expect(() => pursuit(options as never)).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
  });
});
