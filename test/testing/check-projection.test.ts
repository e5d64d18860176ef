import { describe, expect, test } from 'vitest';
import {
  box,
  type Constraint,
  l1Ball,
  l2Ball,
  nonnegative,
  sparse,
  subspace,
  wholeSpace,
} from '../../src/index.js';
import { checkProjection } from '../../src/testing/index.js';
import { largest, manhattan, times } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';

test.each([l1Ball(3), nonnegative(), sparse(1), wholeSpace()])('$name obeys the laws', (set) => {
  expect(checkProjection(set).dimensions).toHaveLength(34);
});

test('the report names what was checked', () => {
  const report = checkProjection(l1Ball(3));
  expect(report.laws.length).toBe(11);
  expect(report.laws).toContain('projecting twice is projecting once');
  expect(report.seed).toBe(1);
  const more = checkProjection(l1Ball(3), { symmetries: ['permutation', 'sign'], seed: 7 });
  expect(more.laws.length).toBe(13);
  expect(more.seed).toBe(7);
});

test('a function draws sets for every dimension', () => {
  const { dimensions } = checkProjection((d, random) => sparse(1 + random.integer(d)), {
    dimensions: [5, 50],
  });
  expect(dimensions).toEqual([5, 50]);
});

test('a set of fixed length is tried in its own dimension', () => {
  const set = box({ lower: [0, -1, 2], upper: [1, 1, 2] });
  expect(checkProjection(set).dimensions).toEqual([3]);
});

describe('of a set of one’s own, with nothing else known, wrong projections are caught', () => {
  const radius = 2;
  // A ball as a user would write it: no kernel, no factory.
  const ball = (project: (v: Float64Array) => Float64Array): Constraint => ({
    name: 'diamond',
    parameters: { radius },
    convex: true,
    cone: false,
    contains: (w, tolerance = 1e-9) => manhattan(w) <= radius * (1 + tolerance),
    project(v, out = new Float64Array(v.length)) {
      const w = project(Float64Array.from(v));
      out.set(w);
      return out;
    },
  });
  const right = (v: Float64Array) => l1Ball(radius).project(v);
  const outside = (v: Float64Array) => manhattan(v) > radius;

  test('the right one passes', () => {
    expect(() => checkProjection(ball(right))).not.toThrow();
  });

  test.each<[string, (v: Float64Array) => Float64Array]>([
    ['radial scaling', (v) => (outside(v) ? times(radius / manhattan(v), v) : v)],
    [
      'a jump to a vertex',
      (v) => {
        if (!outside(v)) return v;
        const place = v.map(Math.abs).indexOf(largest(v));
        return v.map((x, j) => (j === place ? radius * Math.sign(x) : 0));
      },
    ],
    [
      'losing the last coordinate',
      (v) => {
        if (!outside(v)) return v;
        const w = right(v);
        w[w.length - 1] = 0;
        return w;
      },
    ],
  ])('%s', (_, wrong) => {
    const check = () => checkProjection(ball(wrong));
    expectError(check, 'LAW_BROKEN', 'the variational inequality');
    expect(check).not.toThrow('a projection is a point of the set:');
    expect(check).not.toThrow('projecting twice is projecting once:');
  });

  test.each<[string, (v: Float64Array) => Float64Array]>([
    ['reflection', (v) => v.map(Math.abs)],
    ['an overshoot', (v) => v.map((x) => (x < 0 ? -7 * x : x))],
    ['the largest everywhere', (v) => v.fill(Math.max(0, ...v))],
  ])('%s, written over its input', (_, wrong) => {
    const set = custom(wrong);
    expectError(() => checkProjection(set), 'LAW_BROKEN', 'the input stays as it was');
    expect(() => checkProjection(set)).toThrow('the variational inequality');
  });

  // The orthant, with its projection written into v itself.
  const custom = (project: (v: Float64Array) => Float64Array): Constraint => ({
    ...nonnegative(),
    kernel: undefined,
    project: (v) => {
      (v as Float64Array).set(project(Float64Array.from(v)));
      return v as Float64Array;
    },
  });

  test('a regularizer that is none of the set', () => {
    const set = { ...l1Ball(2), regularizer: l2Ball(2).regularizer };
    expectError(() => checkProjection(set), 'LAW_BROKEN', 'the regularizer is at most');
  });

  test('a rescaled set that is another', () => {
    const set = { ...box({ lower: 0, upper: 1 }), rescaled: () => box({ lower: 0, upper: 1 }) };
    expectError(() => checkProjection(set), 'LAW_BROKEN', 'the rescaled set holds');
  });

  test('one that throws', () => {
    const fails = ball(() => {
      throw new RangeError('out of luck');
    });
    expectError(() => checkProjection(fails), 'LAW_BROKEN', 'diamond', 'out of luck');
  });

  test('the error gives the case that breaks the law', () => {
    const doubled = ball((v) => times(2, right(v)));
    expectError(() => checkProjection(doubled), 'LAW_BROKEN', 'it is outside', 'seed', 'd = ');
  });
});

test('a set that can have none of the dimensions asks for them', () => {
  const set = box({ lower: new Float64Array(784), upper: 1 });
  expectError(() => checkProjection(set), 'INVALID_ARGUMENT', '784', 'options.dimensions');
  expect(checkProjection(set, { dimensions: [784] }).dimensions).toEqual([784]);
});

test('a subspace passes, though projections of what is orthogonal to it are rounding', () => {
  const set = subspace([
    [1, 1, 0, 0],
    [0, 0, 1, 1],
  ]);
  expect(checkProjection(set).dimensions).toEqual([4]);
});

test.each([
  [{ dimensions: '5' }, 'dimensions'],
  [{ dimensions: [] }, 'dimensions'],
  [{ dimensions: [3, 0] }, 'dimensions'],
  [{ seed: NaN }, 'seed'],
  [{ scales: [] }, 'scales'],
  [{ scales: [-1] }, 'scales'],
])('%o is refused', (options, what) => {
  expectError(() => checkProjection(l1Ball(1), options as object), 'INVALID_ARGUMENT', what);
});

test.each([null, undefined, 3, {}])('%o is no constraint', (set) => {
  expectError(
    () => checkProjection(set as unknown as Constraint),
    'INVALID_ARGUMENT',
    'constraint',
  );
});

test('an option that is none is refused', () => {
  const options = { dimension: [3] } as object;
  expectError(() => checkProjection(l1Ball(1), options), 'INVALID_ARGUMENT', "'dimension'");
});
