// How many weights are not 0? Cross-validation over a path of levels, then the table of the fit.
import assert from 'node:assert/strict';
import { plantedProblem, ReluRegressorCV, sparse } from 'relufit';

const { X, y } = plantedProblem({ n: 200, d: 50, sparsity: 5, noise: 0.05, seed: 1 });

const model = new ReluRegressorCV({ constraint: sparse, levels: [1, 2, 5, 10, 20], folds: 5 });
await model.fit(X, y);

console.log(String(model.cvResults)); // error ± standard error of each level, and the one chosen
console.log(String(model.summary())); // coefficients in the units of X, R², AIC, BIC
const saved = JSON.stringify(model.bestEstimator); // ReluRegressor.fromJSON(JSON.parse(saved))

assert.equal(model.bestLevel, 5);
assert.ok(model.score(X, y) > 0.98 && saved.length > 0);
