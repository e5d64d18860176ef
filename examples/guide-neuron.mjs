import assert from 'node:assert/strict';
import {
  fit,
  lowRank,
  messagePassing,
  paperSchedule,
  plantedProblem,
  pursuit,
  sparse,
} from 'relufit';
import { field } from './data/receptive-field.mjs';

// A neuron weighs 24 places × 16 moments of a flickering picture (white noise), and fires where the sum is positive.
const { rows, columns, weights: truth } = field;
const d = rows * columns;
const separable = lowRank({ rows, columns, rank: 1 }); // weights of places times weights of moments
const few = sparse(truth.filter((w) => w !== 0).length); // 81 of the 384
const stimuli = (n, noise) => plantedProblem({ n, d, planted: truth, noise, seed: 1 });

console.log('relative error, noise of 0.1 before and after the ReLU');
console.log('stimuli    STA  its rank 1    PGD  pursuit  messages, sparse');
for (const n of [100, 200, 400, 800, 1600]) {
  const { X, y } = stimuli(n, { before: 0.1, after: 0.1 });
  const average = triggeredAverage(X.data, y);
  const errors = [
    average,
    separable.project(average),
    (await fit(X, y, { constraint: separable, stepSize: paperSchedule() })).weights,
    (await fit(X, y, { constraint: separable, solver: pursuit() })).weights,
    (await fit(X, y, { constraint: few, solver: messagePassing() })).weights,
  ].map((weights) => distance(weights, truth).toFixed(2));
  const widths = [7, 12, 7, 9, 18];
  const cells = errors.map((error, k) => error.padStart(widths[k]));
  console.log(`${String(n).padStart(7)}${cells.join('')}`);
}

console.log('\nwhat the result of pursuit says');
console.log('noise   stimuli  error  objective  signDisagreement  few rows?');
for (const [kind, level] of Object.entries({ before: 0.1, after: 0.1 })) {
  for (const n of [80, 200, 800]) {
    const { X, y } = stimuli(n, { [kind]: level });
    const result = await fit(X, y, { constraint: separable, solver: pursuit() });
    const { signDisagreement, warnings } = result.certificate;
    console.log(
      kind.padEnd(6),
      String(n).padStart(8),
      distance(result.weights, truth).toFixed(2).padStart(6),
      result.objective.toFixed(4).padStart(10),
      signDisagreement.toFixed(2).padStart(17),
      warnings.some((warning) => warning.includes('fewer than')) ? '       warned' : '',
    );
    assert.ok(n < 200 || distance(result.weights, truth) < 0.1);
  }
}

/** (2/n) Σ yᵢxᵢ, on white noise w in the mean. */
function triggeredAverage(data, y) {
  const sum = new Float64Array(d);
  for (let i = 0; i < y.length; i++) for (let j = 0; j < d; j++) sum[j] += y[i] * data[i * d + j];
  return sum.map((value) => (2 * value) / y.length);
}

/** Of a true field of length 1. */
function distance(weights, w) {
  return Math.hypot(...weights.map((value, j) => value - w[j]));
}
