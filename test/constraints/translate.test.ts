import { describe, expect, test } from 'vitest';
import {
  box,
  type Constraint,
  l1Ball,
  l2Ball,
  nonnegative,
  sparse,
  translate,
} from '../../src/index.js';
import { distance, euclidean, largest, manhattan, minus } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';
import { families, hasUnsureSupport } from '../support/families.js';
import { projectionLaws } from '../support/projection-laws.js';

const UNIT = 2 ** -53;

for (const [name, family] of Object.entries(families)) {
  const innerOf = new WeakMap<Constraint, Constraint>();
  const inner = (set: Constraint) => innerOf.get(set) as Constraint;
  const plus = (w: Float64Array, set: Constraint) => w.map((x, j) => x + offsetOf(set)[j]);
  projectionLaws(`translate of ${name}`, {
    make(d, random) {
      const constraint = family.make(d, random);
      const set = translate({ constraint, offset: random.vector(d, () => 10 * random.normal()) });
      innerOf.set(set, constraint);
      return set;
    },
    slow(v, set) {
      const u = minus(v, offsetOf(set));
      const p = family.slow(u, inner(set));
      // (v − c) + c is not v in rounding, and the laws compare with a v of 1e-150.
      return plus(p, set).map((x, j) => (p[j] === u[j] ? v[j] : x));
    },
    feasible: (d, random, set) => plus(family.feasible(d, random, inner(set)), set),
    ...(family.extreme && {
      extreme: (direction, set) => plus(family.extreme?.(direction, inner(set)) ?? direction, set),
    }),
    ambiguous: (v, set) =>
      hasUnsureSupport(
        minus(v, offsetOf(set)),
        inner(set),
        UNIT * (largest(v) + largest(offsetOf(set))),
      ),
    // v − c is known to u‖v − c‖, and P does not lengthen that; P_C(v − c) is as exact as C's projections are.
    error: (v, p, set) =>
      4 * (v.length + 4) * UNIT * (manhattan(p) + 2 * manhattan(offsetOf(set))) +
      2 * UNIT * euclidean(minus(v, offsetOf(set))),
  });
}

const offsetOf = ({ parameters }: Constraint) => Float64Array.from(parameters.offset as number[]);

test('the examples by hand', () => {
  const ball = translate({ constraint: l2Ball(1), offset: [3, 4] });
  expect(distance(ball.project([0, 0]), [2.4, 3.2])).toBeLessThan(1e-15);
  const corner = translate({ constraint: nonnegative(), offset: [1, -1] });
  expect(corner.project([0, 0])).toEqual(Float64Array.of(1, 0));
  const few = translate({ constraint: sparse(1), offset: [1, 1, 1] });
  expect(few.project([1, 4, 2])).toEqual(Float64Array.of(1, 4, 1));
});

test('what is inside stays as it is, to the bit', () => {
  const set = translate({ constraint: l2Ball(1), offset: [0.1, 1e10] });
  expect(set.project([0.3, 1e10 + 0.3])).toEqual(Float64Array.of(0.3, 1e10 + 0.3));
});

test('it tells what it is made of', () => {
  const set = translate({ constraint: l1Ball(2), offset: Float64Array.of(1, 2) });
  expect(set).toMatchObject({
    name: 'translate',
    convex: true,
    cone: false,
    level: 2,
    dimension: 2,
  });
  expect(set.parameters).toEqual({
    offset: [1, 2],
    constraint: { name: 'l1Ball', parameters: { radius: 2 } },
  });
  expect(set.regularizer?.([2, 0])).toBe(3);
  expect(set.kernel).toBeUndefined();
  expect(set.caveats).toBeUndefined();
  expect(translate({ constraint: sparse(1), offset: [0, 0] })).toMatchObject({
    convex: false,
    cone: true,
  });
  expect(translate({ constraint: sparse(1), offset: [0, 1] }).cone).toBe(false);
  expect(translate({ constraint: nonnegative(), offset: [0, 1] }).level).toBeUndefined();
});

test('in rescaled coordinates it is a translate again, where its set can be rescaled', () => {
  const set = translate({ constraint: nonnegative(), offset: [1, -2] });
  const rescaled = set.rescaled?.(Float64Array.of(2, 3));
  expect(rescaled?.project([0, 0])).toEqual(Float64Array.of(2, 0));
  expect(rescaled?.project([0, -9])).toEqual(Float64Array.of(2, -6));
  expect(translate({ constraint: l1Ball(1), offset: [1] }).rescaled).toBeUndefined();
});

test('membership is relative to the larger of w and the offset', () => {
  const set = translate({ constraint: l2Ball(1), offset: [0, 1e6] });
  expect(set.contains([1, 1e6])).toBe(true);
  expect(set.contains([1.0001, 1e6])).toBe(true);
  expect(set.contains([1.0001, 1e6], 0)).toBe(false);
  expect(set.contains([1.1, 1e6])).toBe(false);
  expect(set.contains([NaN, 1e6])).toBe(false);
});

test('what happens to the offset later does not reach the set', () => {
  const offset = [1, 1];
  const set = translate({ constraint: nonnegative(), offset });
  offset[0] = 7;
  expect(set.project([0, 0])).toEqual(Float64Array.of(1, 1));
});

describe('what is no set or no offset is refused', () => {
  test.each([undefined, null, 3])('translate(%o)', (given) => {
    expectError(() => translate(given as never), 'INVALID_CONSTRAINT', `translate: got ${given}`);
  });

  test.each([{}, { constraint: {} }, { constraint: 'sparse', offset: [1] }])(
    'translate(%o)',
    (given) => {
      expectError(() => translate(given as never), 'INVALID_CONSTRAINT', 'translate constraint');
    },
  );

  test.each([undefined, null, 3, [], ['1'], [1, NaN], [Infinity]])('offset %o', (offset) => {
    expectError(
      () => translate({ constraint: nonnegative(), offset: offset as never }),
      'INVALID_CONSTRAINT',
      'translate offset',
    );
  });
});

test('another d than the offset has is refused, at once where the set knows its own', () => {
  const set = translate({ constraint: nonnegative(), offset: [1, 2, 3] });
  for (const action of [
    () => set.checkDimension?.(2),
    () => set.project([1, 2]),
    () => set.contains([1, 2]),
  ]) {
    expectError(action, 'INVALID_CONSTRAINT', 'an offset for 3 weights, expected 2');
  }
  expectError(
    () => translate({ constraint: box({ lower: [0, 0], upper: 1 }), offset: [1] }),
    'INVALID_CONSTRAINT',
    '2 bounds for 1 weights',
  );
});
