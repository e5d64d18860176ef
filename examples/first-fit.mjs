import { fit, plantedProblem, predict, sparse } from 'relufit';

// 250 samples of y = max(0, ⟨w*, x⟩) in 400 dimensions; 8 of the 400 weights are not zero.
const { X, y, planted } = plantedProblem({ n: 250, d: 400, sparsity: 8, seed: 1 });

const result = await fit(X, y, { constraint: sparse(8), planted });

console.log(result.status, 'after', result.iterations, 'iterations on', result.engine.name);
console.log('‖w − w*‖ =', result.trace.error?.at(-1));
console.log('predictions:', predict(result, X).slice(0, 3), 'observed:', y.slice(0, 3));
