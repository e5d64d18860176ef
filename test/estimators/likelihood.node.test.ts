import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { randomGroups, STREAM } from '../../src/estimators/assignment.js';
import {
  fit,
  plantedProblem,
  pursuit,
  ReluRegressor,
  ReluRegressorCV,
  robust,
  sparse,
  tobit,
  wholeSpace,
} from '../../src/index.js';
import { expectRejection } from '../support/errors.js';

const [, ...lines] = readFileSync(new URL('../../examples/data/tobin.csv', import.meta.url), 'utf8')
  .trim()
  .split(/\r?\n/)
  .map((line) => line.split(',').map(Number));
const y = lines.map(([value]) => value);
const X = lines.map(([, ...rest]) => rest);

test("Tobin's data: estimates, errors, σ and likelihood of the standardised fit are those of the plain one", async () => {
  const given = { constraint: wholeSpace(), loss: tobit() };
  const model = await new ReluRegressor(given).fit(X, y);
  const plain = await fit(X, y, { ...given, intercept: true });
  const { standardErrors } = plain;
  plain.weights.forEach((w, j) => {
    expect(model.coef[j]).toBeCloseTo(w, 6);
    expect(model.result.standardErrors?.weights[j]).toBeCloseTo(
      standardErrors?.weights[j] as number,
      5,
    );
  });
  expect(model.intercept).toBeCloseTo(plain.intercept, 4);
  expect(model.result.standardErrors?.intercept).toBeCloseTo(
    standardErrors?.intercept as number,
    3,
  );
  const summary = model.summary();
  // survival::survreg(Surv(durable, durable > 0, type = 'left') ~ age + quant, dist = 'gaussian')
  expect(summary.logLikelihood).toBeCloseTo(-28.9, 1);
  expect(summary.sigma).toBeCloseTo(5.57, 2);
  expect(model.intercept).toBeCloseTo(15.14, 1);
  expect(summary.censored).toBe(13);
  expect(model.logLikelihood(X, y)).toBeCloseTo(summary.logLikelihood as number, 8);
  expect(model.score(X, y)).toBeCloseTo(summary.rSquared as number, 10);
  const text = String(summary);
  for (const words of ['std. error', '(intercept)', 'log-likelihood', '20, 13 cut off']) {
    expect(text).toContain(words);
  }
  const read = ReluRegressor.fromJSON(JSON.parse(JSON.stringify(model)));
  expect(String(read.summary())).toBe(text);
  expect(read.predict(X)).toEqual(model.predict(X));
  expect(read.logLikelihood(X, y)).toBe(model.logLikelihood(X, y));
});

test('held-out errors of a likelihood are −log of the density at the σ of the other rows', async () => {
  const { X, y } = plantedProblem({ n: 120, d: 5, noise: { before: 0.3 }, seed: 2 });
  const target = Array.from(y);
  const rows = Array.from(target, (_, i) => Array.from(X.data.subarray(5 * i, 5 * i + 5)));
  const model = new ReluRegressorCV({
    constraint: sparse,
    levels: [5],
    folds: 3,
    loss: tobit(),
    standardize: false,
    tolerance: 1e-12,
    maxIterations: 5000,
  });
  await model.fit(rows, target);
  const groups = randomGroups(120, 3, { seed: 0, stream: STREAM.folds });
  for (let fold = 0; fold < 3; fold++) {
    const inside = (_: unknown, i: number) => groups[i] !== fold;
    const outside = (_: unknown, i: number) => groups[i] === fold;
    const other = await new ReluRegressor({
      constraint: sparse(5),
      loss: tobit(),
      standardize: false,
      tolerance: 1e-12,
      maxIterations: 5000,
    }).fit(rows.filter(inside), target.filter(inside));
    const left = target.filter(outside);
    const expected = -other.logLikelihood(rows.filter(outside), left) / left.length;
    expect(model.cvResults.levels[0].foldErrors[fold]).toBeCloseTo(expected, 6);
  }
  expect(model.cvResults.measure).toBe('−log-likelihood a row');
});

test('a solver that asks for more than gradients sees the same folds', async () => {
  const { X, y } = plantedProblem({ n: 200, d: 40, sparsity: 4, noise: 0.05, seed: 3 });
  const given = { constraint: sparse, levels: [2, 4, 6], folds: 4, intercept: false };
  const plain = await new ReluRegressorCV(given).fit(X, y);
  const other = await new ReluRegressorCV({ ...given, solver: pursuit() }).fit(X, y);
  expect(other.bestLevel).toBe(4);
  other.cvResults.levels[1].foldErrors.forEach((error, fold) => {
    expect(error).toBeCloseTo(plain.cvResults.levels[1].foldErrors[fold], 6);
  });
});

test('losses without a likelihood are compared by cross-validation only', async () => {
  const { X, y } = plantedProblem({ n: 200, d: 20, sparsity: 3, noise: 0.02, seed: 4 });
  const target = Float64Array.from(y);
  target[3] += 50;
  const given = { constraint: sparse, levels: [1, 3], loss: robust({ outliers: 0.05 }) };
  const model = new ReluRegressorCV({ ...given, rule: 'minimum' });
  expect((await model.fit(X, target)).summary().aic).toBeUndefined();
  const aic = new ReluRegressorCV({ ...given, criterion: 'aic' });
  await expectRejection(() => aic.fit(X, target), 'INCOMPATIBLE', 'robust');
});
