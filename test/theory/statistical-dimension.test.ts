import { describe, expect, test } from 'vitest';
import {
  box,
  type Constraint,
  gaussianWidth,
  l1Ball,
  l2Ball,
  linfBall,
  nonnegative,
  normal,
  type Observation,
  plantedProblem,
  requiredSamples,
  sparse,
  statisticalDimension,
  wholeSpace,
} from '../../src/index.js';
import { circularCone, monotoneCone, nonnegativeL1Norm } from '../../src/numerics/descent-cones.js';
import { coneDraws } from '../../src/theory/descent-cone.js';
import { expectError } from '../support/errors.js';

const monteCarlo = (samples: number, seed = 1) =>
  ({ method: 'monte-carlo', samples, seed }) as const;

const plantedAt = (d: number, sparsity: number, seed = 1) =>
  plantedProblem({ n: 1, d, sparsity, seed }).planted;

const SIZES = [
  [1000, 20, 200],
  [200, 4, 1000],
  [30, 7, 4000],
  [5, 2, 8000],
  [6, 6, 8000],
  [1, 1, 8000],
];

describe.each(SIZES)('d = %d, s = %d: Monte Carlo agrees with the formula', (d, s, samples) => {
  const planted = plantedAt(d, s);
  const positive = planted.map(Math.abs);
  const largest = Math.max(...positive);

  const exact: [string, Constraint, Float64Array, number][] = [
    ['wholeSpace', wholeSpace(), planted, d],
    ['l2Ball, on the boundary', l2Ball.through(planted), planted, d - 0.5],
    ['l2Ball, inside', l2Ball(1.01), planted, d],
    ['l1Ball, inside', l1Ball(2 * d), planted, d],
    ['linfBall, one saturated', linfBall.through(planted), planted, d - 0.5],
    ['linfBall, all saturated', linfBall(1), planted.map((x) => Math.sign(x) || 1), d / 2],
    ['nonnegative', nonnegative(), positive, s + (d - s) / 2],
    ['nonnegative, at 0', nonnegative(), new Float64Array(d), d / 2],
    ['box, zeros at its lower bound', box({ lower: 0, upper: 2 }), positive, (d + s) / 2],
    [
      'box, one at its upper bound too',
      box({ lower: 0, upper: largest }),
      positive,
      (d + s - 1) / 2,
    ],
    ['box, closed to points where w is 0', shut(planted), planted, s],
  ];
  test.each(exact)('%s: exact', (_, set, w, value) => {
    const formula = statisticalDimension(set, w);
    expect(formula).toMatchObject({ kind: 'exact', method: 'closed-form', standardError: 0 });
    expect(formula.value).toBeCloseTo(value, 12);
    const drawn = statisticalDimension(set, w, monteCarlo(samples));
    expect(drawn).toMatchObject({ kind: 'estimate', method: 'monte-carlo', samples });
    // Where C is a subspace of dimension 0 every draw is 0.
    expect(Math.abs(drawn.value - value)).toBeLessThanOrEqual(4 * drawn.standardError);
  });

  test('l1Ball: a bound less than 1 too large', () => {
    const set = l1Ball.through(planted);
    const formula = statisticalDimension(set, planted);
    expect(formula.kind).toBe(s === d ? 'exact' : 'upper bound');
    const { value, standardError } = statisticalDimension(set, planted, monteCarlo(samples));
    expect(formula.value).toBeGreaterThan(value - 4 * standardError);
    expect(formula.value).toBeLessThan(value + (s === d ? 0 : 1) + 4 * standardError);
  });

  test('sparse: between the s largest squares and the bound', () => {
    const few = Math.min(samples / 4, 400);
    const formula = statisticalDimension(sparse(s), planted);
    const { value, standardError } = statisticalDimension(sparse(s), planted, monteCarlo(few));
    expect(formula.kind).toBe('upper bound');
    expect(formula.value).toBeGreaterThan(value - 4 * standardError);
    // A z of the form u − εw*, ‖u‖₀ ≤ s, is of the cone in the limit.
    const far = coneDraws(sparse(s), new Float64Array(d), few, 1);
    const draws = coneDraws(sparse(s), planted, few, 1);
    draws.forEach((draw, i) => {
      expect(draw).toBeGreaterThan(far[i] * (1 - 1e-3));
    });
  });
});

// Bounds that leave only 0 where w is 0, and are far where it is not.
function shut(planted: Float64Array): Constraint {
  const bound = planted.map((x) => (x === 0 ? 0 : 5));
  return box({ lower: bound.map((x) => -x), upper: bound });
}

// Sets of the test's own, by nothing but their projection.
const set = (
  project: (v: number[]) => number[],
  { convex = true, cone = true, level }: { convex?: boolean; cone?: boolean; level?: number } = {},
): Constraint => ({
  name: 'own',
  parameters: {},
  convex,
  cone,
  level,
  contains(w, tolerance = 1e-9) {
    const near = project(Array.from(w));
    return Math.hypot(...near.map((x, j) => x - w[j])) <= tolerance * Math.hypot(...Array.from(w));
  },
  project(v, out = new Float64Array(v.length)) {
    out.set(project(Array.from(v)));
    return out;
  },
});

// {w : w₁ ≥ ‖w‖ cos α}.
const circular = (alpha: number) =>
  set((v) => {
    const rest = Math.hypot(...v.slice(1));
    const beta = Math.atan2(rest, v[0]);
    if (beta <= alpha) return v;
    if (beta >= alpha + Math.PI / 2) return v.map(() => 0);
    const length = Math.hypot(...v) * Math.cos(beta - alpha);
    const scale = rest === 0 ? 0 : (length * Math.sin(alpha)) / rest;
    return v.map((x, j) => (j === 0 ? length * Math.cos(alpha) : x * scale));
  });

// {w ≥ 0, Σ w = r}.
const simplex = (r: number) =>
  set(
    (v) => {
      const sorted = v.slice().sort((a, b) => b - a);
      let sum = -r;
      let tau = 0;
      sorted.forEach((x, k) => {
        sum += x;
        if (x > sum / (k + 1)) tau = sum / (k + 1);
      });
      return v.map((x) => Math.max(0, x - tau));
    },
    { cone: false, level: r },
  );

// w₁ ≤ w₂ ≤ …, by pooling.
const monotone = set((v) => {
  const blocks: { sum: number; count: number }[] = [];
  for (const x of v) {
    let block = { sum: x, count: 1 };
    for (;;) {
      const last = blocks.at(-1);
      if (last === undefined || last.sum / last.count <= block.sum / block.count) break;
      blocks.pop();
      block = { sum: last.sum + block.sum, count: last.count + block.count };
    }
    blocks.push(block);
  }
  return blocks.flatMap(({ sum, count }) => new Array<number>(count).fill(sum / count));
});

const finite = (points: number[][]) =>
  set(
    (v) => {
      const distances = points.map((point) => Math.hypot(...point.map((x, j) => x - v[j])));
      return points[distances.indexOf(Math.min(...distances))];
    },
    { convex: false, cone: false },
  );

describe('sets without a formula of their own', () => {
  const agrees = (
    set: Constraint,
    planted: ArrayLike<number>,
    value: number,
    { samples = 3000, slack = 0 } = {},
  ) => {
    const drawn = statisticalDimension(set, planted, { samples });
    expect(drawn.method).toBe('monte-carlo');
    expect(value).toBeGreaterThan(drawn.value - 4 * drawn.standardError);
    expect(value).toBeLessThan(drawn.value + slack + 4 * drawn.standardError);
  };

  test.each([
    [2, 0.4],
    [3, 1.1],
    [10, Math.PI / 4],
    [60, 0.3],
    [60, 1.3],
  ])('a circular cone in ℝ^%d of angle %d, at its apex', (d, alpha) => {
    agrees(circular(alpha), new Float64Array(d), circularCone(d, alpha));
  });

  test('a circular cone at a boundary point is a halfspace, inside everything', () => {
    const w = [Math.cos(0.5), Math.sin(0.5), 0, 0, 0];
    agrees(circular(0.5), w, 4.5);
    agrees(circular(0.5), [1, 0.1, 0, 0, 0], 5);
  });

  test.each([
    [40, 3],
    [200, 10],
    [6, 6],
  ])('a simplex in ℝ^%d with %d nonzeros', (d, s) => {
    const w = plantedAt(d, s).map((x) => (x === 0 ? 0 : 0.2 + Math.abs(x)));
    const level = w.reduce((sum, x) => sum + x, 0);
    agrees(simplex(level), w, s === d ? d - 1 : nonnegativeL1Norm(d, s), {
      slack: s === d ? 0 : 1,
      samples: 2000,
    });
  });

  test('the monotone cone, on blocks', () => {
    agrees(monotone, new Float64Array(50).fill(2), monotoneCone([50]));
    const steps = Float64Array.from({ length: 50 }, (_, j) => (j < 20 ? -1 : j < 21 ? 0 : 4));
    agrees(monotone, steps, monotoneCone([20, 1, 29]));
  });

  test('a set that is not convex: a point and another make a ray, and two rays the better of them', () => {
    agrees(
      finite([
        [1, 0, 0],
        [5, 0, 0],
      ]),
      [1, 0, 0],
      0.5,
    );
    // Opposite rays make a line; a right angle of two gives E max(0, a, b)² = ¾ + 1/(2π).
    agrees(
      finite([
        [1, 1, 0],
        [30, 1, 0],
        [-2, 1, 0],
      ]),
      [1, 1, 0],
      1,
    );
    agrees(
      finite([
        [0, 1, 0],
        [0, 1, 3],
        [7, 1, 0],
      ]),
      [0, 1, 0],
      0.75 + 1 / (2 * Math.PI),
    );
  });

  test('a sphere has a halfspace at each of its points', () => {
    const sphere = set(
      (v) => {
        const norm = Math.hypot(...v);
        return norm === 0 ? v.map((_, j) => (j === 0 ? 1 : 0)) : v.map((x) => x / norm);
      },
      { convex: false, cone: false },
    );
    agrees(sphere, [0.6, 0.8, 0, 0], 3.5, { samples: 1500 });
  });

  test('a projection’s rounding is no direction', () => {
    const point = [1, 2, 3];
    const noisy = set((v) => point.map((x, j) => x + 1e-12 * Math.sign(v[j] - x)), { cone: false });
    expect(statisticalDimension(noisy, point).value).toBe(0);
  });

  test('the search finds what an exhaustive one over supports finds', () => {
    // w* + tz ∈ K on the support T: z is free on T, and −c·w*, c ≥ 0, on the rest of the support of w*.
    const [d, s] = [7, 3];
    const w = plantedAt(d, s, 5);
    const draws = coneDraws(sparse(s), w, 300, 9);
    const ratios: number[] = [];
    draws.forEach((draw, i) => {
      let best = 0;
      for (let mask = 0; mask < 2 ** d; mask++) {
        const inside = (j: number) => (mask >> j) % 2 === 1;
        if (w.filter((_, j) => inside(j)).length !== s) continue;
        const g = w.map((_, j) => normal(9, 5, i, j));
        const free = g.reduce((sum, x, j) => sum + (inside(j) ? x * x : 0), 0);
        const rest = w.map((x, j) => (inside(j) ? 0 : x));
        const along = Math.max(0, -g.reduce((sum, x, j) => sum + x * rest[j], 0));
        best = Math.max(best, free + (along && along ** 2 / Math.hypot(...rest) ** 2));
      }
      expect(draw).toBeLessThan(best * (1 + 1e-9));
      expect(draw).toBeGreaterThan(best * 0.98);
      ratios.push(draw / best);
    });
    expect(ratios.filter((ratio) => ratio > 0.999).length).toBeGreaterThan(285);
  });

  test('a set of any size is seen at its own scale', () => {
    for (const scale of [1e-120, 1e-6, 1, 1e9, 1e120]) {
      const w = plantedAt(30, 3).map((x) => (x === 0 ? 0 : scale * (1 + Math.abs(x))));
      const options = monteCarlo(200);
      const here = statisticalDimension(l1Ball.through(w), w, options).value;
      const unit = w.map((x) => x / scale);
      const there = statisticalDimension(l1Ball.through(unit), unit, options).value;
      expect(here / there).toBeCloseTo(1, 6);
    }
  });

  test('a box whose bound is near, but not met, is seen at the step that shows it', () => {
    const near = box({ lower: -3e-7, upper: Infinity });
    const w = Float64Array.of(1, 0, 0, 0, 0);
    const { value, standardError } = statisticalDimension(near, w, monteCarlo(2000));
    expect(Math.abs(value - 5)).toBeLessThan(4 * standardError);
  });
});

describe('what is asked for', () => {
  const planted = plantedAt(50, 5);

  test('a seed means the same value, another one another, and more draws a smaller error', () => {
    const set = l1Ball.through(planted);
    const one = statisticalDimension(set, planted, monteCarlo(400, 7));
    expect(statisticalDimension(set, planted, monteCarlo(400, 7))).toEqual(one);
    expect(statisticalDimension(set, planted, monteCarlo(400, 8)).value).not.toBe(one.value);
    const more = statisticalDimension(set, planted, monteCarlo(6400, 7));
    expect(more.standardError).toBeCloseTo(one.standardError / 4, 0);
    // Draw i is the same however many there are.
    const draws = coneDraws(set, planted, 6400, 7);
    expect(coneDraws(set, planted, 400, 7)).toEqual(draws.slice(0, 400));
  });

  test('the docstring examples', () => {
    expect(statisticalDimension(nonnegative(), [1, 0, 0, 2]).value).toBe(3);
    const { value } = statisticalDimension(sparse(20), undefined, { d: 1000 });
    expect(value).toBeCloseTo(163.28190456836677, 9);
    expect(requiredSamples(sparse(20), undefined, { d: 1000 }).value).toBe(327);
    expect(gaussianWidth(nonnegative(), [1, 0, 0, 2])).toMatchObject({
      value: Math.sqrt(3),
      lower: Math.sqrt(2),
      upper: Math.sqrt(3),
    });
  });

  test('of rows cut off, δ over the share that is not', () => {
    const rows = (observation: Observation, planted?: number[]) =>
      requiredSamples(wholeSpace(), planted, { d: 1000, observation });
    // Φ(1) = 0.8413447460685429, Φ(2) = 0.9772498680518208.
    expect(rows({ lower: -1 }).value).toBe(Math.ceil(1000 / 0.8413447460685429));
    expect(rows({ upper: 1 }).value).toBe(rows({ lower: -1 }).value);
    expect(rows({ lower: 1 }).value).toBe(Math.ceil(1000 / 0.15865525393145707));
    expect(rows({ lower: -1, upper: 2 }).value).toBe(
      Math.ceil(1000 / (0.8413447460685429 + 0.9772498680518208 - 1)),
    );
    expect(rows({ lower: -1 }).formula).toBe(
      'δ/P, P = 0.841 of the rows not cut off, δ = d: every direction stays in K',
    );
    // Of weights twice as large bounds are half as far.
    const twice = new Array(1000).fill(0);
    twice[3] = 2;
    expect(rows({ lower: -2, upper: 4 }, twice).value).toBe(rows({ lower: -1, upper: 2 }).value);
    // The ReLU, linear and leaky rows whatever the weights are, 0 too.
    for (const planted of [undefined, twice, new Array(1000).fill(0)]) {
      expect(rows('relu', planted)).toMatchObject({
        value: 2000,
        formula: '2δ, δ = d: every direction stays in K',
      });
      expect(rows({ lower: 0 }, planted).value).toBe(2000);
      expect(rows('linear', planted)).toMatchObject({
        value: 1000,
        formula: 'δ, δ = d: every direction stays in K',
      });
      expect(rows({ leaky: 0.1 }, planted).value).toBe(1000);
    }
    // Cut off hardly ever, nearly always, always.
    expect(rows({ lower: -1e6 }).value).toBe(1000);
    expect(rows({ lower: 8, upper: 1e300 }).value / (1000 / 6.220960574271785e-16)).toBeCloseTo(
      1,
      12,
    );
    expect(rows({ lower: 1e3 }).value).toBe(Infinity);
    expect(rows({ lower: -1, upper: 1 }, new Array(1000).fill(0)).value).toBe(1000);
    expect(rows({ lower: 1 }, new Array(1000).fill(0)).value).toBe(Infinity);
  });

  test('the paper’s values', () => {
    for (const [d, s, value] of [
      [1000, 20, 104.181],
      [1000, 50, 203.9],
      [200, 4, 20.836],
      [100, 5, 20.39],
    ]) {
      const w = plantedAt(d, s);
      expect(statisticalDimension(l1Ball.through(w), w).value).toBeCloseTo(value, 3);
    }
  });

  test('weights that are zero or on a bound up to rounding count as such', () => {
    const w = planted.map((x) => x || 1e-13);
    const radius = w.reduce((sum, x) => sum + Math.abs(x), 0);
    const { value } = statisticalDimension(l1Ball(radius * (1 + 1e-10)), w);
    expect(value).toBe(statisticalDimension(l1Ball.through(planted), planted).value);
    expect(statisticalDimension(l1Ball(radius * (1 + 1e-8)), w).value).toBe(50);
  });

  test('a small weight beside a large one is neither zero nor at its bound', () => {
    const mixed = box({ lower: 0, upper: [1e12, 1] });
    expect(statisticalDimension(mixed, [1e12, 0.5]).value).toBe(1.5);
    expect(statisticalDimension(nonnegative(), [1e10, 1, 0]).value).toBe(2.5);
  });

  test('errors say what is wrong', () => {
    const ball = l1Ball(0.5);
    const refused = (action: () => unknown, ...parts: string[]) =>
      expectError(action, 'INVALID_ARGUMENT', ...parts);
    refused(
      () => statisticalDimension(ball, [1, 0]),
      'statisticalDimension planted: got weights at distance 0.500 from l1Ball',
    );
    expect(statisticalDimension(ball, [0.5005, 0], { tolerance: 0.01 }).kind).toBe('upper bound');
    refused(() => statisticalDimension(ball, undefined, { d: 3 }), 'weights of l1Ball');
    refused(() => statisticalDimension(sparse(2)), 'neither planted weights nor d');
    refused(() => gaussianWidth(sparse(2)), 'gaussianWidth planted');
    refused(
      () => statisticalDimension(monotone, [1, 2], { method: 'closed-form' }),
      "'closed-form' for own",
    );
    refused(
      () => statisticalDimension(sparse(1), undefined, { d: 2, method: 'monte-carlo' }),
      'weights of sparse',
    );
    refused(() => statisticalDimension(ball, [0], { method: 'mc' as 'auto' }), "got 'mc'");
    refused(() => statisticalDimension(ball, [0], { samples: 1 }), 'samples');
    refused(() => statisticalDimension(ball, [0], { seed: -1 }), 'seed');
    refused(() => statisticalDimension(ball, [0], { tolerance: -1 }), 'tolerance');
    refused(() => statisticalDimension(ball, [0], { sample: 9 } as object), "'sample'");
    refused(() => statisticalDimension(undefined as never, [0]), 'constraint');
    refused(() => statisticalDimension(wholeSpace(), undefined, { d: 0 }), 'd');
    const shape = (action: () => unknown) => expectError(action, 'INVALID_SHAPE');
    shape(() => statisticalDimension(ball, [0, 0], { d: 3 }));
    refused(() => statisticalDimension(ball, null as never), 'neither planted');
    shape(() => requiredSamples(ball, 'w' as never));
    expectError(() => statisticalDimension(ball, [NaN]), 'NOT_FINITE');
    expectError(() => statisticalDimension(sparse(3), [1, 0]), 'INVALID_CONSTRAINT');
    expectError(
      () => requiredSamples(ball, [0], { observation: 'tanh' as 'relu' }),
      'INVALID_ARGUMENT',
    );
  });
});

describe('gaussianWidth', () => {
  test.each([
    ['l1Ball', l1Ball.through, 100, 5],
    ['l2Ball', l2Ball.through, 20, 20],
    ['sparse', sparse.through, 40, 2],
  ])('%s: ω² ≤ δ ≤ ω² + 1, from the same draws', (_, through, d, s) => {
    const w = plantedAt(d, s);
    const set = through(w);
    const options = monteCarlo(1000);
    const { value, lower, upper, kind } = gaussianWidth(set, w, options);
    const delta = statisticalDimension(set, w, options).value;
    expect(kind).toBe('estimate');
    expect(upper).toBeCloseTo(Math.sqrt(delta), 12);
    expect(lower).toBeCloseTo(Math.sqrt(delta - 1), 12);
    expect(value).toBeLessThan(upper);
    expect(value).toBeGreaterThan(lower);
  });

  test('of all of ℝᵈ is the mean of χ_d', () => {
    // √2 Γ(5/2)/Γ(2) at d = 4.
    const { value, standardError } = gaussianWidth(wholeSpace(), [1, 2, 3, 4], monteCarlo(20_000));
    expect(Math.abs(value - 1.5 * Math.sqrt(Math.PI / 2))).toBeLessThan(4 * standardError);
  });

  test('by formula is √δ, with a lower bound where δ is exact', () => {
    const w = plantedAt(100, 5);
    expect(gaussianWidth(l1Ball.through(w), w)).toMatchObject({
      kind: 'upper bound',
      lower: 0,
      standardError: 0,
      method: 'closed-form',
    });
    expect(gaussianWidth(wholeSpace(), undefined, { d: 9 })).toMatchObject({
      value: 3,
      upper: 3,
      lower: Math.sqrt(8),
    });
  });
});

describe('requiredSamples', () => {
  const w = plantedAt(200, 4);

  test('is 2δ for the ReLU, δ where every row is an equation', () => {
    const ball = l1Ball.through(w);
    expect(requiredSamples(ball, w)).toMatchObject({ value: 42, kind: 'upper bound' });
    expect(requiredSamples(ball, w).n0).toBeCloseTo(20.836, 3);
    expect(requiredSamples(ball, w).note).toMatch(/only ones of the set that fit.*leaves c open/);
    expect(requiredSamples(ball, w, { observation: 'linear' }).value).toBe(21);
    expect(requiredSamples(ball, w, { observation: { leaky: 0.1 } }).value).toBe(21);
    expect(requiredSamples(ball, w, { observation: { leaky: 0 } }).value).toBe(42);
  });

  test('says of sets that are not convex that it is a scale, and carries the error of draws', () => {
    const { note, value, standardError, n0 } = requiredSamples(sparse(4), w, monteCarlo(50));
    expect(note).toMatch(/not convex.*65 % at n = 150/);
    expect(value).toBe(Math.ceil(2 * n0));
    const delta = statisticalDimension(sparse(4), w, monteCarlo(50));
    expect(standardError).toBe(2 * delta.standardError);
  });
});
