import { custom, fitSync, plantedProblem } from 'relufit';
import { checkProjection } from 'relufit/testing';

// Weights that read the same from both ends.
const symmetric = custom({
  name: 'symmetric',
  project: (v) => v.map((x, j) => (x + v[v.length - 1 - j]) / 2),
  contains: (w, tolerance) =>
    w.every(
      (x, j) => Math.abs(x - w[w.length - 1 - j]) <= tolerance * Math.max(...w.map(Math.abs)),
    ),
  convex: true,
  cone: true,
});

// Throws, with the case, where a law of projections is broken.
console.log('laws that hold:', checkProjection(symmetric).laws.length);

const { X, y, planted } = plantedProblem({ n: 200, d: 60, constraint: symmetric, seed: 1 });
const result = fitSync(X, y, { constraint: symmetric, planted });
console.log(result.status, '‖w − w*‖ =', result.trace.error?.at(-1));
