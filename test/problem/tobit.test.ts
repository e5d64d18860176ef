import { describe, expect, test } from 'vitest';
import {
  type Constraint,
  type FitOptions,
  type FitResult,
  fit,
  fitSync,
  l1Ball,
  monotoneCone,
  nonnegative,
  type Observation,
  plantedProblem,
  projectedGradient,
  sparse,
  tobit,
  wholeSpace,
} from '../../src/index.js';
import { LINEAR, RELU, responseOf } from '../../src/problem/observation.js';
import { normals } from '../../src/testing/random.js';

const ENGINES = ['wasm', 'reference'] as const;
const loss = tobit();

// log Φ(x) by Simpson's rule from far below: independent of the library, good to about 1e-9.
function logPhi(x: number): number {
  const steps = 400;
  const from = Math.min(x, 0) - 9;
  const h = (x - from) / steps;
  let sum = 0;
  for (let k = 0; k <= steps; k++) {
    const u = from + k * h;
    sum += (k === 0 || k === steps ? 1 : k % 2 ? 4 : 2) * Math.exp(-0.5 * (u - x) * (u + x));
  }
  return Math.log((sum * h) / 3 / Math.sqrt(2 * Math.PI)) - 0.5 * x * x;
}

interface Data {
  readonly rows: number[][];
  readonly y: ArrayLike<number>;
  readonly lower: number;
  readonly upper: number;
}

// The log-likelihood as the books write it, of weights whose last is the intercept.
function logLikelihood({ rows, y, lower, upper }: Data, w: number[], sigma: number): number {
  return rows.reduce((sum, x, i) => {
    const z = x.reduce((sum, value, j) => sum + value * w[j], w[x.length]);
    if (y[i] <= lower) return sum + logPhi((lower - z) / sigma);
    if (y[i] >= upper) return sum + logPhi((z - upper) / sigma);
    const u = (y[i] - z) / sigma;
    return sum - Math.log(sigma) - 0.5 * Math.log(2 * Math.PI) - 0.5 * u * u;
  }, 0);
}

// The largest value by golden section along one coordinate after the other, log σ the last of them.
function slowMaximum(data: Data): { w: number[]; sigma: number; value: number } {
  const d = data.rows[0].length;
  const at = new Array(d + 2).fill(0);
  const value = () => logLikelihood(data, at.slice(0, -1), Math.exp(at[d + 1]));
  const golden = (Math.sqrt(5) - 1) / 2;
  let width = 4;
  for (let sweep = 0; sweep < 24; sweep++) {
    for (let j = 0; j < at.length; j++) {
      let [low, high] = [at[j] - width, at[j] + width];
      const f = (x: number) => {
        at[j] = x;
        return value();
      };
      for (let k = 0; k < 24; k++) {
        const [a, b] = [high - golden * (high - low), low + golden * (high - low)];
        if (f(a) < f(b)) low = a;
        else high = b;
      }
      at[j] = (low + high) / 2;
    }
    width = Math.max(width / 2, 1e-2);
  }
  return { w: at.slice(0, -1), sigma: Math.exp(at[d + 1]), value: value() };
}

describe('the shared σ', () => {
  const [z, g] = [normals(50, 1), normals(50, 2)];

  test.each<Observation>(['relu', 'linear', { lower: -0.5, upper: 0.8 }, { upper: 0.3 }])(
    'of %j is the best one, to rounding',
    (observation) => {
      const response = responseOf(observation);
      const y = z.map((value, i) =>
        Math.min(response.upper, Math.max(response.lower, value + 0.7 * g[i])),
      );
      const weights = g.map((value) => Math.abs(value) / 0.8);
      for (const given of [undefined, weights]) {
        for (const scale of [1e-100, 1, 1e100]) {
          const [Z, Y] = [z.map((value) => scale * value), y.map((value) => scale * value)];
          const ends = {
            ...response,
            lower: scale * response.lower,
            upper: scale * response.upper,
          };
          if (Number.isNaN(ends.lower)) ends.lower = 0;
          const sigma = loss.shared?.(Z, Y, ends, given) ?? NaN;
          const value = (s: number) =>
            Z.reduce((sum, x, i) => sum + (given?.[i] ?? 1) * loss.value(x, Y[i], ends, s), 0);
          // The derivative in log σ is 0 to rounding.
          const slope = (value(sigma * 1.0001) - value(sigma / 1.0001)) / 2e-4;
          expect(Math.abs(slope)).toBeLessThan(1e-5);
          expect(value(sigma * 1.01)).toBeGreaterThan(value(sigma));
          expect(value(sigma / 1.01)).toBeGreaterThan(value(sigma));
        }
      }
    },
  );

  test('of linear observations it is the root mean square residual', () => {
    const sigma = loss.shared?.(z, g, LINEAR) ?? NaN;
    const mean = z.reduce((sum, value, i) => sum + (value - g[i]) ** 2 / 50, 0);
    expect(sigma).toBeCloseTo(Math.sqrt(mean), 14);
  });

  test('it ends whatever z is', () => {
    for (const size of [0, 1e-300, 1e20, 1e154, 1e300, Infinity, NaN]) {
      for (const y of [
        g,
        g.map(Math.abs),
        g.map((value) => Math.max(0, value)),
        new Float64Array(50),
      ]) {
        const sigma = loss.shared?.(
          z.map((value) => size * value),
          y,
          RELU,
        );
        expect(sigma === undefined || sigma > 0 || Number.isNaN(sigma)).toBe(true);
      }
    }
  });
});

describe.each(ENGINES)('on the engine %s', (engine) => {
  const { X, y } = plantedProblem({
    n: 60,
    d: 2,
    seed: 3,
    planted: [1, -0.7],
    noise: { before: 0.6 },
  });
  const rows = Array.from({ length: 60 }, (_, i) => [...X.data.subarray(2 * i, 2 * i + 2)]);
  const latent = rows.map((x, i) => 0.2 + x[0] - 0.7 * x[1] + 0.6 * normals(60, 8)[i]);
  expect(y.length).toBe(60);

  test.each([
    [0, Infinity],
    [-Infinity, 0.5],
    [-0.5, 0.9],
    [-3, -0.2],
  ])('censoring at %f and %f: the maximum that a slow search finds', (lower, upper) => {
    const observed = latent.map((value) => Math.min(upper, Math.max(lower, value)));
    const slow = slowMaximum({ rows, y: observed, lower, upper });
    const censoring = { lower, upper };
    for (const solver of [undefined, projectedGradient()]) {
      const options: FitOptions = { constraint: wholeSpace(), censoring, loss, engine, solver };
      const result = fitSync(rows, observed, { ...options, intercept: true });
      expect(result.status).toBe('converged');
      expect(result.logLikelihood).toBeGreaterThan(slow.value - 1e-6);
      expect(result.logLikelihood).toBeCloseTo(slow.value, 5);
      const ours = [...result.weights, result.intercept, result.sigma];
      [...slow.w, slow.sigma].forEach((value, j) => {
        expect(ours[j]).toBeCloseTo(value, 3);
      });
    }
  });

  test('without censoring it is ordinary regression', () => {
    const options: FitOptions = { constraint: wholeSpace(), observation: 'linear', engine };
    const ours = fitSync(rows, latent, { ...options, loss, intercept: true });
    const squares = fitSync(rows, latent, { ...options, intercept: true });
    ours.weights.forEach((w, j) => {
      expect(w).toBeCloseTo(squares.weights[j], 9);
    });
    expect(ours.sigma).toBeCloseTo(Math.sqrt(squares.objective), 9);
  });

  test('weights are numbers of rows', () => {
    const observed = latent.map((value) => Math.max(0, value));
    const weights = observed.map((_, i) => i % 3);
    const times = <T>(values: T[]) =>
      values.flatMap((value, i) => new Array<T>(weights[i]).fill(value));
    const options: FitOptions = { constraint: wholeSpace(), loss, engine, intercept: true };
    const weighted = fitSync(rows, observed, { ...options, sampleWeight: weights });
    const repeated = fitSync(times(rows), times(observed), options);
    expect(weighted.sigma).toBeCloseTo(repeated.sigma ?? NaN, 10);
    expect(weighted.intercept).toBeCloseTo(repeated.intercept, 10);
    // Their mean is 1 over the rows that have one.
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const share = weights.filter((weight) => weight > 0).length / total;
    expect(weighted.logLikelihood).toBeCloseTo((repeated.logLikelihood ?? NaN) * share, 8);
  });

  test('a row of weight 0 is as if it were not there', () => {
    const observed = latent.map((value) => Math.max(0, value));
    const options: FitOptions = { constraint: wholeSpace(), loss, engine, intercept: true };
    const kept = fitSync(rows.slice(0, 40), observed.slice(0, 40), options);
    const sampleWeight = observed.map((_, i) => (i < 40 ? 3 : 0));
    const all = fitSync(rows, observed, { ...options, sampleWeight });
    expect(all.logLikelihood).toBeCloseTo(kept.logLikelihood ?? NaN, 9);
    const [ours, theirs] = [all.standardErrors, kept.standardErrors];
    expect(ours?.sigma).toBeCloseTo(theirs?.sigma ?? NaN, 9);
    ours?.weights.forEach((error, j) => {
      expect(error).toBeCloseTo(theirs?.weights[j] ?? NaN, 9);
    });
  });
});

describe('with noise before the ReLU, sets and all', () => {
  const cases: [string, (planted: Float64Array) => Constraint, Float64Array | undefined][] = [
    ['sparse', () => sparse(5), undefined],
    ['l1Ball', (planted) => l1Ball.through(planted), undefined],
    ['nonnegative', () => nonnegative(), normals(40, 4).map((x) => Math.max(0, x) / 4)],
    ['monotoneCone', () => monotoneCone(), Float64Array.from({ length: 40 }, (_, j) => j / 120)],
  ];
  test.each(cases)('%s: nearer to the planted weights than least squares', (_, set, weights) => {
    const d = weights?.length ?? 100;
    let [ours, theirs] = [0, 0];
    for (const seed of [1, 2, 3]) {
      const made = weights ? { planted: weights } : { sparsity: 5 };
      const { X, y, planted } = plantedProblem({
        n: 1500,
        d,
        seed,
        noise: { before: 1.5 },
        ...made,
      });
      const options: FitOptions = { constraint: set(planted), planted };
      const result = fitSync(X, y, { ...options, loss });
      expect(result.status).toBe('converged');
      expect(result.certificate.feasible).toBe(true);
      expect(result.sigma).toBeGreaterThan(1.4);
      expect(result.sigma).toBeLessThan(1.7);
      expect(result.standardErrors).toBeUndefined();
      ours += result.trace.error?.at(-1) ?? NaN;
      theirs += fitSync(X, y, options).trace.error?.at(-1) ?? NaN;
    }
    expect(ours).toBeLessThan(0.85 * theirs);
  });
});

test.each(ENGINES)('f32 and f64 agree to the digits of f32, with a set, on %s', (engine) => {
  const { X, y } = plantedProblem({ n: 300, d: 50, sparsity: 4, seed: 2, noise: { before: 0.6 } });
  const options: FitOptions = { constraint: sparse(4), loss, engine };
  const double = fitSync(X, y, options);
  const single = fitSync({ ...X, data: Float32Array.from(X.data) }, y, options);
  expect(single.engine.precision).toBe('f32');
  expect(single.status).toBe('converged');
  expect((single.sigma ?? NaN) / (double.sigma ?? NaN)).toBeCloseTo(1, 5);
  single.weights.forEach((w, j) => {
    expect(Math.abs(w - double.weights[j])).toBeLessThan(1e-5);
  });
});

describe('where the likelihood says too little', () => {
  test.each([undefined, projectedGradient()])(
    'weights that fit exactly: a warning, %#',
    (solver) => {
      const { X, y, planted } = plantedProblem({ n: 50, d: 3, seed: 1 });
      const result = fitSync(X, y, { constraint: wholeSpace(), loss, planted, solver });
      expect(['converged', 'stalled']).toContain(result.status);
      expect(result.sigma).toBeLessThan(1e-7);
      expect(result.sigma).toBeGreaterThan(0);
      expect(result.trace.error?.at(-1)).toBeLessThan(1e-7);
      expect(Number.isFinite(result.logLikelihood)).toBe(true);
      expect(result.certificate.warnings.join()).toContain('the likelihood has no maximum');
    },
  );

  test.each([undefined, projectedGradient()])('every row cut off: a warning, %#', (solver) => {
    const { X } = plantedProblem({ n: 50, d: 3, seed: 1 });
    const options: FitOptions = { constraint: wholeSpace(), loss, solver, intercept: true };
    const result = fitSync(X, new Float64Array(50), { ...options, maxIterations: 200 });
    expect(result.status).not.toBe('diverged');
    expect(result.weights.every(Number.isFinite)).toBe(true);
    expect(result.sigma).toBe(1);
    expect(result.certificate.warnings.join()).toContain('does not determine σ');
    expect(result.standardErrors).toBeUndefined();
  });

  test('every row that is not cut off of weight 0', () => {
    const { X, y } = plantedProblem({ n: 50, d: 3, seed: 1, noise: { before: 1 } });
    const sampleWeight = Array.from(y, (value) => Number(value === 0));
    const count = sampleWeight.reduce((sum, weight) => sum + weight, 0);
    const { certificate } = fitSync(X, y, { constraint: wholeSpace(), loss, sampleWeight });
    expect(certificate.warnings.join()).toContain(`on all ${count} rows`);
  });

  test('initial weights that are beyond all bounds', () => {
    const { X, y } = plantedProblem({ n: 50, d: 3, seed: 1 });
    for (const constraint of [wholeSpace(), nonnegative()]) {
      const { status, certificate } = fitSync(X, y, { constraint, loss, initial: [1e200, 0, 0] });
      expect(status).toBe('diverged');
      expect(certificate.warnings.join()).not.toContain('NaN');
    }
  });

  test('a row that is not active pulls still: no warning of a flat objective', () => {
    const { status, certificate } = fitSync([[1], [2]], [2, 0], { constraint: wholeSpace(), loss });
    expect(status).toBe('converged');
    expect(certificate.warnings).toEqual([]);
  });

  test('y of 0 everywhere, linear', () => {
    const options: FitOptions = { constraint: wholeSpace(), loss, observation: 'linear' };
    const result = fitSync([[1], [2], [3]], [0, 0, 0], options);
    expect(result.weights).toEqual(Float64Array.of(0));
    expect(result.certificate.warnings.join()).toContain('the likelihood has no maximum');
  });

  test('more weights than rows: gradient descent, with the reason', () => {
    const { X, y } = plantedProblem({ n: 10, d: 20, seed: 1, noise: { before: 0.5 } });
    const result = fitSync(X, y, { constraint: wholeSpace(), loss, maxIterations: 50 });
    expect(result.solver.name).toBe('projectedGradient');
    expect(result.solver.reason).toContain('10 rows for 20');
    expect(result.standardErrors).toBeUndefined();
  });
});

test('in the background it is the same fit', async () => {
  const { X, y } = plantedProblem({ n: 80, d: 4, seed: 1, noise: { before: 0.5 } });
  for (const constraint of [wholeSpace(), sparse(2)]) {
    const options: FitOptions = { constraint, loss, intercept: true };
    const there = await fit(X, y, { ...options, background: true });
    const here = fitSync(X, y, options);
    const answer = ({ timing: _, engine: __, ...rest }: FitResult) => rest;
    expect(answer(there)).toEqual(answer(here));
    expect(there.engine.background).toBe(true);
  }
});

test('the example of the docstring', () => {
  expect(tobit().value(0, 0, RELU, 1)).toBeCloseTo(Math.LN2, 15);
});
