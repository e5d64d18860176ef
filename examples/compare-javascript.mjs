// The same fit by the WebAssembly kernels and by the plain JavaScript of the reference engine. Times are printed and
// not judged; that both find the same weights is.
import assert from 'node:assert/strict';
import { dataset, fitSync, paperSchedule, plantedProblem, sparse } from 'relufit';

const { X, y } = plantedProblem({ n: 625, d: 1000, sparsity: 20, seed: 2 });
const options = { constraint: sparse(20), stepSize: paperSchedule() };
const ROUNDS = 5;

const wasm = dataset(X, y, { engine: 'wasm' });
const reference = dataset(X, y, { engine: 'reference' });

/** @param {import('relufit').Dataset} data */
function timed(data) {
  const result = fitSync(data, options);
  return { result, milliseconds: result.timing.total / result.iterations };
}

// One of each to warm up, then in turns, so that whatever else the machine does meets both.
const compiled = timed(wasm).result;
const plain = timed(reference).result;
const ratios = Array.from({ length: ROUNDS }, () => {
  const slow = timed(reference).milliseconds;
  const fast = timed(wasm).milliseconds;
  console.log(`per iteration: JavaScript ${slow.toFixed(3)} ms, WebAssembly ${fast.toFixed(3)} ms`);
  return slow / fast;
});
const [least, , median, , most] = ratios.sort((a, b) => a - b);
console.log(
  `JavaScript / WebAssembly: ${median.toFixed(1)} (${least.toFixed(1)}–${most.toFixed(1)}), n = 625, d = 1000, f64`,
);

const difference = Math.max(...compiled.weights.map((w, j) => Math.abs(w - plain.weights[j])));
console.log(`largest difference between the weights: ${difference.toExponential(1)}`);
assert.equal(compiled.status, 'converged');
assert.equal(plain.status, 'converged');
assert.ok(difference <= 1e-8);

wasm.dispose();
reference.dispose();
