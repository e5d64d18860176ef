// Durable goods bought by 20 households (Tobin 1958), 13 of which bought none: a ReLU with an intercept, by least
// squares. There is nothing to know about two weights, so K is the whole space.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fit, wholeSpace } from 'relufit';

const csv = readFileSync(new URL('data/tobin.csv', import.meta.url), 'utf8').trim();
const [header, ...lines] = csv.split(/\r?\n/).map((line) => line.split(','));
const names = header.slice(1);
const y = lines.map((cells) => Number(cells[0]));
const X = lines.map((cells) => cells.slice(1).map(Number));

const result = await fit(X, y, { constraint: wholeSpace(), intercept: true });

const coefficients = { '(intercept)': result.intercept };
for (const [j, name] of names.entries()) Object.assign(coefficients, { [name]: result.weights[j] });
console.log(`${header[0]} = max(0, ⟨w, x⟩ + b), ${y.length} households`);
console.table(coefficients);
console.log(`mean squared residual ${result.objective.toFixed(4)}, ${result.status}`);

assert.equal(result.status, 'converged');
assert.ok(result.certificate.feasible);
