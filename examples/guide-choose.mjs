import assert from 'node:assert/strict';
import { ReluRegressor, ReluRegressorCV, sparse, tobit } from 'relufit';
import { readTable } from './data/read-table.mjs';

const { X, y, featureNames } = readTable('affairs.csv', 'affairs');

const levels = [1, 2, 3, 4, 5, 6, 7, 8];
const given = { constraint: sparse, levels, loss: tobit(), featureNames };
const model = await new ReluRegressorCV(given).fit(X, y); // 5 folds, one standard error
console.log(String(model.cvResults));

console.log('\nWhat a level takes:');
for (const { level, coef } of model.path.slice(0, 5)) {
  console.log(level, featureNames.filter((_, j) => coef[j] !== 0).join(', '));
}

// Without folds: an information criterion of one fit a level.
const byBIC = await new ReluRegressorCV({ ...given, criterion: 'bic' }).fit(X, y);
console.log(`\nBIC takes ${byBIC.bestLevel}.`);

// How often a column is among the three, in fits to random halves of the rows?
const three = new ReluRegressor({ constraint: sparse(3), loss: tobit(), featureNames });
const { frequencies } = await three.stabilitySelection(X, y);
const often = featureNames.filter((_, j) => frequencies[j] >= 0.6);
console.log(`In most halves: ${often.join(', ')}.`);

assert.equal(model.bestLevel, 1);
assert.equal(byBIC.bestLevel, 3);
