// The same algorithm twice: as one would write it in JavaScript, and by relufit. Both find the same weights, which is
// asserted; times are printed and not judged. relufit does a little more: it also keeps a trace of residuals and supports.
import assert from 'node:assert/strict';
import { dataset, fitSync, paperSchedule, plantedProblem, sparse } from 'relufit';

const SHAPE = { n: 625, d: 1000, sparsity: 20, seed: 2 };
const ITERATIONS = 40;
const ROUNDS = 7;

const { X, y, planted } = plantedProblem(SHAPE);
const data = dataset(X, y, { engine: 'wasm' });
const options = {
  constraint: sparse(SHAPE.sparsity),
  stepSize: paperSchedule(),
  tolerance: 0,
  maxIterations: ITERATIONS,
};

/**
 * w ← H_s(w − μ∇L(w)), L(w) = (1/n) Σ (max(0, ⟨w,xᵢ⟩) − yᵢ)², μ = 2 at first and then 1. H_s keeps the s largest.
 * One trip over X forwards and one backwards an iteration, a row at a time, in typed arrays.
 *
 * @param {import('relufit').Numbers} X n×d, row-major
 * @param {ArrayLike<number>} y
 * @param {number} s
 */
function projectedGradient(X, y, s) {
  const n = y.length;
  const d = X.length / n;
  const w = new Float64Array(d);
  const gradient = new Float64Array(d);
  for (let t = 0; t < ITERATIONS; t++) {
    gradient.fill(0);
    // 0 where w is, as most of it is: the trip forwards needs the others alone.
    const support = Array.from(w.keys()).filter((j) => w[j] !== 0);
    for (let i = 0; i < n; i++) {
      const row = i * d;
      let z = 0;
      for (const j of support) z += X[row + j] * w[j];
      // At the kink, where w₀ = 0 begins, the mean of the slopes 0 and 1.
      const slope = z > 0 ? 1 : z === 0 ? 0.5 : 0;
      if (slope === 0) continue;
      const weight = (2 / n) * slope * (Math.max(0, z) - y[i]);
      for (let j = 0; j < d; j++) gradient[j] += weight * X[row + j];
    }
    const step = t === 0 ? 2 : 1;
    for (let j = 0; j < d; j++) w[j] -= step * gradient[j];
    const order = Array.from(w.keys()).sort((a, b) => Math.abs(w[b]) - Math.abs(w[a]) || a - b);
    for (const j of order.slice(s)) w[j] = 0;
  }
  return w;
}

/** @template T @param {() => T} run */
function timed(run) {
  const start = performance.now();
  const value = run();
  return { value, milliseconds: (performance.now() - start) / ITERATIONS };
}

const byHand = () => projectedGradient(X.data, y, SHAPE.sparsity);
const byRelufit = () => fitSync(data, options).weights;

// One of each to warm up, then in turns, each first as often as the other can be: what else the machine does meets both.
const plain = byHand();
const compiled = byRelufit();
const ratios = Array.from({ length: ROUNDS }, (_, round) => {
  const before = round % 2 === 0 ? timed(byHand).milliseconds : undefined;
  const fast = timed(byRelufit).milliseconds;
  const slow = before ?? timed(byHand).milliseconds;
  console.log(`an iteration: JavaScript ${slow.toFixed(3)} ms, relufit ${fast.toFixed(3)} ms`);
  return slow / fast;
}).sort((a, b) => a - b);
const { n, d } = SHAPE;
console.log(
  `JavaScript / relufit: ${ratios[(ROUNDS - 1) / 2].toFixed(1)}, the median of ${ratios[0].toFixed(1)} to ` +
    `${ratios[ROUNDS - 1].toFixed(1)}; n = ${n}, d = ${d}, f64, one thread`,
);

/** @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
const distance = (a, b) => Math.max(...Array.from(a, (value, j) => Math.abs(value - b[j])));
console.log(
  `largest difference between the weights: ${distance(plain, compiled).toExponential(1)}`,
);
assert.ok(distance(plain, compiled) <= 1e-8);
assert.ok(distance(compiled, planted) <= 1e-8);

data.dispose();
