// Durable goods bought by 20 households (Tobin 1958), 13 of which bought none: a ReLU with an intercept and noise before
// it, by maximum likelihood. There is nothing to know about two weights, so K is the whole space.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fit, tobit, wholeSpace } from 'relufit';

const csv = readFileSync(new URL('data/tobin.csv', import.meta.url), 'utf8').trim();
const [header, ...lines] = csv.split(/\r?\n/).map((line) => line.split(','));
const names = header.slice(1);
const y = lines.map((cells) => Number(cells[0]));
const X = lines.map((cells) => cells.slice(1).map(Number));

const options = { constraint: wholeSpace(), loss: tobit(), intercept: true };
const result = await fit(X, y, options);
const { weights, intercept, sigma = NaN, logLikelihood = NaN, standardErrors } = result;

console.log(`${header[0]} = max(0, ⟨w, x⟩ + b + σg), ${y.length} households`);
const estimates = [...weights, intercept, sigma];
const errors = [
  ...(standardErrors?.weights ?? []),
  standardErrors?.intercept,
  standardErrors?.sigma,
];
console.table(
  Object.fromEntries(
    [...names, '(intercept)', 'σ'].map((name, j) => [
      name,
      { estimate: estimates[j], 'standard error': errors[j] },
    ]),
  ),
);
console.log(`log-likelihood ${logLikelihood.toFixed(4)}, ${result.status}`);

assert.equal(result.status, 'converged');
assert.ok(Math.abs(sigma - 5.572539766) < 1e-8);
