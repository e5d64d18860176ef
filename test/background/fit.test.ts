import { describe, expect, test } from 'vitest';
import {
  backtracking,
  box,
  type Constraint,
  constantStep,
  custom,
  dataset,
  type FitOptions,
  type FitResult,
  fit,
  fitSync,
  intersection,
  l1Ball,
  l2Ball,
  leastSquares,
  lowRank,
  type MatrixLike,
  nonnegative,
  paperSchedule,
  plantedProblem,
  product,
  projectedGradient,
  sparse,
  totalVariationBall,
  wholeSpace,
} from '../../src/index.js';
import { expectError, expectRejection } from '../support/errors.js';
import { EXAMPLE_DIMENSION, examples } from '../support/examples.js';

const problem = (n: number, d: number) => plantedProblem({ n, d, sparsity: 4, seed: 1 });
const single = ({ X, y }: ReturnType<typeof problem>) => ({
  X: { ...X, data: Float32Array.from(X.data) },
  y,
});

// Everything that does not tell the time or the place.
function answer({ timing: _, engine: { name, precision }, ...rest }: FitResult) {
  return { ...rest, name, precision };
}

async function expectSame(X: MatrixLike, y: ArrayLike<number>, options: FitOptions) {
  const expected = answer(fitSync(X, y, options));
  const result = await fit(X, y, { ...options, background: true });
  expect(result.engine.background).toBe(true);
  expect(answer(result)).toEqual(expected);
  return result;
}

const line = custom({
  name: 'line',
  project: (v) => v.map((_, j) => v[j % 2]),
  contains: (w) => w.every((x, j) => x === w[j % 2]),
  convex: true,
});

describe('a fit in the background is the fit, to the bit', () => {
  test('for every set of the library, whole or step by step', async () => {
    const { X, y } = problem(40, EXAMPLE_DIMENSION);
    for (const constraint of Object.values(examples).flat()) {
      await expectSame(X, y, { constraint, maxIterations: 8 });
    }
  });

  const sets: [string, (d: number) => Constraint][] = [
    ['sparse', () => sparse(4)],
    ['l1Ball', () => l1Ball(1)],
    ['no kernel', () => intersection([nonnegative(), l2Ball(2)])],
    ['functions', () => line],
  ];
  describe.each(sets)('%s', (_, set) => {
    test.each([
      [1, 1],
      [3, 7],
      [65, 33],
      [300, 200],
      [700, 513],
    ])('%i×%i, in f64 and f32, with and without intercept', async (n, d) => {
      const given = plantedProblem({ n, d, sparsity: Math.min(4, d), seed: 1 });
      for (const { X, y } of [given, single(given)]) {
        for (const intercept of [false, true]) {
          const constraint = d < 4 && _ === 'sparse' ? sparse(1) : set(d);
          const options = { constraint, intercept, maxIterations: 30 };
          await expectSame(X, y, options);
          await expectSame(X, y, { ...options, onIteration() {} });
        }
      }
    });
  });

  test('with every option', async () => {
    const { X, y, planted } = problem(120, 60);
    const initial = Float32Array.from({ length: 60 }, (_, j) => Math.sin(j));
    const options: FitOptions[] = [
      { constraint: sparse(4), observation: 'linear' },
      { constraint: sparse(4), observation: { leaky: 0.1 }, loss: leastSquares() },
      { constraint: sparse(4), solver: projectedGradient(), stepSize: paperSchedule() },
      { constraint: wholeSpace(), stepSize: constantStep(0.25), tolerance: 0, maxIterations: 7 },
      { constraint: l1Ball(2), stepSize: backtracking({ shrink: 0.3, decrease: 0.1 }) },
      { constraint: sparse(4), initial, planted, tolerance: 1e-3 },
      { constraint: sparse(4), initial: Array.from(initial), intercept: true, maxIterations: 0 },
      { constraint: sparse(4), engine: 'reference' },
      { constraint: sparse(4), timeLimit: 0 },
    ];
    for (const given of options) {
      await expectSame(X, y, given);
      await expectSame(X, y, { ...given, onIteration() {} });
    }
  });

  test('rows of numbers, and a dataset of several fits', async () => {
    const { X, y } = problem(30, 20);
    const rows = Array.from({ length: 30 }, (_, i) => X.data.slice(20 * i, 20 * (i + 1)));
    await expectSame(rows, y, { constraint: sparse(4) });
    const data = dataset(X, y, { background: true });
    for (const constraint of [
      sparse(4),
      l1Ball(1),
      line,
      lowRank({ rows: 4, columns: 5, rank: 1 }),
    ]) {
      const result = await fit(data, { constraint });
      expect(answer(result)).toEqual(answer(fitSync(X, y, { constraint })));
    }
    data.dispose();
  });

  test('X of many blocks', async () => {
    const { X, y } = problem(3000, 1024);
    await expectSame(X, y, { constraint: sparse(4), maxIterations: 5 });
  });

  test('nested sets of sets', async () => {
    const { X, y } = problem(60, 20);
    const constraint = intersection([
      product([
        { constraint: intersection([l1Ball(1), nonnegative()]), indices: [0, 2, 4, 6, 8, 10] },
        { constraint: sparse(2), indices: [1, 3, 5, 7, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19] },
      ]),
      l2Ball(1),
    ]);
    await expectSame(X, y, { constraint, maxIterations: 5 });
  });
});

describe('the result says where it was computed', () => {
  const { X, y } = problem(30, 20);

  test('in the background', async () => {
    const { engine, timing } = await fit(X, y, { constraint: sparse(4), background: true });
    expect(engine).toMatchObject({ background: true, name: 'wasm' });
    expect(engine.reason).toMatch(/^one thread: /);
    expect(timing.total).toBeGreaterThanOrEqual(timing.load);
    expect(timing.load).toBeGreaterThan(0);
  });

  test('steps on this thread, and why', async () => {
    const reason = async (options: FitOptions) =>
      (await fit(X, y, { ...options, background: true })).engine.reason;
    expect(await reason({ constraint: line })).toContain('steps on this thread: line is made of');
    expect(await reason({ constraint: intersection([line, l2Ball(1)]) })).toContain(
      'line is made of',
    );
    expect(await reason({ constraint: sparse(4), onIteration() {} })).toContain('onIteration');
  });

  test('on this thread', async () => {
    const { engine } = await fit(X, y, { constraint: sparse(4), background: false });
    expect(engine.background).toBe(false);
    expect(fitSync(X, y, { constraint: sparse(4) }).engine.background).toBe(false);
  });
});

describe('a fit that ends early', () => {
  const { X, y } = problem(400, 300);
  const endless: FitOptions = {
    constraint: totalVariationBall(1),
    tolerance: 0,
    maxIterations: 1e9,
    background: true,
  };

  test.each([{}, { onIteration() {} }])('aborted (%o)', async (extra) => {
    const controller = new AbortController();
    const promise = fit(X, y, { ...endless, ...extra, signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    const { status, iterations, weights } = await promise;
    expect(status).toBe('aborted');
    expect(iterations).toBeLessThan(1e9);
    expect(weights).toHaveLength(300);
  });

  test.each([{}, { onIteration() {} }])('aborted before it began (%o)', async (extra) => {
    const signal = AbortSignal.abort();
    const { status, iterations } = await fit(X, y, { ...endless, ...extra, signal });
    expect([status, iterations]).toEqual(['aborted', 0]);
  });

  test.each([{}, { onIteration() {} }])('out of time (%o)', async (extra) => {
    const { status } = await fit(X, y, { ...endless, ...extra, timeLimit: 30 });
    expect(status).toBe('time-limit');
  });

  test('a signal that tells no one is asked', async () => {
    const signal = { aborted: false };
    setTimeout(() => {
      signal.aborted = true;
    }, 30);
    const { status } = await fit(X, y, { ...endless, signal: signal as AbortSignal });
    expect(status).toBe('aborted');
  });

  test('onIteration may stop it, and what it throws is the rejection', async () => {
    const promise = fit(X, y, {
      ...endless,
      onIteration({ iteration }) {
        if (iteration === 3) throw new Error('enough');
      },
    });
    await expect(promise).rejects.toThrow('enough');
  });
});

describe('several at once', () => {
  const { X, y } = problem(300, 200);

  test('fits of one dataset, whole and step by step', async () => {
    const data = dataset(X, y, { background: true });
    const sets = [sparse(4), l1Ball(1), line, nonnegative(), sparse(8)];
    const results = await Promise.all(sets.map((constraint) => fit(data, { constraint })));
    results.forEach((result, k) => {
      expect(answer(result)).toEqual(answer(fitSync(X, y, { constraint: sets[k] })));
    });
    data.dispose();
  });

  test('more fits than there are workers', async () => {
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, k) =>
        fit(X, y, { constraint: sparse(1 + k), background: true }),
      ),
    );
    results.forEach((result, k) => {
      expect(answer(result)).toEqual(answer(fitSync(X, y, { constraint: sparse(1 + k) })));
    });
  });

  test('one is aborted, the other goes on', async () => {
    const data = dataset(X, y, { background: true });
    const controller = new AbortController();
    const [a, b] = [controller.signal, undefined].map((signal) =>
      fit(data, { constraint: l1Ball(1), tolerance: 0, maxIterations: 2000, signal }),
    );
    setTimeout(() => controller.abort(), 10);
    expect((await a).status).toBe('aborted');
    expect((await b).status).toBe('iteration-limit');
    data.dispose();
  });
});

describe('a dataset disposed of', () => {
  const { X, y } = problem(300, 200);

  test.each([{}, { onIteration() {} }])('while a fit runs lets it end (%o)', async (extra) => {
    const data = dataset(X, y, { background: true });
    const running = fit(data, {
      constraint: l1Ball(1),
      tolerance: 0,
      maxIterations: 500,
      ...extra,
    });
    data.dispose();
    data.dispose();
    expectError(() => data.loaded, 'DISPOSED');
    await expectRejection(() => fit(data, { constraint: sparse(1) }), 'DISPOSED');
    expect((await running).iterations).toBe(500);
  });

  test('at once, and while it loads, leaves the worker to others', async () => {
    for (let k = 0; k < 10; k++) dataset(X, y, { background: true }).dispose();
    const many = problem(3000, 1024);
    dataset(many.X, many.y, { background: true }).dispose();
    await expectSame(X, y, { constraint: sparse(4) });
  });
});

describe('what is wrong is told as fit tells it', () => {
  const { X, y } = problem(30, 20);
  const negative = box({ lower: -2, upper: -1 });
  const spoilt = { ...X, data: X.data.slice() };
  spoilt.data[4 * 20 + 7] = NaN;

  test('X that is not finite', async () => {
    await expectRejection(
      () => fit(spoilt, y, { constraint: sparse(1), background: true }),
      ...(['NOT_FINITE', 'row 4, column 7'] as const),
    );
    const data = dataset(spoilt, y, { background: true });
    await expectRejection(async () => data.ready, 'NOT_FINITE');
    await expectRejection(() => fit(data, { constraint: sparse(1) }), 'NOT_FINITE');
    data.dispose();
  });

  test.each<[string, object]>([
    ['INVALID_CONSTRAINT', { constraint: sparse(21) }],
    ['INVALID_CONSTRAINT', { constraint: intersection([sparse(21), nonnegative()]) }],
    ['EMPTY_INTERSECTION', { constraint: intersection([nonnegative(), negative]) }],
    ['EMPTY_INTERSECTION', { constraint: intersection([nonnegative(), negative, line]) }],
    ['INVALID_ARGUMENT', { constraint: sparse(1), maxIteration: 3 }],
    ['INVALID_ARGUMENT', { constraint: sparse(1), maxIterations: () => 3 }],
    ['INVALID_ARGUMENT', { constraint: sparse(1), background: 'yes' }],
    ['INVALID_SHAPE', { constraint: sparse(1), initial: [1] }],
    ['INVALID_ARGUMENT', { constraint: undefined }],
    ['INVALID_ARGUMENT', { constraint: sparse(1), loss: { name: 'none' } }],
    ['UNKNOWN_ENGINE', { constraint: sparse(1), engine: 'gpu' }],
  ])('%s %o', async (code, options) => {
    await expectRejection(() => fit(X, y, { background: true, ...options } as FitOptions), code);
    // The same as in this thread, but for what only a worker refuses.
    if (code === 'ENGINE_UNAVAILABLE' || 'background' in options) return;
    const messages = await Promise.all(
      [true, false].map((background) =>
        fit(X, y, { background, ...options } as FitOptions).catch(({ message }) => message),
      ),
    );
    expect(messages[0]).toBe(messages[1]);
  });

  test('fitSync cannot wait for a worker', () => {
    const data = dataset(X, y, { background: true });
    expectError(() => fitSync(data, { constraint: sparse(1) }), 'ENGINE_UNAVAILABLE', 'background');
    data.dispose();
    expectError(
      () => fitSync(X, y, { constraint: sparse(1), background: true }),
      'ENGINE_UNAVAILABLE',
    );
  });

  test('a fit cannot move a dataset', async () => {
    for (const background of [true, false]) {
      const data = dataset(X, y, { background });
      const moved = { constraint: sparse(1), background: !background };
      await expectRejection(() => fit(data, moved), 'ENGINE_UNAVAILABLE', 'dataset(X, y');
      await fit(data, { constraint: sparse(1), background });
      const other = { constraint: sparse(1), engine: 'reference' } as const;
      await expectRejection(() => fit(data, other), 'ENGINE_UNAVAILABLE', "'wasm'");
      data.dispose();
    }
  });
});

test('what the caller does to X and y after the call does not reach the fit', async () => {
  const X = [
    [1, 0],
    [0, 1],
  ];
  const y = Float64Array.of(2, 3);
  const running = fit(X, y, { constraint: wholeSpace(), background: true });
  const data = dataset(X, y, { background: true });
  X[0][0] = 100;
  y.fill(7);
  for (const { weights } of [await running, await fit(data, { constraint: wholeSpace() })]) {
    expect(weights[0]).toBeCloseTo(2, 9);
    expect(weights[1]).toBeCloseTo(3, 9);
  }
  data.dispose();
});
