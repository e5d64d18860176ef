import { describe, expect, test } from 'vitest';
import { randomGroups, STREAM } from '../../src/estimators/assignment.js';
import { chooseLevel } from '../../src/estimators/levels.js';
import { ebicOf } from '../../src/estimators/statistics.js';
import {
  dataset,
  fit,
  l1Ball,
  plantedProblem,
  predict,
  projectedGradient,
  ReluRegressor,
  ReluRegressorCV,
  type ReluRegressorCVParameters,
  sparse,
  stochasticGradient,
  wholeSpace,
} from '../../src/index.js';
import { drawn, rowsOf } from '../support/drawn.js';
import { expectError, expectRejection } from '../support/errors.js';

const TIGHT = { tolerance: 1e-13, maxIterations: 20_000 };

const problem = (seed: number) => drawn({ n: 83, d: 7, sparsity: 3, noise: { before: 0.2 }, seed });

describe('the errors', () => {
  // With warm starts like its own: the least squares of a ReLU may have several minima.
  test.each([
    ['wasm', 'relu', true],
    ['wasm', 'linear', false],
    ['reference', 'relu', false],
  ] as const)(
    'are those of a plain loop over folds (%s, %s, intercept %s)',
    async (engine, observation, intercept) => {
      const { X, y } = problem(1);
      const levels = [0.3, 0.6, 0.9];
      const model = new ReluRegressorCV({
        constraint: l1Ball,
        levels,
        folds: 4,
        seed: 9,
        standardize: false,
        engine,
        observation,
        intercept,
        solver: projectedGradient(),
        ...TIGHT,
      });
      await model.fit(X, y);
      const groups = randomGroups(83, 4, { seed: 9, stream: STREAM.folds });
      const rows = rowsOf(X);
      const starts: number[][] = [];
      for (const [k, level] of levels.entries()) {
        const { foldErrors, score, standardError } = model.cvResults.levels[k];
        const expected: number[] = [];
        for (let fold = 0; fold < 4; fold++) {
          const inside = (_: unknown, i: number) => groups[i] !== fold;
          const outside = (_: unknown, i: number) => groups[i] === fold;
          const result = await fit(rows.filter(inside), y.filter(inside), {
            constraint: l1Ball(level),
            observation,
            intercept,
            initial: starts[fold],
            ...TIGHT,
          });
          starts[fold] = [...result.weights, ...(intercept ? [result.intercept] : [])];
          const predicted = predict(result, rows.filter(outside));
          const left = y.filter(outside);
          const sum = left.reduce((all, value, i) => all + (value - predicted[i]) ** 2, 0);
          expected.push(sum / left.length);
          expect(Math.abs(foldErrors[fold] - sum / left.length)).toBeLessThan(1e-8);
        }
        const mean = expected.reduce((sum, error) => sum + error, 0) / 4;
        expect(score).toBeCloseTo(mean, 8);
        const spread = expected.reduce((sum, error) => sum + (error - mean) ** 2, 0) / 3;
        expect(standardError).toBeCloseTo(Math.sqrt(spread / 4), 8);
      }
    },
  );

  test('do not see y of the rows left out', async () => {
    const { X, y } = problem(2);
    const groups = randomGroups(83, 3, { seed: 0, stream: STREAM.folds });
    const given = { constraint: l1Ball, levels: [0.5], folds: 3, ...TIGHT };
    const before = await new ReluRegressorCV(given).fit(X, y);
    // Errors of fold 0 come from weights that know folds 1 and 2 alone: y there shows in the error and nowhere else.
    const changed = y.map((value, i) => (groups[i] === 0 ? value + 100 : value));
    const after = await new ReluRegressorCV(given).fit(X, changed);
    const { path } = before;
    expect(path).toHaveLength(1);
    const errors = [before, after].map((model) => model.cvResults.levels[0].foldErrors[0]);
    const rows = rowsOf(X);
    const own = rows.filter((_, i) => groups[i] === 0);
    expect(own.length).toBeGreaterThan(20);
    // mean (p − y − 100)² − mean (p − y)² = 100² − 200 mean (p − y): p is what it was where |mean (p − y)| is small.
    expect(Math.abs((errors[1] - errors[0] - 1e4) / 200)).toBeLessThan(0.3);
  });

  test('weigh rows by sample weights: repeated rows of one fold are a weight', async () => {
    const { X, y } = problem(3);
    const sampleWeight = Float64Array.from(y, (_, i) => 1 + (i % 2));
    const given = {
      constraint: l1Ball,
      levels: [0.3, 0.6],
      folds: 3,
      standardize: false,
      ...TIGHT,
    };
    const model = await new ReluRegressorCV(given).fit(X, y, { sampleWeight });
    const groups = randomGroups(83, 3, { seed: 0, stream: STREAM.folds });
    const rows = rowsOf(X);
    const inside = (_: unknown, i: number) => groups[i] !== 2;
    const outside = (_: unknown, i: number) => groups[i] === 2;
    const result = await fit(rows.filter(inside), y.filter(inside), {
      constraint: l1Ball(0.6),
      intercept: true,
      sampleWeight: sampleWeight.filter(inside),
      ...TIGHT,
    });
    const predicted = predict(result, rows.filter(outside));
    const weights = sampleWeight.filter(outside);
    let sum = 0;
    y.filter(outside).forEach((value, i) => {
      sum += weights[i] * (value - predicted[i]) ** 2;
    });
    const expected = sum / weights.reduce((all, weight) => all + weight, 0);
    expect(model.cvResults.levels[1].foldErrors[2]).toBeCloseTo(expected, 8);
  });
});

describe('the level', () => {
  test('planted is found, and the rest is of a fit at it', async () => {
    const { X, y, planted } = drawn({
      n: 300,
      d: 100,
      sparsity: 5,
      noise: 0.05,
      seed: 4,
    });
    const given = { constraint: sparse, levels: [2, 5, 8, 12], intercept: false };
    const model = await new ReluRegressorCV(given).fit(X, y);
    expect(model.bestLevel).toBe(5);
    const plain = await new ReluRegressor({ constraint: sparse(5), intercept: false }).fit(X, y);
    model.coef.forEach((w, j) => {
      expect(Math.abs(w - plain.coef[j])).toBeLessThan(1e-6);
      expect(w !== 0).toBe(planted[j] !== 0);
    });
    expect(model.path.map(({ level }) => level)).toEqual([2, 5, 8, 12]);
    model.path[1].coef.forEach((w, j) => {
      expect(Math.abs(w - model.coef[j])).toBeLessThan(1e-8);
    });
    expect(model.predict(X)).toEqual(model.bestEstimator.predict(X));
    const read = ReluRegressor.fromJSON(JSON.parse(JSON.stringify(model.bestEstimator)));
    expect(read.coef).toEqual(model.coef);
    expect(String(model.cvResults)).toMatch(/^level +mean squared error +± SE/);
    expect(String(model.cvResults)).toMatch(/\n5 .*chosen\n/);
  });

  test.each(['bic', 'ebic'] as const)(
    'is scored by %s without folds; EBIC finds the planted one',
    async (criterion) => {
      const { X, y } = drawn({ n: 300, d: 100, sparsity: 5, noise: 0.05, seed: 5 });
      const given = { constraint: sparse, levels: [12, 8, 5, 2], intercept: false, criterion };
      const model = await new ReluRegressorCV(given).fit(X, y);
      if (criterion === 'ebic') expect(model.bestLevel).toBe(5);
      expect(model.cvResults.folds).toBe(0);
      const best = model.cvResults.levels.find(({ level }) => level === model.bestLevel);
      expect(best?.foldErrors).toEqual([]);
      expect(best?.degreesOfFreedom).toBe(model.bestLevel + 1);
      const { bic } = model.summary();
      const extra = criterion === 'ebic' ? 2 * Math.log(75_287_520) : 0;
      expect(best?.score).toBeCloseTo((bic as number) + extra, 4);
    },
  );

  test('is the smallest within one standard error, or the least', () => {
    const scored = [
      { level: 1, score: 9, standardError: 1 },
      { level: 2, score: 3.9, standardError: 1 },
      { level: 3, score: 3, standardError: 1 },
      { level: 4, score: 3.5, standardError: 1 },
    ];
    expect(chooseLevel(scored, 'one-standard-error')).toBe(1);
    expect(chooseLevel(scored, 'minimum')).toBe(2);
    expect(chooseLevel([...scored].reverse(), 'one-standard-error')).toBe(2);
    const tied = [5, 4, 6].map((level) => ({ level, score: 1 }));
    expect(chooseLevel(tied, 'minimum')).toBe(1);
    expect(chooseLevel([{ level: 1, score: NaN }], 'minimum')).toBe(-1);
    const perfect = [0, -Infinity, Infinity].map((score, level) => ({ level, score }));
    expect(chooseLevel(perfect, 'minimum')).toBe(1);
  });

  test('EBIC counts supports: log C(d, s) exactly, whichever way round', () => {
    const extra = (support: number, columns: number) => ebicOf(0, 0, 10, { support, columns }) / 2;
    expect(extra(2, 5)).toBeCloseTo(Math.log(10), 12);
    expect(extra(3, 5)).toBeCloseTo(Math.log(10), 12);
    expect(extra(0, 5)).toBe(0);
    expect(extra(5, 5)).toBe(0);
    expect(extra(20, 1000)).toBeCloseTo(95.4, 0);
  });

  test('the order of levels does not matter on convex sets', async () => {
    const { X, y } = problem(6);
    const given = { constraint: l1Ball, folds: 3, ...TIGHT };
    const up = await new ReluRegressorCV({ ...given, levels: [0.2, 0.5, 1] }).fit(X, y);
    const down = await new ReluRegressorCV({ ...given, levels: [1, 0.5, 0.2] }).fit(X, y);
    expect(up.bestLevel).toBe(down.bestLevel);
    up.cvResults.levels.forEach(({ score }, k) => {
      expect(score).toBeCloseTo(down.cvResults.levels[2 - k].score, 8);
    });
  });
});

test('folds are balanced, and a function of the seed', () => {
  for (const [n, count] of [
    [83, 4],
    [5, 5],
    [255, 255],
    [1000, 3],
  ]) {
    const groups = randomGroups(n, count, { seed: 1, stream: 0 });
    const sizes = new Float64Array(count);
    for (const group of groups) sizes[group]++;
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    expect(groups).toEqual(randomGroups(n, count, { seed: 1, stream: 0 }));
  }
  expect(randomGroups(50, 5, { seed: 1, stream: 0 })).not.toEqual(
    randomGroups(50, 5, { seed: 2, stream: 0 }),
  );
});

describe('conventions', () => {
  const cv = (parameters: Partial<ReluRegressorCVParameters>) =>
    new ReluRegressorCV({ constraint: sparse, levels: [1, 2], folds: 2, ...parameters });
  const X = [
    [1, 2],
    [3, 4],
    [5, 7],
    [2, 2],
  ];
  const y = [1, 2, 3, 1];

  test('are those of ReluRegressor', async () => {
    const model = cv({});
    expectError(() => model.bestLevel, 'NOT_FITTED', 'ReluRegressorCV');
    expectError(() => model.path, 'NOT_FITTED');
    expectError(() => model.bestEstimator, 'NOT_FITTED');
    expect(await model.fit(X, y)).toBe(model);
    const copy = model.clone();
    expect(copy.getParams()).toEqual(model.getParams());
    expectError(() => copy.coef, 'NOT_FITTED');
    expectError(() => model.setParams({ level: 1 } as never), 'INVALID_ARGUMENT', 'level');
    const data = dataset(X, y);
    expect((await cv({}).fit(data)).bestLevel).toBeGreaterThan(0);
    data.dispose();
  });

  test.each<[Record<string, unknown>, string]>([
    [{ levels: [1, 1] }, 'levels[1]'],
    [{ levels: [1, 2, 1] }, 'levels[2]'],
    [{ levels: [] }, 'levels'],
    [{ levels: 3 }, 'levels'],
    [{ levels: [1, NaN] }, 'levels[1]'],
    [{ levels: ['1'] }, 'levels[0]'],
    [{ levels: [1, 2, 3] }, 'levels[2] = 3'],
    [{ levels: [0, 1] }, 'levels[0] = 0'],
    [{ constraint: sparse(1) }, 'constraint'],
    [{ constraint: () => null }, 'constraint'],
    [{ folds: 1 }, 'folds'],
    [{ folds: 256 }, 'folds'],
    [{ seed: -1 }, 'seed'],
    [{ rule: 'least' }, 'rule'],
    [{ criterion: 'mse' }, 'criterion'],
    [{ restarts: 3 }, 'restarts'],
  ])('refuse %j', async (parameters, part) => {
    const model = cv(parameters as Partial<ReluRegressorCVParameters>);
    await expectRejection(() => model.fit(X, y), 'INVALID_ARGUMENT', part);
  });

  test('refuse more folds than rows', async () => {
    await expectRejection(() => cv({ folds: 5 }).fit(X, y), 'INVALID_SHAPE', '5 for 4 rows');
  });

  test('an abort is an error, and leaves what was fitted', async () => {
    const model = await cv({}).fit(X, y);
    const { coef } = model;
    const signal = AbortSignal.abort();
    await expectRejection(() => model.fit(X, y, { signal }), 'ABORTED');
    expect(model.coef).toBe(coef);
  });

  test('where every level diverges, that is said', async () => {
    const { constantStep } = await import('../../src/index.js');
    const model = cv({ constraint: () => wholeSpace(), stepSize: constantStep(1e200) });
    await expectRejection(() => model.fit(X, y), 'NOT_CONVERGED', 'no level');
  });
});

test('in a worker, and on threads, errors have the same bits', async () => {
  const { X, y } = drawn({ n: 120, d: 15, sparsity: 3, noise: 0.1, seed: 8 });
  const given = { constraint: sparse, levels: [1, 3, 6], folds: 3 };
  const here = await new ReluRegressorCV({ ...given, background: false }).fit(X, y);
  for (const place of [{ background: true }, { engine: 'threads', threads: 2 }] as const) {
    const there = await new ReluRegressorCV({ ...given, ...place }).fit(X, y);
    expect(there.cvResults).toEqual(here.cvResults);
    expect(there.coef).toEqual(here.coef);
  }
  const warm = new ReluRegressor({ constraint: sparse(3), background: true, warmStart: true });
  await warm.fit(X, y);
  const { intercept } = warm;
  await warm.setParams({ maxIterations: 0 }).fit(X, y);
  // The start of the intercept is sent too.
  expect(warm.intercept).toBeCloseTo(intercept, 12);
});

// 50 seeds and both criteria: bench/cv.ts.
test.each([0, 1])(
  'd = 1000, 20 nonzeros, 625 rows, 20 dB: the level is found (seed %d)',
  async (seed) => {
    const { X, y } = plantedProblem({
      n: 625,
      d: 1000,
      sparsity: 20,
      noise: { after: Math.sqrt(0.005) },
      seed,
    });
    const model = new ReluRegressorCV({
      constraint: sparse,
      levels: [5, 10, 15, 20, 25, 30, 40],
      intercept: false,
    });
    expect([15, 20, 25]).toContain((await model.fit(X, y)).bestLevel);
  },
);

test('batches of rows leave the fold out too', async () => {
  const { X, y } = drawn({ n: 400, d: 10, sparsity: 3, noise: 0.05, seed: 4 });
  const common = { constraint: sparse, levels: [3, 6], folds: 4, intercept: false } as const;
  const batch = 64;
  const given = { ...common, standardize: false, maxIterations: 40 };
  const model = new ReluRegressorCV({ ...given, solver: stochasticGradient({ batch }) });
  await model.fit(X, y);
  const plain = new ReluRegressorCV({ ...given, solver: projectedGradient() });
  await plain.fit(X, y);
  model.cvResults.levels.forEach(({ score }, k) => {
    expect(Math.abs(score / plain.cvResults.levels[k].score - 1)).toBeLessThan(0.2);
  });
});
