import { describe, expect, test } from 'vitest';
import {
  backtracking,
  box,
  type Constraint,
  constantStep,
  fit,
  fitSync,
  l1Ball,
  l2Ball,
  linfBall,
  nonnegative,
  paperSchedule,
  plantedProblem,
  sparse,
  wholeSpace,
} from '../../src/index.js';
import { leastSquares } from '../../src/problem/least-squares.js';
import { RELU } from '../../src/problem/observation.js';
import { normals } from '../../src/testing/random.js';

const ENGINES = ['wasm', 'reference'] as const;

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.max(...Array.from(a, (value, j) => Math.abs(value - b[j])));
}

describe('the convention at 0', () => {
  const sets: Constraint[] = [
    wholeSpace(),
    sparse(5),
    l1Ball(0.7),
    l2Ball(0.5),
    linfBall(0.1),
    nonnegative(),
  ];
  test.each(ENGINES)(
    'from w₀ = 0 the first step of the paper is P_K((2/n)Xᵀy), engine %s',
    (engine) => {
      const { X, y } = plantedProblem({ n: 70, d: 45, sparsity: 5, seed: 2 });
      const v = new Float64Array(45);
      for (let k = 0; k < X.data.length; k++)
        v[k % 45] += (2 / 70) * y[Math.floor(k / 45)] * X.data[k];
      for (const constraint of sets) {
        const { weights } = fitSync(X, y, {
          constraint,
          stepSize: paperSchedule(),
          maxIterations: 1,
          tolerance: 0,
          engine,
        });
        expect(largestDifference(weights, constraint.project(v))).toBeLessThan(1e-14);
      }
    },
  );

  test('ψ at 0 is (φ(0) − y)(1 + α)', () => {
    expect(
      [0, 0.1, 1].map((alpha) => leastSquares().rowWeight(0, 3, { ...RELU, alpha }, NaN)),
    ).toEqual([-3, -3.3000000000000003, -6]);
  });
});

test.each([0, 0.1, 0.5, 1])(
  '∇L is the derivative of L, by central differences, at slope %f',
  (leaky) => {
    const { value, rowWeight } = leastSquares();
    const response = { ...RELU, alpha: leaky };
    for (const z of [-3, -0.4, 0.7, 2]) {
      for (const y of [0, 0.5, 4]) {
        const h = 1e-6;
        expect(
          (value(z + h, y, response, NaN) - value(z - h, y, response, NaN)) / (2 * h),
        ).toBeCloseTo(rowWeight(z, y, response, NaN), 6);
      }
    }
  },
);

describe.each(ENGINES)('engine %s', (engine) => {
  test('the paper’s problem is recovered, and along the path the diagnostics hold', () => {
    const { X, y, planted } = plantedProblem({ n: 250, d: 400, sparsity: 6, seed: 4 });
    const products: number[] = [];
    const disagreements: number[] = [];
    let before: Float64Array | undefined;
    const result = fitSync(X, y, {
      constraint: sparse(6),
      stepSize: paperSchedule(),
      planted,
      engine,
      onIteration: ({ iterate }) => {
        const w = Float64Array.from(iterate);
        before = w;
        let product = 0;
        let squares = 0;
        let disagree = 0;
        const gradient = new Float64Array(400);
        for (let i = 0; i < 250; i++) {
          const row = X.data.subarray(i * 400, (i + 1) * 400);
          let z = 0;
          for (let j = 0; j < 400; j++) z += row[j] * w[j];
          if (z > 0 !== y[i] > 0) disagree++;
          const psi = leastSquares().rowWeight(z, y[i], RELU, NaN) / 250;
          for (let j = 0; j < 400; j++) gradient[j] += psi * row[j];
        }
        for (let j = 0; j < 400; j++) {
          product += gradient[j] * (w[j] - planted[j]);
          squares += (w[j] - planted[j]) ** 2;
        }
        if (squares > 1e-24) products.push(product / squares);
        disagreements.push(disagree / 250);
      },
    });
    expect(result.status).toBe('converged');
    expect(largestDifference(result.weights, planted)).toBeLessThan(1e-9);
    expect(Math.min(...products)).toBeGreaterThan(0);
    expect(disagreements[0]).toBeGreaterThan(0);
    expect(disagreements.at(-1)).toBe(0);
    expect(result.certificate).toMatchObject({
      feasible: true,
      infeasibility: 0,
      signDisagreement: 0,
      warnings: [],
    });
    expect(before).toBeDefined();
  });

  test('the gradient at w* is exactly 0 in the noiseless model', () => {
    const { X, y, planted } = plantedProblem({ n: 50, d: 30, sparsity: 3, seed: 4 });
    const options = {
      constraint: sparse(3),
      initial: planted,
      planted,
      engine,
      tolerance: 0,
      maxIterations: 3,
    };
    const { trace } = fitSync(X, y, { ...options, stepSize: paperSchedule() });
    expect(Math.max(...(trace.error as Float64Array))).toBeLessThan(1e-14);
  });

  test('scaling w and y by c scales the path by c', () => {
    const { X, y } = plantedProblem({ n: 50, d: 30, sparsity: 3, seed: 4 });
    const options = { constraint: sparse(3), engine, maxIterations: 9, tolerance: 0 };
    const one = fitSync(X, y, options);
    // A power of two, so that scaling rounds nothing and the bits must agree.
    const four = fitSync(
      X,
      y.map((value: number) => 4 * value),
      options,
    );
    expect(Array.from(four.weights)).toEqual(Array.from(one.weights, (value) => 4 * value));
  });

  test('every observation recovers its own planted weights', () => {
    for (const observation of ['relu', 'linear', { leaky: 0.1 }, { leaky: 0.5 }] as const) {
      const { X, y, planted } = plantedProblem({
        n: 300,
        d: 200,
        sparsity: 4,
        seed: 5,
        observation,
      });
      for (const stepSize of [paperSchedule(), backtracking()]) {
        const result = fitSync(X, y, { constraint: sparse(4), observation, stepSize, engine });
        expect([result.status, largestDifference(result.weights, planted) < 1e-8]).toEqual([
          'converged',
          true,
        ]);
      }
    }
  });

  test('f32 data is computed in f32, to its own tolerance', () => {
    const { X, y, planted } = plantedProblem({
      n: 300,
      d: 200,
      sparsity: 4,
      seed: 5,
      precision: 'f32',
    });
    const result = fitSync(X, y, { constraint: sparse(4), engine });
    expect(result.status).toBe('converged');
    expect(result.weights).toBeInstanceOf(Float32Array);
    expect(result.engine).toMatchObject({ name: engine, precision: 'f32', threads: 1 });
    expect(largestDifference(result.weights, planted)).toBeLessThan(1e-5);
  });

  test('the objective never rises and every iterate is feasible, on convex sets and data no theory covers', () => {
    const n = 80;
    const d = 12;
    const scales = Array.from({ length: d }, (_, j) => 10 ** ((j % 7) - 3));
    const data = normals(n * d, 6).map((x, k) => (x + 2) * scales[k % d]);
    const y = normals(n, 7).map((value) => value * 3 + 1);
    const sets: Constraint[] = [
      wholeSpace(),
      l1Ball(0.5),
      l2Ball(2),
      linfBall(0.3),
      nonnegative(),
      box({ lower: -0.1, upper: 0.4 }),
    ];
    for (const constraint of sets) {
      for (const intercept of [false, true]) {
        const result = fitSync({ data, rows: n, columns: d }, y, { constraint, intercept, engine });
        const { objective } = result.trace;
        for (let t = 1; t < objective.length; t++) {
          expect(objective[t]).toBeLessThanOrEqual(objective[t - 1] * (1 + 1e-13));
        }
        expect(result.certificate.feasible).toBe(true);
        expect(['converged', 'iteration-limit', 'stalled']).toContain(result.status);
        expect(result.certificate.warnings[0]).toMatch(/^y is negative on \d+ of 80 rows/);
      }
    }
  });

  test('columns of very different sizes are no obstacle to sparse and whole-space fits', () => {
    const { X, y, planted } = plantedProblem({ n: 300, d: 100, sparsity: 4, seed: 8 });
    const scales = planted.map((_, j) => 10 ** ((j % 7) - 3));
    const data = X.data.map((x: number, k: number) => x * scales[k % 100]) as Float64Array;
    const result = fitSync({ ...X, data }, y, { constraint: sparse(4), engine });
    expect(result.status).toBe('converged');
    expect(
      largestDifference(
        result.weights.map((w, j) => w * scales[j]),
        planted,
      ),
    ).toBeLessThan(1e-8);
  });

  test('an intercept is found, on columns far from centred', () => {
    const { X, y: clean } = plantedProblem({ n: 300, d: 8, seed: 8, observation: 'linear' });
    const data = X.data.map((x: number) => x + 50) as Float64Array;
    const y = clean.map((value: number) => Math.max(0, value + 0.3));
    const result = fitSync({ ...X, data }, y, {
      constraint: wholeSpace(),
      intercept: true,
      engine,
    });
    expect(result.status).toBe('converged');
    expect(result.objective).toBeLessThan(1e-18);
  });

  test('a step far too long ends as diverged, with finite weights and the reason', () => {
    const { X, y } = plantedProblem({ n: 60, d: 20, seed: 8 });
    for (const mu of [10, 1e5, 1e300]) {
      const result = fitSync(X, y, {
        constraint: wholeSpace(),
        observation: 'linear',
        stepSize: constantStep(mu),
        engine,
      });
      expect(result.status).toBe('diverged');
      expect(result.weights.every(Number.isFinite)).toBe(true);
      expect(Number.isFinite(result.objective)).toBe(true);
      expect(result.certificate.warnings.join()).toMatch(/grew without bound/);
    }
  });

  test('data whose squares overflow end as diverged at w₀, not as NaN', () => {
    const result = fitSync([[1e200], [-1e200]], [1e200, 0], { constraint: wholeSpace(), engine });
    expect(result).toMatchObject({ status: 'diverged', iterations: 0 });
    expect([...result.weights]).toEqual([0]);
  });
});

test('a step so long that it leaves everything behind is never taken for a fixed point', () => {
  const { X, y } = plantedProblem({ n: 60, d: 20, seed: 8 });
  for (const mu of [1e3, 1e6, 1e12, 1e300]) {
    for (const constraint of [wholeSpace(), l2Ball(1), linfBall(0.1)]) {
      const options = { constraint, observation: 'linear', maxIterations: 50 } as const;
      expect(fitSync(X, y, { ...options, stepSize: constantStep(mu) }).status).not.toBe(
        'converged',
      );
    }
  }
});

describe('what must not be called converged', () => {
  test('a search that ends in the last digits is stalled, with the residual of the step proposed', () => {
    const statuses = new Set<string>();
    for (let seed = 100; seed < 160; seed++) {
      const { X, y } = plantedProblem({
        n: 21,
        d: 18,
        seed,
        observation: 'linear',
        rows: { shift: 100 },
        precision: 'f32',
        noise: 0.5,
      });
      const result = fitSync(X, y, {
        constraint: wholeSpace(),
        observation: 'linear',
        intercept: true,
        maxIterations: 5000,
      });
      statuses.add(result.status);
      expect(result.residual).toBeGreaterThan(0);
      expect(result.residual).toBeLessThan(1);
    }
    expect(statuses).toContain('stalled');
  });

  test('a step too short to have digits', () => {
    const { X, y } = plantedProblem({ n: 60, d: 20, seed: 8 });
    const options = { constraint: wholeSpace(), maxIterations: 5 };
    const result = fitSync(X, y, { ...options, stepSize: constantStep(1e-300) });
    expect(result.status).toBe('iteration-limit');
  });

  test.each(ENGINES)('entries whose mean square leaves the precision, engine %s', (engine) => {
    const y = [1, 2];
    for (const X of [
      [[1e155], [2e155]],
      [[1e160], [2e160]],
      [[1e-170], [2e-170]],
    ]) {
      const result = fitSync(X, y, { constraint: wholeSpace(), engine });
      expect(result.status).not.toBe('converged');
    }
    const single = { data: Float32Array.of(1e25, 2e25), rows: 2, columns: 1 };
    const result = fitSync(single, y, { constraint: l1Ball(1), engine });
    expect(result.certificate.warnings.join()).toMatch(/mean square of X/);
  });

  test('a ReLU that is off on every row is said to be so', () => {
    const result = fitSync(
      [
        [1, 2],
        [3, 4],
      ],
      [3, 5],
      { constraint: wholeSpace(), initial: [-1, -1] },
    );
    expect(result.certificate.warnings.join()).toMatch(/^no row is active/);
  });
});

test.each(ENGINES)(
  'a constant column beside an intercept keeps its weight small, engine %s',
  (engine) => {
    const n = 20_000;
    for (const constant of [0.1, 1 / 3, 1e6]) {
      for (const precision of ['f32', 'f64'] as const) {
        const { X, y } = plantedProblem({ n, d: 4, seed: 3, precision, noise: 0.1 });
        const data = X.data.map((x: number, k: number) =>
          k % 4 === 3 ? constant : x,
        ) as Float64Array;
        const options = { constraint: wholeSpace(), intercept: true, engine };
        const result = fitSync({ ...X, data }, y, options);
        expect(result.status).toBe('converged');
        expect(Math.abs(result.weights[3] * constant)).toBeLessThan(1e-3);
      }
    }
  },
);

test('with an intercept w₀ is the initial point taken into K, and b₀ is 0', () => {
  const options = { constraint: box({ lower: 3, upper: 4 }), intercept: true, maxIterations: 0 };
  for (const initial of [[0], [3]]) {
    const result = fitSync([[1], [2]], [1, 2], { ...options, initial });
    expect(result.weights[0]).toBeCloseTo(3, 12);
    expect(result.intercept).toBeCloseTo(0, 12);
    expect(result.objective).toBeCloseTo(10, 12);
  }
});

test('what is finite in f64 alone is refused on f32 data', () => {
  const X = { data: Float32Array.of(1, 2), rows: 2, columns: 1 };
  expect(() => fitSync(X, [1, 2], { constraint: wholeSpace(), initial: [1e39] })).toThrow(
    /initial at index 0/,
  );
  const constraint = box({ lower: 1e39, upper: Infinity });
  expect(() => fitSync(X, [1, 2], { constraint })).toThrow(/box on Float32Array data: got 1e\+39/);
});

test('both engines walk the same path', () => {
  const { X, y } = plantedProblem({ n: 120, d: 90, sparsity: 5, seed: 9, noise: 0.1 });
  for (const constraint of [sparse(5), l1Ball(1), l2Ball(1), nonnegative(), wholeSpace()]) {
    const [ours, oracle] = ENGINES.map((engine) =>
      fitSync(X, y, { constraint, engine, maxIterations: 25, tolerance: 0 }),
    );
    expect(largestDifference(ours.weights, oracle.weights)).toBeLessThan(1e-9);
  }
});

describe('stopping', () => {
  const { X, y, planted } = plantedProblem({ n: 250, d: 300, sparsity: 5, seed: 4 });
  const constraint = sparse(5);

  test('a tolerance of 0 runs exactly maxIterations, beyond the floor of rounding', () => {
    for (const stepSize of [backtracking(), paperSchedule()]) {
      const result = fitSync(X, y, { constraint, stepSize, tolerance: 0, maxIterations: 200 });
      expect(result).toMatchObject({ status: 'iteration-limit', iterations: 200 });
      expect(result.trace.objective).toHaveLength(201);
    }
  });

  test('no iterations at all: the result is about w₀', () => {
    const result = fitSync(X, y, { constraint, maxIterations: 0 });
    expect(result).toMatchObject({ status: 'iteration-limit', iterations: 0 });
    expect(result.objective).toBeCloseTo(
      Array.from(y).reduce((sum, v) => sum + v * v, 0) / 250,
      12,
    );
  });

  test('a time limit of 0 ends before the first step', () => {
    expect(fitSync(X, y, { constraint, timeLimit: 0 })).toMatchObject({
      status: 'time-limit',
      iterations: 0,
    });
  });

  test('a signal ends a fit between two steps, with the iterate it had', async () => {
    const controller = new AbortController();
    const result = await fit(X, y, {
      constraint,
      signal: controller.signal,
      onIteration: ({ iteration }) => {
        if (iteration === 3) controller.abort();
      },
    });
    expect(result).toMatchObject({ status: 'aborted', iterations: 3 });
  });

  test('a long fit lets timers run', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 30);
    const result = await fit(X, y, {
      constraint,
      tolerance: 0,
      maxIterations: 1e9,
      signal: controller.signal,
    });
    expect(result.status).toBe('aborted');
  });

  test('what onIteration throws reaches the caller, and the memory is given back', async () => {
    const options = {
      constraint,
      onIteration: () => {
        throw new Error('mine');
      },
    };
    await expect(fit(X, y, options)).rejects.toThrow('mine');
    expect(() => fitSync(X, y, options)).toThrow('mine');
  });

  test('objective, residual and the last entries of the trace are about the weights returned', () => {
    const result = fitSync(X, y, { constraint, planted, maxIterations: 7 });
    const { trace } = result;
    expect(trace.objective.at(-1)).toBe(result.objective);
    expect(trace.residual.at(-1)).toBe(result.residual);
    expect(result.certificate.residual).toBe(result.residual);
    expect(trace.supportSize[0]).toBe(0);
    expect(trace.supportSize.at(-1)).toBe(5);
    const error = Math.hypot(...result.weights.map((w, j) => w - planted[j]));
    expect((trace.error as Float64Array).at(-1)).toBeCloseTo(error, 12);
  });

  test('fit and fitSync give the same bits', async () => {
    const options = { constraint };
    const [slow, quick] = [await fit(X, y, options), fitSync(X, y, options)];
    expect(slow.weights).toEqual(quick.weights);
    expect(slow.trace).toEqual(quick.trace);
  });

  test('w = 0 is a solution where y is 0, found at once', () => {
    expect(fitSync(X, new Float64Array(250), { constraint })).toMatchObject({
      status: 'converged',
      iterations: 0,
    });
  });
});
