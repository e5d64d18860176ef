// relufit inside a larger program: the data are loaded once and fitted under several constraints, each fit reports its
// progress, and a signal ends it.
import assert from 'node:assert/strict';
import { dataset, fit, l1Ball, l2Ball, plantedProblem, RelufitError, sparse } from 'relufit';

const { X, y, planted } = plantedProblem({ n: 300, d: 400, sparsity: 8, seed: 3, noise: 0.01 });
const radius = planted.reduce((sum, value) => sum + Math.abs(value), 0);
const data = dataset(X, y);

console.log('constraint    status            iterations  nonzeros  ‖w − w*‖');
for (const constraint of [sparse(4), sparse(8), sparse(16), l1Ball(radius), l2Ball(1)]) {
  const result = await fit(data, { constraint, planted });
  const { supportSize, error } = result.trace;
  console.log(
    `${constraint.name} ${constraint.level?.toPrecision(3)}`.padEnd(14) +
      result.status.padEnd(18) +
      String(result.iterations).padStart(10) +
      String(supportSize.at(-1)).padStart(10) +
      (error?.at(-1) ?? NaN).toExponential(1).padStart(10),
  );
  assert.ok(result.certificate.feasible);
}

// A signal ends a fit, which answers with the iterate it had. Here the program itself has seen enough.
const controller = new AbortController();
const aborted = await fit(data, {
  constraint: sparse(8),
  signal: controller.signal,
  onIteration({ iteration, objective }) {
    console.log(`iteration ${iteration}: L = ${objective.toExponential(3)}`);
    if (iteration === 5) controller.abort();
  },
});
console.log(aborted.status, 'after', aborted.iterations, 'iterations');
assert.equal(aborted.status, 'aborted');
assert.equal(aborted.iterations, 5);

// What cannot be computed is refused in words and with a code; the program decides by the code.
try {
  await fit(data, { constraint: sparse(1000) });
  assert.fail('a sparsity beyond d must be refused');
} catch (error) {
  if (!(error instanceof RelufitError)) throw error;
  console.log(`${error.code}: ${error.message}`);
}

data.dispose();
