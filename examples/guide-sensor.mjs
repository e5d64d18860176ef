import assert from 'node:assert/strict';
import { fit, plantedProblem, pursuit, ReluRegressorCV, robust, sparse } from 'relufit';

// A signal of 256 numbers, 12 of them not 0, seen by 160 random projections, through a sensor that shows nothing
// beyond ±0.5: 92 of the 160 readings are at an end.
const censoring = { lower: -0.5, upper: 0.5 };
const given = { n: 160, d: 256, sparsity: 12, noise: { before: 0.01 }, seed: 2 };
const { X, y, planted } = plantedProblem({ ...given, observation: censoring });

const result = await fit(X, y, { constraint: sparse(12), censoring, solver: pursuit() });

const show = (what, { weights, status }) =>
  console.log(`${what.padEnd(34)}${errorOf(weights).toFixed(3)}  ${status}`);
show('pursuit, censoring told', result);

// The same readings, less well.
const believe = (X, y) =>
  fit(X, y, { constraint: sparse(12), observation: 'linear', solver: pursuit() });
show('saturated readings at face value', await believe(X, y));
const within = Array.from(y.keys()).filter((i) => Math.abs(y[i]) < 0.5);
const rows = within.map((i) => X.data.slice(i * 256, (i + 1) * 256));
const kept = Array.from(within, (i) => y[i]);
show('saturated readings thrown away', await believe(rows, kept));
const local = await fit(X, y, { constraint: sparse(12), censoring });
show('the default solver', local);

console.log('\nobjective, and what noise explains: 0.01² × the part of readings within');
const noise = 0.01 ** 2 * (within.length / y.length);
for (const [name, { objective }] of Object.entries({ pursuit: result, default: local })) {
  console.log(`${name}  ${objective.toExponential(1)}  ${noise.toExponential(1)}`);
}

// How many are not 0? Columns are of one kind, and without input the sensor shows 0: neither standardise nor add b.
const model = new ReluRegressorCV({
  constraint: sparse,
  levels: [4, 8, 10, 12, 14, 16, 20],
  censoring,
  solver: pursuit(),
  standardize: false,
  intercept: false,
});
await model.fit(X, y);
console.log(`\n${model.cvResults}\n`);

// Five readings come with the wrong sign.
const broken = y.map((value, i) => (i % 32 === 7 ? -value : value));
const trusting = { constraint: sparse(12), censoring, solver: pursuit() };
show('5 broken readings', await fit(X, broken, trusting));
const wary = await fit(X, broken, { ...trusting, loss: robust({ outliers: 8 }) });
show('… robust({ outliers: 8 })', wary);

assert.ok(errorOf(result.weights) < 0.01 && errorOf(wary.weights) < 0.02);
assert.equal(model.bestLevel, 12);

function errorOf(weights) {
  const length = (v) => Math.hypot(...v);
  return length(weights.map((w, j) => w - planted[j])) / length(planted);
}
