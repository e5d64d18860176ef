// The paper's setting: unit-norm planted weights with 20 nonzeros in 1000 dimensions, 625 Gaussian rows, and the
// paper's steps. The weights come back although there are fewer rows than columns.
import assert from 'node:assert/strict';
import { fit, paperSchedule, plantedProblem, sparse } from 'relufit';

const { X, y, planted } = plantedProblem({ n: 625, d: 1000, sparsity: 20, seed: 1 });

const result = await fit(X, y, {
  constraint: sparse(20),
  stepSize: paperSchedule(),
  planted,
});

const error = Array.from(result.trace.error ?? []);
for (let t = 0; t < error.length; t += 4) {
  console.log(`t = ${String(t).padStart(2)}   ‖w_t − w*‖ = ${error[t].toExponential(2)}`);
}
const { status, iterations, engine, timing } = result;
console.log(
  `${status} after ${iterations} iterations, ${timing.total.toFixed(1)} ms on ${engine.name}`,
);
console.log(`final error ${error[iterations].toExponential(2)}`);

assert.equal(status, 'converged');
assert.ok(error[iterations] <= 1e-8);
