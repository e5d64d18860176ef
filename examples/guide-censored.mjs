import assert from 'node:assert/strict';
import { ReluRegressor, tobit, wholeSpace } from 'relufit';
import { readTable } from './data/read-table.mjs';

// 601 answers to a survey: how many affairs in a year (451 said none), and eight facts about the person.
const { X, y, featureNames } = readTable('affairs.csv', 'affairs');

// Eight weights and 601 rows: nothing needs to be known about w, so the set is the whole space.
const constraint = wholeSpace();
const model = await new ReluRegressor({ constraint, loss: tobit(), featureNames }).fit(X, y);
console.log(String(model.summary()));

// The default loss instead: least squares through the ReLU.
const squares = await new ReluRegressor({ constraint, featureNames }).fit(X, y);
console.log('\nweight           Tobit   least squares');
for (const name of ['yearsmarried', 'religiousness', 'rating']) {
  const j = featureNames.indexOf(name);
  const [w, v] = [model, squares].map(({ coef }) => coef[j].toFixed(2).padStart(7));
  console.log(`${name.padEnd(15)}${w}   ${v}`);
}

// Predictions for one person, had they rated their marriage 1 to 5.
const ratings = [1, 2, 3, 4, 5].map((rating) => X[0].with(featureNames.indexOf('rating'), rating));
const digits = (numbers) => Array.from(numbers, (value) => value.toFixed(1).padStart(5)).join('');
console.log('\nrating                       1    2    3    4    5');
console.log('E[y|x], Tobit          ', digits(model.predict(ratings)));
console.log('⟨w,x⟩ + b, Tobit       ', digits(model.predict(ratings, { kind: 'latent' })));
console.log('max(0, ⟨w,x⟩ + b), l.s.', digits(squares.predict(ratings)));

const { certificate: tobits } = model.result;
const { certificate: leasts } = squares.result;
console.log('\npositive where y is not, or not where y is:');
console.log(`Tobit ${(100 * tobits.signDisagreement).toFixed(0)} % of the rows,`);
console.log(`least squares ${(100 * leasts.signDisagreement).toFixed(0)} %`);

assert.equal(model.result.status, 'converged');
assert.deepEqual(tobits.warnings, []);

// As R's AER has it for these five columns (C. Kleiber, A. Zeileis, "Applied econometrics with R", 2008).
const five = ['age', 'yearsmarried', 'religiousness', 'occupation', 'rating'];
const chosen = X.map((row) => row.filter((_, j) => five.includes(featureNames[j])));
const known = await new ReluRegressor({ constraint, loss: tobit() }).fit(chosen, y);
[-0.179, 0.554, -1.686, 0.326, -2.285].forEach((w, j) => {
  assert.ok(Math.abs(known.coef[j] - w) < 1e-3);
});
