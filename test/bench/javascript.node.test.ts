import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  fillBoxMuller,
  type JavaScriptProblem,
  javaScriptFit,
  javaScriptGradient,
} from '../../lab/src/bench/javascript.js';
import { fitSync, paperSchedule, plantedProblem, sparse } from '../../src/index.js';

/** (1/n) Σ (max(0, zᵢ) − yᵢ)(1 + sgn zᵢ) xᵢ and (1/n) Σ (max(0, zᵢ) − yᵢ)², term by term. */
function formula({ X, y, n, d }: JavaScriptProblem, w: ArrayLike<number>) {
  const gradient = new Float64Array(d);
  let objective = 0;
  for (let i = 0; i < n; i++) {
    const row = Array.from(X.subarray(i * d, (i + 1) * d));
    const z = row.reduce((sum, x, j) => sum + x * w[j], 0);
    const residual = Math.max(0, z) - y[i];
    objective += residual ** 2 / n;
    for (let j = 0; j < d; j++) gradient[j] += (residual * (1 + Math.sign(z)) * row[j]) / n;
  }
  return { gradient, objective };
}

describe('the JavaScript that relufit is measured against', () => {
  test.each([
    [1, 1],
    [3, 2],
    [4, 5],
    [5, 4],
    [7, 9],
    [16, 33],
    [33, 16],
  ])('has the gradient and the objective of the formula, %d×%d', (n, d) => {
    for (const precision of ['f32', 'f64'] as const) {
      const { X, y, planted } = plantedProblem({ n, d, seed: 3, precision });
      const problem = { X: X.data, y, n, d } as JavaScriptProblem;
      const gradient = javaScriptGradient();
      const Type = precision === 'f32' ? Float32Array : Float64Array;
      // n·d products of a size near 1, each rounded, and z may be near 0 in no row of this seed.
      const tolerance = 8 * (n + d) * (precision === 'f32' ? 2 ** -24 : 2 ** -53);
      for (const w of [planted.map((x) => x + 0.3), planted.map((x) => -x), new Float64Array(d)]) {
        const iterate = Type.from(w);
        const g = new Type(d).fill(Number.NaN);
        const objective = gradient(problem, iterate, g);
        const expected = formula(problem, iterate);
        expect(Math.abs(objective - expected.objective)).toBeLessThanOrEqual(tolerance * 4);
        g.forEach((value, j) => {
          expect(Math.abs(value - expected.gradient[j])).toBeLessThanOrEqual(tolerance * 4);
        });
      }
    }
  });

  test.each([
    [120, 100, 3],
    [200, 256, 4],
    [300, 11, 11],
  ])('fits as fitSync does: the same iterations, the same weights, %d×%d', (n, d, sparsity) => {
    const { X, y } = plantedProblem({ n, d, sparsity, seed: 1 });
    const problem = { X: X.data, y, n, d } as JavaScriptProblem;
    const gradient = javaScriptGradient();
    const task = { maxIterations: 500, tolerance: 1e-8 };
    const { w, iterations } = javaScriptFit((w, g) => gradient(problem, w, g), problem, {
      ...task,
      sparsity,
    });
    const constraint = sparse(sparsity);
    const ours = fitSync(X, y, { ...task, constraint, stepSize: paperSchedule() });
    expect(ours.status).toBe('converged');
    // fitSync measures its steps against the mean square of X, which is 1 in law alone.
    expect(Math.abs(iterations - ours.iterations)).toBeLessThanOrEqual(1);
    w.forEach((value, j) => {
      expect(value).toBeCloseTo(ours.weights[j], 6);
    });
  });

  test('runs all iterations at tolerance 0, and none at a limit of 0', () => {
    const { X, y } = plantedProblem({ n: 20, d: 10, sparsity: 2, seed: 1 });
    const problem = { X: X.data, y, n: 20, d: 10 } as JavaScriptProblem;
    const gradient = vi.fn(javaScriptGradient());
    const run = (maxIterations: number) =>
      javaScriptFit((w, g) => gradient(problem, w, g), problem, {
        sparsity: 2,
        maxIterations,
        tolerance: 0,
      });
    expect(run(0)).toEqual({ w: new Float64Array(10), iterations: 0 });
    gradient.mockClear();
    expect(run(7).iterations).toBe(7);
    expect(gradient).toHaveBeenCalledTimes(8);
  });

  afterEach(() => vi.restoreAllMocks());

  test('draws normals by the formula of Box and Muller, for any length', () => {
    const uniforms = [0.25, 0.125, 0.5, 0.75];
    for (const length of [0, 1, 2, 3, 4]) {
      let drawn = 0;
      vi.spyOn(Math, 'random').mockImplementation(() => uniforms[drawn++]);
      const out = new Float64Array(length);
      fillBoxMuller(out);
      for (let k = 0; k < length; k++) {
        const [u, v] = uniforms.slice(k - (k % 2));
        const radius = Math.sqrt(-2 * Math.log(1 - u));
        const angle = 2 * Math.PI * v;
        expect(out[k]).toBe(radius * (k % 2 === 0 ? Math.cos(angle) : Math.sin(angle)));
      }
    }
  });
});
