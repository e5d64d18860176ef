// Which of eight answers explain a count that three of four people put at 0? Fair's survey of 601 marriages (1978).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { ReluRegressor, ReluRegressorCV, sparse, tobit, wholeSpace } from 'relufit';

const csv = readFileSync(new URL('data/affairs.csv', import.meta.url), 'utf8').trim();
const [header, ...lines] = csv.split(/\r?\n/).map((line) => line.split(','));
const numberOf = (cell) => ({ male: 1, female: 0, yes: 1, no: 0 })[cell] ?? Number(cell);
const y = lines.map(([affairs]) => Number(affairs));
const X = lines.map((cells) => cells.slice(1).map(numberOf));
const featureNames = header.slice(1);

// Nothing is known of the weights but that there are eight of them and 601 rows: the whole space.
const all = { constraint: wholeSpace(), featureNames };
const model = await new ReluRegressor({ ...all, loss: tobit() }).fit(X, y);
console.log(String(model.summary()));

// What least squares through a ReLU says of the same rows.
const squares = await new ReluRegressor(all).fit(X, y);
console.log('\n               ', 'Tobit', 'least squares');
featureNames.forEach((name, j) => console.log(name, model.coef[j], squares.coef[j]));

const cv = new ReluRegressorCV({
  constraint: sparse,
  levels: [1, 2, 3, 4, 5, 6, 7, 8],
  loss: tobit(),
  folds: 10,
  featureNames,
});
await cv.fit(X, y);
console.log(String(cv.cvResults));
for (const { level, coef } of cv.path)
  console.log(level, featureNames.filter((_, j) => coef[j] !== 0).join(' '));
console.log(String(cv.summary()));
console.log(
  cv.predict(X.slice(0, 5)),
  model.predict(X.slice(0, 5)),
  squares.predict(X.slice(0, 5)),
);
console.log(
  squares.result.certificate,
  squares.result.status,
  squares.summary().rSquared,
  model.result.solver,
  squares.result.solver,
  cv.result.solver,
);
const st = await cv.bestEstimator.stabilitySelection(X, y);
console.log(st);
