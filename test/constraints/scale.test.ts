import { expect, test } from 'vitest';
import {
  box,
  type Constraint,
  l1Ball,
  l2Ball,
  nonnegative,
  scale,
  sparse,
} from '../../src/index.js';
import { times } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';
import { bound, families, hasUnsureSupport } from '../support/families.js';
import { projectionLaws } from '../support/projection-laws.js';

// What tK is without scale(): a set of the same kind, or what its points are.
const alone: Record<string, (inner: Constraint, t: number, v: Float64Array) => Float64Array> = {
  l1Balls: ({ level = 0 }, t, v) => families.l1Balls.slow(v, l1Ball(level * Math.abs(t))),
  l2Balls: ({ level = 0 }, t, v) => families.l2Balls.slow(v, l2Ball(level * Math.abs(t))),
  boxes(inner, t, v) {
    const ends = v.map((_, j) => t * bound(inner, 'lower', j));
    const others = v.map((_, j) => t * bound(inner, 'upper', j));
    const lower = ends.map((x, j) => Math.min(x, others[j]));
    const upper = ends.map((x, j) => Math.max(x, others[j]));
    return families.boxes.slow(v, box({ lower, upper }));
  },
  cones: (_, t, v) => v.map((x) => (x * t > 0 ? x : 0)),
  supports: (inner, _, v) => families.supports.slow(v, inner),
};

for (const [name, family] of Object.entries(families)) {
  const innerOf = new WeakMap<Constraint, Constraint>();
  const inner = (set: Constraint) => innerOf.get(set) as Constraint;
  projectionLaws(`scale of ${name}`, {
    make(d, random) {
      const constraint = family.make(d, random);
      const set = scale({ constraint, factor: random.sign() * 10 ** random.uniform(-3, 3) });
      innerOf.set(set, constraint);
      return set;
    },
    slow: (v, set) => alone[name](inner(set), factorOf(set), v),
    feasible: (d, random, set) => times(factorOf(set), family.feasible(d, random, inner(set))),
    ambiguous: (v, set) => hasUnsureSupport(v, inner(set), 0),
  });
}

const factorOf = ({ parameters }: Constraint) => parameters.factor as number;

test('the examples by hand', () => {
  const unit = box({ lower: 0, upper: 1 });
  expect(scale({ constraint: unit, factor: -2 }).project([1, -1, -3])).toEqual(
    Float64Array.of(0, -1, -2),
  );
  expect(scale({ constraint: l1Ball(1), factor: 2 }).project([2, -2, 0.5])).toEqual(
    Float64Array.of(1, -1, 0),
  );
  expect(scale({ constraint: nonnegative(), factor: -3 }).project([1, -0.3])).toEqual(
    Float64Array.of(0, -0.3),
  );
});

test('what is inside stays as it is, to the bit, and a cone knows only the sign of the factor', () => {
  const set = scale({ constraint: l2Ball(1), factor: 0.3 });
  expect(set.project([0.1, -0.2])).toEqual(Float64Array.of(0.1, -0.2));
  const cone = scale({ constraint: sparse(1), factor: 1e-300 });
  expect(cone.project([1e300, 1])).toEqual(Float64Array.of(1e300, 0));
});

test('it tells what it is made of', () => {
  const set = scale({ constraint: l1Ball(2), factor: -0.5 });
  expect(set).toMatchObject({ name: 'scale', convex: true, cone: false, level: 2 });
  expect(set.parameters).toEqual({
    factor: -0.5,
    constraint: { name: 'l1Ball', parameters: { radius: 2 } },
  });
  expect(set.regularizer?.([1, -2])).toBe(6);
  expect(set.kernel).toBeUndefined();
  expect(scale({ constraint: sparse(1), factor: 2 })).toMatchObject({ convex: false, cone: true });
  expect(scale({ constraint: nonnegative(), factor: 2 }).level).toBeUndefined();
});

test('in rescaled coordinates it is a scale again, where its set can be rescaled', () => {
  const set = scale({ constraint: box({ lower: 0, upper: [1, 2] }), factor: -2 });
  const rescaled = set.rescaled?.(Float64Array.of(10, 100));
  expect(rescaled?.project([-99, -999])).toEqual(Float64Array.of(-20, -400));
  expect(scale({ constraint: l1Ball(1), factor: 2 }).rescaled).toBeUndefined();
});

test('membership allows the tolerance and no more', () => {
  const set = scale({ constraint: l1Ball(1), factor: -4 });
  expect(set.contains([4, 0])).toBe(true);
  expect(set.contains([4 + 1e-10, 0])).toBe(true);
  expect(set.contains([4 + 1e-10, 0], 0)).toBe(false);
  expect(set.contains([4.1, 0])).toBe(false);
  expect(set.contains([NaN, 0])).toBe(false);
});

test.each([undefined, null, 3])('scale(%o) is refused', (given) => {
  expectError(() => scale(given as never), 'INVALID_CONSTRAINT', `scale: got ${given}, expected`);
});

test.each([{}, { constraint: 'sparse', factor: 1 }])('scale(%o) is refused', (given) => {
  expectError(() => scale(given as never), 'INVALID_CONSTRAINT', 'scale constraint');
});

test.each([undefined, null, '2', NaN, Infinity, 0, -0])('factor %o is refused', (factor) => {
  expectError(
    () => scale({ constraint: l1Ball(1), factor: factor as never }),
    'INVALID_CONSTRAINT',
    'scale factor',
  );
});

test('the dimension is the one that its set asks for', () => {
  const set = scale({ constraint: box({ lower: [0, 0], upper: 1 }), factor: 3 });
  expect(set.dimension).toBe(2);
  for (const action of [
    () => set.checkDimension?.(1),
    () => set.project([1]),
    () => set.contains([1]),
  ]) {
    expectError(action, 'INVALID_CONSTRAINT', '2 bounds for 1 weights');
  }
  expect(() => scale({ constraint: l1Ball(1), factor: 3 }).checkDimension?.(5)).not.toThrow();
});

test('a quotient beyond the range of numbers is an error, not NaN', () => {
  const set = scale({ constraint: l1Ball(1), factor: 1e-200 });
  expectError(() => set.project([1, 1e200]), 'NOT_FINITE', '1e+200 to be divided by 1e-200');
  expect(set.project([NaN])).toEqual(Float64Array.of(NaN));
});
