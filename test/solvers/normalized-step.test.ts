import { describe, expect, test } from 'vitest';
import {
  type Constraint,
  fit,
  fitSync,
  groupSparse,
  type Loss,
  l1Ball,
  leastSquares,
  normalizedStep,
  plantedProblem,
  sparse,
  sparseNonnegative,
  wholeSpace,
} from '../../src/index.js';
import { normals } from '../../src/testing/random.js';
import { expectError } from '../support/errors.js';
import { atOnce, withProblem } from '../support/with-problem.js';

describe.each(['wasm', 'reference'] as const)('engine %s', (engine) => {
  test.each([
    [false, 'linear'],
    [false, 'relu'],
    [true, 'relu'],
  ] as const)(
    'the step is ‖g_S‖²/((1/n) Σ ωᵢ⟨xᵢ,g_S⟩²), intercept %s, %s',
    (intercept, observation) => {
      const [n, d, s] = [90, 30, 4];
      const { X, y } = plantedProblem({ n, d, sparsity: s, seed: 3, observation });
      const initial = new Float64Array(d);
      initial.set([1, -2, 0, 0.5, 0.25], 3);
      // A loss that is not the kernels' takes the other way through the engine, and plain numbers are the oracle.
      const own: Loss = { ...leastSquares(), name: 'own' };
      for (const loss of [leastSquares(), own]) {
        for (const start of [initial, new Float64Array(d)]) {
          const { trace } = fitSync(X, y, {
            ...{ constraint: sparse(s), observation, engine, loss, initial: start, intercept },
            ...{ stepSize: normalizedStep(), tolerance: 0, maxIterations: 0 },
          });
          if (intercept) expect(trace.stepSize[0]).toBeGreaterThan(0);
          else expect(trace.stepSize[0] / expected(start)).toBeCloseTo(1, 9);
        }
      }

      // In the coordinates in which columns have mean square 1.
      function expected(start: Float64Array): number {
        const c = new Float64Array(d);
        for (let k = 0; k < n * d; k++) c[k % d] += X.data[k] ** 2 / n;
        const at = (i: number, j: number) => X.data[i * d + j] / Math.sqrt(c[j]);
        const u = start.map((w, j) => w * Math.sqrt(c[j]));
        const g = new Float64Array(d);
        const z = Float64Array.from({ length: n }, (_, i) =>
          u.reduce((sum, value, j) => sum + value * at(i, j), 0),
        );
        const slope = z.map((z) => (observation === 'linear' ? 2 : 1 + Math.sign(z)));
        z.forEach((z, i) => {
          const r = observation === 'linear' ? z - y[i] : Math.max(0, z) - y[i];
          for (let j = 0; j < d; j++) g[j] += (r * slope[i] * at(i, j)) / n;
        });
        const mark = start.some((x) => x !== 0) ? start : sparse(s).project(g.map((x) => -x));
        const h = g.map((x, j) => (mark[j] !== 0 ? x : 0));
        let bend = 0;
        for (let i = 0; i < n; i++) {
          const along = h.reduce((sum, x, j) => sum + x * at(i, j), 0);
          bend += ((slope[i] ** 2 / 2) * along ** 2) / n;
        }
        const step = h.reduce((sum, x) => sum + x * x, 0) / bend;
        // Shrunk by halves where the support changes: the first try is what is compared.
        const { stepSize } = fitSync(X, y, {
          ...{ constraint: sparse(s), observation, engine, initial: start },
          ...{ stepSize: normalizedStep(), tolerance: 0, maxIterations: 0 },
        }).trace;
        const halvings = Math.round(Math.log2(step / stepSize[0]));
        expect(halvings).toBeGreaterThanOrEqual(0);
        return step / 2 ** halvings;
      }
    },
  );

  test('problems are recovered, with every set that it takes', () => {
    const groups = Array.from({ length: 50 }, (_, k) => [0, 1, 2, 3].map((j) => 4 * k + j));
    const sets: Constraint[] = [sparse(4), sparseNonnegative(4), groupSparse({ groups, count: 2 })];
    for (const constraint of sets) {
      for (const precision of ['f32', 'f64'] as const) {
        const { X, y, planted } = plantedProblem({
          n: 300,
          d: 200,
          constraint,
          seed: 5,
          precision,
        });
        const { status, trace } = fitSync(X, y, {
          ...{ constraint, planted, engine, stepSize: normalizedStep() },
        });
        expect([constraint.name, status]).toEqual([constraint.name, 'converged']);
        expect(trace.error?.at(-1)).toBeLessThan(precision === 'f32' ? 1e-5 : 1e-8);
      }
    }
  });

  test('the objective never rises', () => {
    const [n, d] = [60, 40];
    const data = normals(n * d, 6).map((x, k) => (x + 2) * 10 ** ((k % 7) - 3));
    const y = normals(n, 7).map((value) => value * 3 + 1);
    for (const constraint of [sparse(5), wholeSpace()]) {
      const { trace } = fitSync({ data, rows: n, columns: d }, y, {
        ...{ constraint, engine, stepSize: normalizedStep(), maxIterations: 200 },
      });
      for (let t = 1; t < trace.objective.length; t++) {
        expect(trace.objective[t]).toBeLessThanOrEqual(trace.objective[t - 1] * (1 + 1e-13));
      }
    }
  });
});

test('where the support changes a step is taken only if it is short for the curvature along it', () => {
  const [c, d] = [0.3, 20];
  const { X, y } = plantedProblem({ n: 60, d, sparsity: 4, seed: 2, observation: 'linear' });
  const options = { constraint: sparse(4), observation: 'linear' } as const;
  withProblem(X, y, options, (problem) => {
    const rule = normalizedStep({ c });
    const [u, g, next, gNext] = problem.allocate(4);
    u.array.set([1, -1, 0.5, 0.25], 8);
    problem.gradient(u, g);
    const measured = atOnce((rule.measure as NonNullable<typeof rule.measure>)(problem, u, g));
    const seen = { same: 0, short: 0, long: 0 };
    for (let mu = measured.step * 4; mu > measured.step / 50; mu /= 1.3) {
      problem.projectedStep(u, g, mu, next);
      problem.gradient(next, gNext);
      const same = next.array.every((x, j) => (x !== 0) === (u.array[j] !== 0));
      // Of a quadratic the gradient's change is the curvature.
      let bend = 0;
      for (let j = 0; j < d; j++) {
        bend += (gNext.array[j] - g.array[j]) * (next.array[j] - u.array[j]);
      }
      const isShort = mu * bend <= (1 - c) * problem.squaredDistance(next, u);
      expect(atOnce(measured.accepts(next, mu))).toBe(same || isShort);
      seen[same ? 'same' : isShort ? 'short' : 'long']++;
    }
    expect(Math.min(seen.short, seen.long)).toBeGreaterThan(0);
  });
});

test('other sets, and losses without a curvature, are refused before anything runs', () => {
  const { X, y } = plantedProblem({ n: 30, d: 20, seed: 5 });
  const stepSize = normalizedStep();
  const where = 'options.stepSize normalizedStep';
  expectError(() => fitSync(X, y, { constraint: l1Ball(1), stepSize }), 'INCOMPATIBLE', where);
  const { curvature: _, ...flat } = leastSquares();
  expectError(
    () => fitSync(X, y, { constraint: sparse(2), stepSize, loss: flat }),
    ...(['INCOMPATIBLE', where, 'a loss whose curvature is known'] as const),
  );
});

test.each([{ c: 0 }, { c: 1 }, { shrink: 1 }, { shrink: NaN }, { step: 1 }])(
  'parameters of %o are refused',
  (given) => {
    expectError(() => normalizedStep(given as object), 'INVALID_ARGUMENT', 'normalizedStep');
  },
);

test('it travels to a worker, and is asked from here', async () => {
  const { X, y } = plantedProblem({ n: 300, d: 60, sparsity: 4, seed: 2 });
  const options = { constraint: sparse(4), stepSize: normalizedStep({ c: 0.1 }) };
  const { weights } = fitSync(X, y, { ...options, engine: 'wasm' });
  for (const more of [{}, { onIteration: () => {} }]) {
    expect((await fit(X, y, { ...options, ...more, background: true })).weights).toEqual(weights);
  }
});
