import { describe, expect, test } from 'vitest';
import {
  box,
  type Constraint,
  custom,
  fitSync,
  inBasis,
  intersection,
  l1Ball,
  l2Ball,
  linfBall,
  monotoneCone,
  nonnegative,
  product,
  scale,
  sparse,
  translate,
  wholeSpace,
} from '../../src/index.js';
import type { Family } from '../../src/testing/laws.js';
import { Random } from '../../src/testing/random.js';
import { distance, euclidean, largest, manhattan, times } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';
import { projectionLaws } from '../support/projection-laws.js';
import { bisect, nearestBetween } from '../support/slow.js';

const dimensions = [...Array.from({ length: 33 }, (_, k) => k + 1), 200];

// What the docstring promises.
const promised: Partial<Family> = {
  dimensions,
  error: (v, p) => 1e-9 * Math.max(euclidean(v), euclidean(p)),
  tolerance: () => 1e-10,
};

type Parameters = {
  members: { parameters: { radius: number; lower: number[]; upper: number[] } }[];
};
const member = (set: Constraint, k: number) => (set.parameters as Parameters).members[k].parameters;

projectionLaws('intersection of nonnegative and l2Ball', {
  ...promised,
  make: (_, random) => intersection([nonnegative(), l2Ball(10 ** random.uniform(-3, 3))]),
  // Scaling leaves the cone: first the cone, then the ball, which bisection finds.
  slow(v, set) {
    const positive = v.map((x) => Math.max(x, 0));
    const { radius } = member(set, 1);
    if (euclidean(positive) <= radius) return positive;
    return times(
      bisect(0, 1, (t) => euclidean(times(t, positive)) < radius),
      positive,
    );
  },
  symmetries: ['permutation'],
  scaled: (set, t) => intersection([nonnegative(), l2Ball(t * member(set, 1).radius)]),
});

projectionLaws('intersection of l1Ball and box', {
  ...promised,
  make: (d, random) =>
    intersection([
      l1Ball(10 ** random.uniform(-1, 1)),
      box({
        lower: random.vector(d, () => -random.uniform()),
        upper: random.vector(d, () => random.uniform()),
      }),
    ]),
  // Bisection on the multiplier τ of ‖w‖₁ ≤ r: for it, weights are apart.
  slow(v, set) {
    const [{ radius }, { lower, upper }] = [member(set, 0), member(set, 1)];
    const most = largest(v);
    const at = (tau: number) =>
      v.map((x, j) =>
        nearestBetween(lower[j], upper[j], Math.sign(x) * Math.max(Math.abs(x) - tau, 0)),
      );
    if (manhattan(at(0)) <= radius) return at(0);
    return at(bisect(0, most, (tau) => manhattan(at(tau)) > radius));
  },
});

projectionLaws('intersection of linfBall, l1Ball and nonnegative', {
  ...promised,
  make: (_, random) =>
    intersection([linfBall(random.uniform(0.1, 1)), l1Ball(random.uniform(0.1, 3)), nonnegative()]),
  slow(v, set) {
    const [most, radius] = [member(set, 0).radius, member(set, 1).radius];
    const at = (tau: number) => v.map((x) => Math.min(most, Math.max(x - tau, 0)));
    if (manhattan(at(0)) <= radius) return at(0);
    return at(bisect(0, largest(v), (tau) => manhattan(at(tau)) > radius));
  },
  symmetries: ['permutation'],
});

projectionLaws('intersection of one set, and the whole space', {
  make: (_, random) => intersection([wholeSpace(), l1Ball(10 ** random.uniform(-3, 3))]),
  slow: (v, set) => l1Ball(member(set, 1).radius).project(v),
});

/** {w : ⟨a, w⟩ ≤ b}. */
function halfspace(a: number[], b: number): Constraint {
  const beyond = (w: Float64Array) => a.reduce((sum, x, j) => sum + x * w[j], -b);
  const squares = a.reduce((sum, x) => sum + x * x, 0);
  return custom({
    name: 'halfspace',
    parameters: { a, b },
    project: (v) => v.map((x, j) => x - (Math.max(0, beyond(v)) / squares) * a[j]),
    contains: (w, tolerance) => beyond(w) <= tolerance * Math.sqrt(squares) * euclidean(w),
    convex: true,
    cone: b === 0,
    dimension: a.length,
  });
}

describe('halfspaces at an angle of', () => {
  test.each([1, 0.1, 0.01, 1e-3, 1e-4])('%d meet in their corner', (angle) => {
    const down = halfspace([0, -1], 2);
    const up = halfspace([Math.sin(angle), Math.cos(angle)], -2 * Math.cos(angle));
    // The corner is (0, −2), and v in its normal cone.
    const v = [3, -1.5];
    // In both to 1e-12 is in the corner to that divided by the angle.
    const bound = Math.max(1e-9, 1e-11 / angle);
    expect(distance(intersection([down, up]).project(v), [0, -2])).toBeLessThan(bound);
    expect(distance(intersection([up, down, l2Ball(9)]).project(v), [0, -2])).toBeLessThan(bound);
  });
});

test('sets that only touch have their point', () => {
  const set = intersection([l2Ball(1), halfspace([-1, 0], -1)]);
  expect(distance(set.project([3, 3]), [1, 0])).toBeLessThan(1e-7);
});

describe('from far outside', () => {
  const scales = [1, 1e2, 1e4, 1e6, 1e8, 1e10, 1e12];

  test.each(scales)('a cut ball has the nearest point of its rim, v = %d·(3, 2, −1)', (s) => {
    const c = 0.2 / 3;
    const across = Float64Array.of(5 / 3, 2 / 3, -7 / 3);
    const rim = times(Math.sqrt(1 - 3 * c * c) / euclidean(across), across).map((x) => x + c);
    const set = intersection([l2Ball(1), halfspace([1, 1, 1], 0.2)]);
    expect(distance(set.project([3 * s, 2 * s, -s]), rim)).toBeLessThan(1e-9);
  });

  test.each(scales)('the monotone part of a ball has its rim, v = %d·(3, 1, 2)', (s) => {
    const point = intersection([monotoneCone(), l2Ball(1)]).project([3 * s, s, 2 * s]);
    expect(distance(point, times(Math.sqrt(1 / 3), Float64Array.of(1, 1, 1)))).toBeLessThan(1e-9);
  });

  // ⟨v − Pv, z − Pv⟩ ≤ 0 for points z of K makes Pv the nearest; sampled, as no formula has it.
  test.each(scales)('sets with an interior have their nearest point, ‖v‖ ≈ %d', (s) => {
    const random = new Random(5);
    for (let trial = 0; trial < 20; trial++) {
      const d = 2 + (trial % 5);
      const center = random.vector(d, () => random.normal());
      const normal = Array.from(random.vector(d, () => random.normal()));
      const inner = normal.reduce((sum, a, j) => sum + a * center[j], 0);
      const sets = [
        l1Ball(manhattan(center) * 1.3 + 0.2),
        halfspace(normal, inner + 0.3),
        translate({ constraint: l2Ball(0.9), offset: center }),
        box({ lower: center.map((x) => x - 0.4), upper: center.map((x) => x + 0.7) }),
      ].slice(trial % 2);
      const v = center.map((x) => x + s * random.normal());
      const set = intersection(sets);
      const point = set.project(v);
      expect(set.contains(point, 1e-9)).toBe(true);
      const away = distance(v, point);
      for (let k = 0; k < 50; k++) {
        const z = set.project(point.map((x) => x + random.normal() / 10));
        const slope = z.reduce((sum, x, j) => sum + ((v[j] - point[j]) / away) * (x - point[j]), 0);
        expect(away === 0 ? 0 : slope).toBeLessThan(1e-8);
      }
    }
  });
});

test('cones that meet in 0 alone have it for all', () => {
  const set = intersection([
    halfspace([1, 0.01], 0),
    halfspace([-1, 0.01], 0),
    halfspace([0, -1], 0),
  ]);
  expect(set.cone).toBe(true);
  expect(set.project([3, -5])).toEqual(Float64Array.of(0, 0));
});

test('what one projection finds in all the others is exact', () => {
  const set = intersection([box({ lower: 0, upper: 1 }), l1Ball(5)]);
  expect(set.project([2, 0.3, -1])).toEqual(Float64Array.of(1, 0.3, 0));
  expect(set.project([0.1, 0.2, 0.3])).toEqual(Float64Array.of(0.1, 0.2, 0.3));
});

test('it tells what it is made of', () => {
  const set = intersection([l1Ball(2), nonnegative()]);
  expect(set).toMatchObject({ name: 'intersection', convex: true, cone: false });
  expect(set.parameters).toEqual({
    members: [
      { name: 'l1Ball', parameters: { radius: 2 } },
      { name: 'nonnegative', parameters: {} },
    ],
  });
  expect(set.level ?? set.kernel ?? set.caveats ?? set.dimension ?? set.rescaled).toBeUndefined();
  expect(intersection([sparse(1), nonnegative()])).toMatchObject({ convex: false, cone: true });
  expect(intersection([box({ lower: 0, upper: [1, 2] }), l1Ball(1)]).dimension).toBe(2);
});

test('in rescaled coordinates it is an intersection again, where all sets can be rescaled', () => {
  const set = intersection([box({ lower: -1, upper: 1 }), nonnegative()]);
  expect(set.rescaled?.(Float64Array.of(2, 3)).project([-5, 5])).toEqual(Float64Array.of(0, 3));
});

test('membership is that of every set', () => {
  const set = intersection([l1Ball(1), nonnegative()]);
  expect(set.contains([0.5, 0.5])).toBe(true);
  expect(set.contains([0.5, 0.5 + 1e-10])).toBe(true);
  expect(set.contains([0.5, 0.5 + 1e-10], 0)).toBe(false);
  expect(set.contains([0.5, 0.6])).toBe(false);
  expect(set.contains([0.5, -0.5])).toBe(false);
  expect(set.contains([NaN, 0])).toBe(false);
});

test('a v that is not finite comes back as it is', () => {
  expect(intersection([l1Ball(1), nonnegative()]).project([NaN, 1])).toEqual(
    Float64Array.of(NaN, 1),
  );
});

describe('with a set that is not convex', () => {
  const set = intersection([sparse(1), box({ lower: -1, upper: [1, 5, 1] })]);

  test('a point of it is found, and a caveat says what it is', () => {
    expect(set.convex).toBe(false);
    expect(set.caveats).toEqual([
      'intersection of nonconvex sets: alternating projections find a point of it, not always the nearest',
    ]);
    const point = set.project([4, 3, 2]);
    expect(set.contains(point, 0)).toBe(true);
    expect(point).toEqual(Float64Array.of(1, 0, 0));
  });

  test('what one projection finds in all the others is the nearest still', () => {
    expect(set.project([0.2, 3, 0.1])).toEqual(Float64Array.of(0, 3, 0));
  });

  test('a fit says so', () => {
    const { certificate } = fitSync(
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
      [1, 2, 0],
      { constraint: set },
    );
    expect(certificate.feasible).toBe(true);
    expect(certificate.warnings).toContain(set.caveats?.[0]);
  });

  test('a point is found where the way from v leads nowhere', () => {
    const first = intersection([sparse(1), box({ lower: [1, -5], upper: [2, 5] })]);
    // From (0, 10) the projections go between (0, 5) and (1, 5) for ever.
    const point = first.project([0, 10]);
    expect(first.contains(point, 0)).toBe(true);
  });

  test('one without a common point is an error', () => {
    const apart = intersection([sparse(1), box({ lower: 2, upper: 3 })]);
    expectError(
      () => apart.checkDimension?.(3),
      'EMPTY_INTERSECTION',
      'sparse({"sparsity":1}) and box(',
      'apart',
    );
    expect(apart.project([5])).toEqual(Float64Array.of(3));
  });
});

describe('sets without a common point are refused by name, with the gap', () => {
  const far = box({ lower: 2, upper: 3 });

  test('as soon as d is known', () => {
    const set = intersection([l1Ball(1), far]);
    const parts = [
      'l1Ball({"radius":1}) and box({"lower":2,"upper":3})',
      'which are 2.12132',
      'a common point',
    ];
    expectError(() => set.checkDimension?.(2), 'EMPTY_INTERSECTION', ...parts);
    expectError(() => set.project([1, 2]), 'EMPTY_INTERSECTION', ...parts);
    expectError(() => set.contains([1, 2]), 'EMPTY_INTERSECTION', ...parts);
    expectError(() => fitSync([[1, 2]], [1], { constraint: set }), 'EMPTY_INTERSECTION', ...parts);
  });

  test('at once, where a set knows its d', () => {
    const fixed = box({ lower: [2, 2], upper: 3 });
    expectError(() => intersection([l1Ball(1), fixed]), 'EMPTY_INTERSECTION', 'box');
  });

  test('in a dimension that has one they are not', () => {
    const set = intersection([l2Ball(4), far]);
    expect(distance(set.project([0]), [2])).toBeLessThan(1e-9);
    expect(distance(set.project([0, 0]), [2, 2])).toBeLessThan(1e-9);
    expectError(() => set.project(new Float64Array(5)), 'EMPTY_INTERSECTION', 'l2Ball');
  });

  test('the two of them that do not meet, out of three', () => {
    expectError(
      () => intersection([l1Ball(1), nonnegative(), far]).checkDimension?.(2),
      'EMPTY_INTERSECTION',
      'got l1Ball({"radius":1}) and box(',
    );
  });

  test('all, where two by two they meet', () => {
    const sides = [halfspace([0, 1], -1), halfspace([1, -1], -1), halfspace([-1, -1], -1)];
    expectError(
      () => intersection(sides),
      'EMPTY_INTERSECTION',
      'halfspace({"a":[0,1],"b":-1}) and halfspace({"a":[1,-1],"b":-1}) and halfspace({"a":[-1,-1],"b":-1})',
    );
  });

  test.each([1e-3, 1, 1e100])('parallel halfspaces %d apart', (gap) => {
    const sets = [halfspace([1, 0], 0), halfspace([-1, 0], -gap)];
    expectError(() => intersection(sets), 'EMPTY_INTERSECTION', `which are ${gap} apart`);
  });

  test('touching is not apart', () => {
    expect(() => intersection([halfspace([1, 0], 0), halfspace([-1, 0], 0)])).not.toThrow();
    expect(() => intersection([l1Ball(1), box({ lower: [1, 0], upper: 3 })])).not.toThrow();
  });
});

test('sets whose gap is too small to prove end in an error, not in a wrong point', () => {
  const set = intersection([halfspace([1, 0], 1), halfspace([-1, 0], -1 - 1e-7)]);
  expectError(() => set.project([3, 1]), 'NOT_CONVERGED', 'halfspace(', 'points 1.0', 'cycles');
});

describe('what is no list of sets is refused', () => {
  test.each([undefined, null, 3, [], l1Ball(1)])('intersection(%o)', (given) => {
    expectError(
      () => intersection(given as never),
      'INVALID_CONSTRAINT',
      'an array of at least one',
    );
  });

  test('by its place', () => {
    expectError(() => intersection([l1Ball(1), {} as never]), 'INVALID_CONSTRAINT', 'member 1');
  });
});

test('another d than its sets can stand in is refused', () => {
  const set = intersection([nonnegative(), box({ lower: [0, 0], upper: 1 })]);
  for (const action of [
    () => set.checkDimension?.(1),
    () => set.project([1]),
    () => set.contains([1]),
  ]) {
    expectError(action, 'INVALID_CONSTRAINT', '2 bounds for 1 weights');
  }
});

test('what is made from it has its caveats too', () => {
  const constraint = intersection([sparse(1), nonnegative()]);
  const { caveats } = constraint;
  expect(caveats).toHaveLength(1);
  const part = { constraint, size: 2 };
  for (const set of [
    translate({ constraint, offset: [1, 2] }),
    scale({ constraint, factor: 2 }),
    product([part, part]),
    inBasis({ basis: 'dct', constraint }),
    intersection([constraint]),
  ]) {
    expect(set.caveats).toEqual(caveats);
  }
});
