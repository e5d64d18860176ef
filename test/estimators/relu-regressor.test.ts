import { describe, expect, test } from 'vitest';
import {
  backtracking,
  constantStep,
  custom,
  dataset,
  fit,
  l1Ball,
  predict,
  projectedGradient,
  ReluRegressor,
  type ReluRegressorParameters,
  sparse,
  wholeSpace,
} from '../../src/index.js';
import { drawn, rowsOf } from '../support/drawn.js';
import { expectError, expectRejection } from '../support/errors.js';

const problem = (seed = 1, noise = 0) =>
  drawn({ n: 90, d: 6, sparsity: 3, noise: { before: noise }, seed });

const largest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i])));

const TIGHT = { tolerance: 1e-13, maxIterations: 20_000 };

describe("scikit-learn's conventions", () => {
  test('the constructor checks nothing, fit does', async () => {
    const wrong = { constraint: 3, nonsense: true } as unknown as ReluRegressorParameters;
    const model = new ReluRegressor(wrong);
    expect(model.getParams()).toEqual(wrong);
    await expectRejection(() => model.fit([[1]], [1]), 'INVALID_ARGUMENT', 'nonsense');
    const other = new ReluRegressor({ constraint: 3 } as unknown as ReluRegressorParameters);
    await expectRejection(() => other.fit([[1]], [1]), 'INVALID_ARGUMENT', 'options.constraint');
  });

  test('parameters given are copied, and what getParams answers is', () => {
    const given = { constraint: sparse(2), maxIterations: 5 };
    const model = new ReluRegressor(given);
    given.maxIterations = 7;
    model.getParams().maxIterations = 9;
    expect(model.getParams().maxIterations).toBe(5);
  });

  test('fit answers the estimator, clone one with equal parameters that is not fitted', async () => {
    const { X, y } = problem();
    const model = new ReluRegressor({ constraint: sparse(3), intercept: false });
    expect(await model.fit(X, y)).toBe(model);
    const copy = model.clone();
    expect(copy.getParams()).toEqual(model.getParams());
    expectError(() => copy.coef, 'NOT_FITTED');
    expect((await copy.fit(X, y)).coef).toEqual(model.coef);
  });

  test('setParams of getParams changes nothing; unknown names are refused', () => {
    const model = new ReluRegressor({ constraint: sparse(3), tolerance: 1e-3 });
    const before = model.getParams();
    expect(model.setParams(before)).toBe(model);
    expect(model.getParams()).toEqual(before);
    expect(model.setParams({ tolerance: 1e-4 }).getParams().tolerance).toBe(1e-4);
    expectError(() => model.setParams({ tolerence: 1 } as never), 'INVALID_ARGUMENT', 'tolerence');
    expectError(() => model.setParams(null as never), 'INVALID_ARGUMENT');
  });

  test('what needs a fit says so', () => {
    const model = new ReluRegressor({ constraint: sparse(3) });
    for (const use of [
      () => model.coef,
      () => model.intercept,
      () => model.result,
      () => model.featureNames,
      () => model.predict([[1]]),
      () => model.score([[1]], [1]),
      () => model.logLikelihood([[1]], [1]),
      () => model.summary(),
    ]) {
      expectError(use, 'NOT_FITTED', 'ReluRegressor');
    }
  });

  test('a fit that fails leaves what was fitted', async () => {
    const { X, y } = problem();
    const model = await new ReluRegressor({ constraint: sparse(3) }).fit(X, y);
    const { coef } = model;
    await expectRejection(() => model.fit([[NaN]], [1]), 'NOT_FINITE', 'X at row 0, column 0');
    expect(model.coef).toBe(coef);
  });
});

describe('standardisation', () => {
  test('an affine change of the columns leaves predictions as they are', async () => {
    const { X, y } = problem(3, 0.1);
    const scales = [1, 1e-3, 250, 7, 0.2, 1e4];
    const shifts = [0, 5, -300, 1e-2, 8, -2e4];
    const changed = rowsOf(X).map((row) => row.map((x, j) => x * scales[j] + shifts[j]));
    for (const constraint of [wholeSpace(), sparse(3), l1Ball(0.8)]) {
      const own = await new ReluRegressor({ constraint, ...TIGHT }).fit(X, y);
      const other = await new ReluRegressor({ constraint, ...TIGHT }).fit(changed, y);
      expect(largest(own.predict(X), other.predict(changed))).toBeLessThan(1e-8);
      own.coef.forEach((w, j) => {
        expect(Math.abs(other.coef[j] * scales[j] - w)).toBeLessThan(1e-8);
      });
    }
  });

  test('without an intercept scales alone are undone', async () => {
    const { X, y } = problem(4, 0.1);
    const changed = rowsOf(X).map((row) => row.map((x, j) => x * 10 ** j));
    const given = { constraint: l1Ball(0.8), intercept: false, ...TIGHT };
    const own = await new ReluRegressor(given).fit(X, y);
    const other = await new ReluRegressor(given).fit(changed, y);
    expect(own.intercept).toBe(0);
    expect(largest(own.predict(X), other.predict(changed))).toBeLessThan(1e-8);
  });

  test('the set is about sd_j w_j, or about w_j where told so', async () => {
    const { X, y } = problem(5, 0.1);
    const changed = rowsOf(X).map((row) => row.map((x) => 100 * x));
    const given = { constraint: l1Ball(0.5), ...TIGHT };
    const standard = await new ReluRegressor(given).fit(changed, y);
    const sd = Array.from({ length: 6 }, (_, j) => {
      const column = changed.map((row) => row[j]);
      const mean = column.reduce((sum, x) => sum + x, 0) / column.length;
      return Math.sqrt(column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / column.length);
    });
    const size = standard.coef.reduce((sum, w, j) => sum + Math.abs(w) * sd[j], 0);
    expect(size).toBeCloseTo(0.5, 8);
    const plain = await new ReluRegressor({ ...given, standardize: false }).fit(X, y);
    expect(plain.coef.reduce((sum, w) => sum + Math.abs(w), 0)).toBeCloseTo(0.5, 8);
    const { weights } = await fit(X, y, { ...given, intercept: true });
    expect(largest(plain.coef, weights)).toBeLessThan(1e-9);
  });

  test('columns without spread, one row, one column', async () => {
    const X = [
      [1, 5],
      [2, 5],
      [3, 5],
    ];
    const model = await new ReluRegressor({ constraint: wholeSpace(), ...TIGHT }).fit(X, [1, 2, 3]);
    expect(largest(model.predict(X), [1, 2, 3])).toBeLessThan(1e-8);
    expect(model.coef[1]).toBe(0);
    const one = await new ReluRegressor({ constraint: wholeSpace() }).fit([[7]], [2]);
    expect(one.predict([[7]])[0]).toBeCloseTo(2, 8);
  });

  test('f32 data are fitted in f32', async () => {
    const { X, y, planted } = drawn({
      n: 90,
      d: 6,
      sparsity: 3,
      seed: 2,
      precision: 'f32',
    });
    const model = await new ReluRegressor({ constraint: sparse(3) }).fit(X, y);
    expect(model.result.engine.precision).toBe('f32');
    expect(largest(model.coef, planted)).toBeLessThan(1e-4);
  });

  test('a row of weight 0 is a row left out, one of weight 2 a row twice', async () => {
    const { X, y } = problem(6, 0.2);
    const rows = rowsOf(X);
    const sampleWeight = rows.map((_, i) => i % 3);
    const repeated = rows.flatMap((row, i) => Array.from({ length: i % 3 }, () => row));
    const target = Array.from(y).flatMap((value, i) => Array.from({ length: i % 3 }, () => value));
    const given = { constraint: l1Ball(0.7), ...TIGHT };
    const weighted = await new ReluRegressor(given).fit(X, y, { sampleWeight });
    const plain = await new ReluRegressor(given).fit(repeated, target);
    expect(largest(weighted.coef, plain.coef)).toBeLessThan(1e-8);
    expect(weighted.intercept).toBeCloseTo(plain.intercept, 8);
    const score = plain.score(repeated, target);
    expect(weighted.summary().rSquared).toBeCloseTo(score, 10);
    expect(weighted.score(X, y, sampleWeight)).toBeCloseTo(score, 8);
  });

  test('a Dataset is fitted as it is', async () => {
    const { X, y } = problem(7, 0.1);
    const data = dataset(X, y);
    const model = await new ReluRegressor({ constraint: l1Ball(0.5), ...TIGHT }).fit(data);
    const plain = new ReluRegressor({ constraint: l1Ball(0.5), standardize: false, ...TIGHT });
    expect(largest((await plain.fit(X, y)).coef, model.coef)).toBeLessThan(1e-12);
    await expectRejection(
      () => model.setParams({ standardize: true }).fit(data),
      'INCOMPATIBLE',
      'standardize',
    );
    data.dispose();
  });
});

describe('what is asked of a fit', () => {
  test('score is R², 1 − RSS/TSS, and of a constant y 1 or 0', async () => {
    const { X, y } = problem(8, 0.3);
    const model = await new ReluRegressor({ constraint: sparse(2) }).fit(X, y);
    const predicted = model.predict(X);
    const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
    const rss = y.reduce((sum, value, i) => sum + (value - predicted[i]) ** 2, 0);
    const tss = y.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    expect(model.score(X, y)).toBeCloseTo(1 - rss / tss, 12);
    const zeros = new ReluRegressor({ constraint: wholeSpace(), maxIterations: 0 });
    await zeros.fit([[1], [2]], [0, 0]);
    expect(zeros.score([[1], [2]], [0, 0])).toBe(1);
    expect(zeros.score([[1], [2]], [0.1, 0.1])).toBe(0);
    expectError(() => model.score(X, y, [1]), 'INVALID_ARGUMENT', 'sampleWeight');
  });

  test('predictions are those of predict', async () => {
    const { X, y } = problem(9, 0.3);
    const model = await new ReluRegressor({ constraint: sparse(2) }).fit(X, y);
    expect(model.predict(X)).toEqual(predict(model.result, X));
    const latent = model.predict(X, { kind: 'latent' });
    expect(latent).toEqual(predict(model.result, X, { kind: 'latent' }));
    expect(latent.some((z) => z < 0)).toBe(true);
  });

  test('a likelihood is asked of a loss that has none', async () => {
    const { X, y } = problem();
    const model = await new ReluRegressor({ constraint: sparse(3) }).fit(X, y);
    expectError(() => model.logLikelihood(X, y), 'INCOMPATIBLE', 'leastSquares');
  });

  test('the summary is data and text', async () => {
    const { X, y } = problem(10, 0.3);
    const featureNames = ['age', 'Größe', '名', 'd', 'e', 'f'];
    const model = await new ReluRegressor({ constraint: sparse(2), featureNames }).fit(X, y);
    const summary = model.summary({ frequencies: [1, 0.5, 0, 0, 0, 0] });
    expect(summary.coefficients.map(({ name }) => name)).toEqual(['(intercept)', ...featureNames]);
    expect(summary.coefficients[1]).toEqual({
      name: 'age',
      coefficient: model.coef[0],
      frequency: 1,
    });
    expect(summary.censored).toBe(y.filter((value) => value === 0).length);
    // Gaussian errors: −n/2 (log 2πσ² + 1), and two weights, intercept and σ free.
    const n = y.length;
    const predicted = model.predict(X);
    const variance = y.reduce((sum, value, i) => sum + (value - predicted[i]) ** 2, 0) / n;
    const likelihood = (-n / 2) * (Math.log(2 * Math.PI * variance) + 1);
    expect(summary.logLikelihood).toBeCloseTo(likelihood, 8);
    expect(summary.degreesOfFreedom).toBe(4);
    expect(summary.aic).toBeCloseTo(8 - 2 * likelihood, 8);
    expect(summary.bic).toBeCloseTo(4 * Math.log(n) - 2 * likelihood, 8);
    const lines = String(summary).split('\n');
    expect(lines[0].trim()).toMatch(/^coefficient {2}frequency$/);
    const table = lines.slice(2, 8).map((line) => Array.from(line).length);
    expect(new Set(table).size).toBe(1);
    expect(JSON.parse(JSON.stringify(summary)).coefficients).toHaveLength(7);
    expectError(() => model.summary({ frequencies: [1] }), 'INVALID_SHAPE', 'frequencies');
  });

  test('of many coefficients the zeros are counted', async () => {
    const { X, y } = drawn({ n: 100, d: 60, sparsity: 2, seed: 1 });
    const model = await new ReluRegressor({ constraint: sparse(2), intercept: false }).fit(X, y);
    expect(String(model.summary())).toContain('58 more coefficients are 0');
    expect(model.summary().coefficients).toHaveLength(60);
  });

  test('names of features are as many as columns, and different', async () => {
    const fitted = (featureNames: string[]) =>
      new ReluRegressor({ constraint: wholeSpace(), featureNames }).fit([[1, 2]], [1]);
    expect((await fitted(['a', 'b'])).featureNames).toEqual(['a', 'b']);
    await expectRejection(() => fitted(['a']), 'INVALID_SHAPE', 'featureNames');
    await expectRejection(() => fitted(['a', 'a']), 'INVALID_ARGUMENT', 'featureNames');
  });
});

describe('starts', () => {
  test('a warm start ends where a cold one does on a convex set, in fewer steps', async () => {
    const { X, y } = problem(11, 0.3);
    const given = { constraint: l1Ball(0.6), ...TIGHT };
    const cold = await new ReluRegressor(given).fit(X, y);
    const warm = await new ReluRegressor({ ...given, warmStart: true }).fit(X, y);
    const first = warm.result.iterations;
    await warm.fit(X, y);
    expect(warm.result.iterations).toBeLessThan(first / 2);
    expect(largest(warm.coef, cold.coef)).toBeLessThan(1e-8);
    await warm.setParams({ constraint: l1Ball(0.8) }).fit(X, y);
    const other = await cold.setParams({ constraint: l1Ball(0.8) }).fit(X, y);
    expect(largest(warm.coef, other.coef)).toBeLessThan(1e-8);
  });

  test('the intercept is started from too', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => [1000 + (i % 7), i % 5]);
    const y = rows.map(([a, b]) => a - 2 * b);
    const model = new ReluRegressor({ constraint: wholeSpace(), warmStart: true, ...TIGHT });
    await model.fit(rows, y);
    await model.setParams({ maxIterations: 0 }).fit(rows, y);
    expect(largest(model.predict(rows), y)).toBeLessThan(1e-6);
  });

  test('of another width are refused', async () => {
    const model = await new ReluRegressor({ constraint: wholeSpace(), warmStart: true }).fit(
      [[1, 2]],
      [1],
    );
    await expectRejection(() => model.fit([[1]], [1]), 'INVALID_SHAPE', '1 columns');
  });

  test('partialFit learns planted weights block by block', async () => {
    const { X, y, planted } = drawn({ n: 3000, d: 20, sparsity: 3, seed: 12 });
    const model = new ReluRegressor({ constraint: sparse(3) });
    const rows = rowsOf(X);
    for (let begin = 0; begin < 3000; begin += 100) {
      await model.partialFit(rows.slice(begin, begin + 100), y.slice(begin, begin + 100));
    }
    expect(largest(model.coef, planted)).toBeLessThan(1e-3);
    expect(model.result.iterations).toBe(1);
    await expectRejection(() => model.partialFit([[1]], [1]), 'INVALID_SHAPE');
  });

  test('partialFit goes on from a fit', async () => {
    const { X, y } = problem(13);
    const model = await new ReluRegressor({ constraint: sparse(3), ...TIGHT }).fit(X, y);
    const { coef } = model;
    await model.partialFit(rowsOf(X).slice(0, 10), y.slice(0, 10));
    expect(largest(model.coef, coef)).toBeLessThan(1e-8);
  });
});

describe('stability selection', () => {
  test('chooses the planted columns always and no other often; the seed decides', async () => {
    const { X, y, planted } = drawn({
      n: 200,
      d: 30,
      sparsity: 3,
      values: 'sign',
      noise: 0.1,
      seed: 1,
    });
    const model = new ReluRegressor({ constraint: sparse(3) });
    const options = { subsamples: 10, seed: 4 };
    const { frequencies, chosen } = await model.stabilitySelection(X, y, options);
    planted.forEach((w, j) => {
      if (w !== 0) expect(frequencies[j]).toBe(1);
      else expect(frequencies[j]).toBeLessThan(0.5);
    });
    expect(Array.from(chosen(0.9))).toEqual(
      Array.from(planted.keys()).filter((j) => planted[j] !== 0),
    );
    const again = await model.stabilitySelection(X, y, options);
    expect(again.frequencies).toEqual(frequencies);
    expectError(() => model.coef, 'NOT_FITTED');
  });

  test('is the share over fits to the rows of each half', async () => {
    const { X, y } = drawn({ n: 41, d: 12, sparsity: 4, noise: 0.5, seed: 2 });
    const model = new ReluRegressor({ constraint: sparse(3), standardize: false });
    const { frequencies } = await model.stabilitySelection(X, y, { subsamples: 2 });
    expect(frequencies.reduce((sum, share) => sum + share, 0)).toBeCloseTo(3, 12);
    for (const share of frequencies) expect([0, 0.5, 1]).toContain(share);
  });

  test.each([1, 0, 3, 2.5, NaN])('refuses %d subsamples', async (subsamples) => {
    const model = new ReluRegressor({ constraint: sparse(1) });
    const run = () => model.stabilitySelection([[1], [2]], [1, 2], { subsamples });
    await expectRejection(run, 'INVALID_ARGUMENT', 'subsamples');
  });
});

describe('JSON', () => {
  const through = (model: ReluRegressor) =>
    ReluRegressor.fromJSON(JSON.parse(JSON.stringify(model)));

  test('keeps parameters, weights to the bit, predictions and the summary', async () => {
    const { X, y } = problem(14, 0.1);
    const model = await new ReluRegressor({
      constraint: l1Ball(0.7),
      solver: projectedGradient(),
      stepSize: backtracking({ shrink: 0.3 }),
      featureNames: ['Infinity', '-0', 'c', 'd', 'e', 'f'],
      maxIterations: 50,
      warmStart: true,
    }).fit(X, y);
    const read = through(model);
    expect(JSON.stringify(read)).toBe(JSON.stringify(model));
    read.coef.forEach((w, j) => {
      expect(Object.is(w, model.coef[j])).toBe(true);
    });
    expect(read.predict(X)).toEqual(model.predict(X));
    expect(String(read.summary())).toBe(String(model.summary()));
    expect(read.getParams().stepSize?.parameters).toEqual({ shrink: 0.3, decrease: 1e-4 });
    expectError(() => read.result, 'NOT_FITTED', 'JSON');
    expect((await read.fit(X, y)).result.status).toBeTypeOf('string');
  });

  test('keeps −0, infinite bounds and an estimator that is not fitted', async () => {
    const observation = { lower: -Infinity, upper: 2 };
    const model = new ReluRegressor({ constraint: wholeSpace(), observation });
    expect(through(model).getParams().observation).toEqual(observation);
    expectError(() => through(model).coef, 'NOT_FITTED');
    const { X, y } = problem();
    await model.fit(X, y);
    model.coef[2] = -0;
    expect(Object.is(through(model).coef[2], -0)).toBe(true);
    model.coef[2] = NaN;
    expectError(() => model.toJSON(), 'NOT_FINITE', 'NaN');
  });

  test('what is made of functions is refused', () => {
    const own = custom({
      name: 'own',
      convex: true,
      cone: true,
      contains: () => true,
      project: (v) => Float64Array.from(v),
    });
    expectError(() => new ReluRegressor({ constraint: own }).toJSON(), 'INVALID_ARGUMENT');
    const solver = { ...projectedGradient() };
    const model = new ReluRegressor({ constraint: wholeSpace(), solver });
    expectError(() => model.toJSON(), 'INVALID_ARGUMENT', 'solver');
    const stepSize = { ...constantStep(1) };
    const other = new ReluRegressor({ constraint: wholeSpace(), stepSize });
    expectError(() => other.toJSON(), 'INVALID_ARGUMENT', 'stepSize');
  });

  test('what toJSON did not write is refused, field by field', async () => {
    const model = await new ReluRegressor({ constraint: wholeSpace() }).fit([[1, 2]], [1]);
    const good = JSON.parse(JSON.stringify(model));
    const broken = (change: (json: Record<string, never> & typeof good) => void) => {
      const json = structuredClone(good);
      change(json);
      return () => ReluRegressor.fromJSON(json);
    };
    for (const nothing of [null, 3, 'x', [], undefined]) {
      expectError(() => ReluRegressor.fromJSON(nothing), 'INVALID_ARGUMENT');
    }
    const nested = JSON.parse('['.repeat(1e4) + ']'.repeat(1e4));
    const changes: [string, (json: typeof good) => void][] = [
      [
        '256 deep',
        (json) => {
          json.parameters.censoring = nested;
        },
      ],
      [
        'format',
        (json) => {
          json.format = 'other';
        },
      ],
      [
        'version',
        (json) => {
          json.version = 2;
        },
      ],
      [
        'estimator',
        (json) => {
          json.estimator = 'Lasso';
        },
      ],
      [
        'extra',
        (json) => {
          json.extra = 1;
        },
      ],
      [
        'unknown',
        (json) => {
          json.parameters.unknown = 1;
        },
      ],
      [
        '__proto__',
        (json) => {
          json.model = JSON.parse('{"__proto__": {"weights": [1, 2]}}');
        },
      ],
      [
        'weights',
        (json) => {
          json.model.weights = [1, null];
        },
      ],
      [
        'weights',
        (json) => {
          json.model.weights = [1, 'NaN'];
        },
      ],
      [
        'weights',
        (json) => {
          json.model.weights = { length: 2 };
        },
      ],
      [
        'weights',
        (json) => {
          json.model.weights = [];
        },
      ],
      [
        'featureNames',
        (json) => {
          json.model.featureNames = undefined;
        },
      ],
      [
        'intercept',
        (json) => {
          json.model.intercept = '1';
        },
      ],
      [
        'hasIntercept',
        (json) => {
          json.model.hasIntercept = 1;
        },
      ],
      [
        'observation',
        (json) => {
          json.model.observation = { leaky: 2 };
        },
      ],
      [
        'loss',
        (json) => {
          json.model.loss = { name: 'constructor' };
        },
      ],
      [
        'loss',
        (json) => {
          json.model.loss = { name: 'leastSquares', parameters: { x: 1 } };
        },
      ],
      [
        'loss',
        (json) => {
          json.model.loss = { name: 'leastSquares', parameters: [] };
        },
      ],
      [
        'solver',
        (json) => {
          json.parameters.solver = 'projectedGradient';
        },
      ],
      [
        'sigma',
        (json) => {
          json.model.sigma = -1;
        },
      ],
      [
        'standardErrors',
        (json) => {
          json.model.standardErrors = { weights: [1] };
        },
      ],
      [
        'statistics',
        (json) => {
          json.model.statistics.rows = 'many';
        },
      ],
      [
        'status',
        (json) => {
          json.model.statistics.status = 4;
        },
      ],
    ];
    for (const [part, change] of changes) expectError(broken(change), 'INVALID_ARGUMENT', part);
    const short = broken((json) => {
      json.model.weights = [1];
    });
    expectError(short, 'INVALID_SHAPE', 'featureNames');
    const noSet = broken((json) => {
      json.parameters.constraint = { name: 'custom' };
    });
    expectError(noSet, 'INVALID_CONSTRAINT');
  });
});

test('rows of weight 0 count nowhere in a summary', async () => {
  const { X, y } = problem(3, 0.3);
  const rows = rowsOf(X);
  const kept = new ReluRegressor({ constraint: wholeSpace() });
  await kept.fit(rows.slice(0, 60), y.slice(0, 60));
  const all = new ReluRegressor({ constraint: wholeSpace() });
  await all.fit(rows, y, { sampleWeight: y.map((_, i) => (i < 60 ? 2 : 0)) });
  const [ours, theirs] = [all.summary(), kept.summary()];
  for (const name of ['rows', 'censored', 'rSquared', 'logLikelihood', 'aic', 'bic'] as const) {
    expect(ours[name], name).toBeCloseTo(theirs[name] ?? NaN, 6);
  }
  const weights = y.map((_, i) => (i === 4 ? 1 : 0));
  expect(
    kept.score(
      rows,
      kept.predict(rows).map((value, i) => (i === 4 ? value : 0)),
      weights,
    ),
  ).toBe(1);
});

test('an aborted fit leaves what was fitted, as do aborted subsamples', async () => {
  const { X, y } = problem();
  const model = await new ReluRegressor({ constraint: sparse(3) }).fit(X, y);
  const { coef } = model;
  const signal = AbortSignal.abort();
  await expectRejection(() => model.fit(X, y, { signal }), 'ABORTED', 'ReluRegressor.fit');
  await expectRejection(() => model.partialFit(X, y, { signal }), 'ABORTED', 'partialFit');
  await expectRejection(() => model.stabilitySelection(X, y, { signal }), 'ABORTED');
  expect(model.coef).toBe(coef);
});

test('a block after other flags is fitted in units of its own', async () => {
  const { X, y } = drawn({ n: 200, d: 4, planted: [1, -1, 0.5, 0], rows: { shift: 2 }, seed: 5 });
  const flags = [{ standardize: false }, { intercept: false }] as const;
  for (const changed of flags) {
    const model = new ReluRegressor({ constraint: wholeSpace() });
    await model.partialFit(X, y);
    const before = model.score(X, y);
    await model.setParams(changed).partialFit(X, y);
    expect(model.score(X, y)).toBeGreaterThan(before - 0.1);
    if ('intercept' in changed) expect(model.intercept).toBe(0);
  }
});
