import { describe, expect, test } from 'vitest';
import {
  type FitOptions,
  fitSync,
  plantedProblem,
  robust,
  sparse,
  wholeSpace,
} from '../../src/index.js';
import { LINEAR, observe, RELU } from '../../src/problem/observation.js';
import { normals, Random } from '../../src/testing/random.js';
import { expectError } from '../support/errors.js';

/** Adds ± size times the root mean square of y to `count` of the observations. */
function withOutliers(y: ArrayLike<number>, count: number, size: number, seed: number) {
  const wrong = Float64Array.from(y);
  const rms = Math.sqrt(wrong.reduce((sum, value) => sum + value ** 2, 0) / wrong.length);
  const random = new Random(seed);
  const rows = new Set<number>();
  while (rows.size < count) rows.add(random.integer(wrong.length));
  for (const i of rows) wrong[i] += (random.uniform() < 0.5 ? -1 : 1) * size * rms;
  return wrong;
}

describe('at the paper’s size, with 5 % of gross outliers', () => {
  test.each([1, 2, 3, 4])('robust recovers and least squares does not, seed %i', (seed) => {
    const { X, y, planted } = plantedProblem({ n: 625, d: 1000, sparsity: 20, seed });
    const wrong = withOutliers(y, 31, 10, seed);
    const options: FitOptions = { constraint: sparse(20), planted };
    const error = (outliers?: number) => {
      const loss = outliers === undefined ? undefined : robust({ outliers });
      const { trace, status } = fitSync(X, wrong, { ...options, loss });
      return { error: trace.error?.at(-1), status };
    };
    for (const outliers of [31, 0.05, 0.08]) {
      const found = error(outliers);
      expect(found.status).toBe('converged');
      expect(found.error).toBeLessThan(1e-8);
    }
    expect(error().error).toBeGreaterThan(0.1);
  });

  test.each(['wasm', 'reference'] as const)('small outliers too, on the engine %s', (engine) => {
    const { X, y, planted } = plantedProblem({ n: 300, d: 200, sparsity: 5, seed: 5 });
    for (const size of [1, 3]) {
      const wrong = withOutliers(y, 15, size, 8);
      const loss = robust({ outliers: 15 });
      const { trace } = fitSync(X, wrong, { constraint: sparse(5), planted, loss, engine });
      expect(trace.error?.at(-1)).toBeLessThan(1e-8);
    }
  });
});

test('L is the least over all sets of k rows to leave out', () => {
  const [z, y] = [normals(8, 1), normals(8, 2)];
  const squares = z.map((value, i) => (observe(value, RELU) - y[i]) ** 2);
  const loss = robust({ outliers: 3 });
  const shared = loss.shared?.(z, y, RELU) ?? NaN;
  const ours = z.reduce((sum, value, i) => sum + loss.value(value, y[i], RELU, shared), 0);
  let least = Infinity;
  for (let rows = 0; rows < 256; rows++) {
    const out = Array.from(squares.keys()).filter((i) => (rows >> i) & 1);
    if (out.length > 3) continue;
    least = Math.min(
      least,
      squares.reduce((sum, x, i) => sum + (out.includes(i) ? 0 : x), 0),
    );
  }
  expect(ours).toBeCloseTo(least, 14);
});

test('a row of weight 2 is two rows', () => {
  const [z, y] = [normals(9, 3), normals(9, 4)];
  const repeat = (values: Float64Array) =>
    Float64Array.from([...values].flatMap((value, i) => (i < 3 ? [value, value] : [value])));
  for (const outliers of [1, 2, 3, 4, 5]) {
    const weights = z.map((_, i) => (i < 3 ? 2 : 1));
    const weighted = robust({ outliers }).shared?.(z, y, LINEAR, weights);
    const repeated = robust({ outliers }).shared?.(repeat(z), repeat(y), LINEAR);
    expect(weighted).toBe(repeated);
  }
});

test('no row left out is least squares', () => {
  const { X, y } = plantedProblem({ n: 12, d: 3, seed: 4, noise: 0.1 });
  const plain = fitSync(X, y, { constraint: wholeSpace() });
  const none = fitSync(X, y, { constraint: wholeSpace(), loss: robust({ outliers: 0.05 }) });
  expect(none.objective).toBeCloseTo(plain.objective, 12);
});

test.each([0, -0.1, 0.51, 0.99, 1.5, -1, NaN, Infinity, '3', undefined, null])(
  'outliers of %o are refused',
  (outliers) => {
    const action = () => robust({ outliers: outliers as number });
    expectError(action, 'INVALID_ARGUMENT', 'robust({ outliers })', 'a fraction');
  },
);

test('the example of the docstring', () => {
  const shared = robust({ outliers: 1 }).shared;
  expect(shared?.(Float64Array.of(1, 2, 3), Float64Array.of(1, 2.5, 90), RELU)).toBe(0.5);
});
