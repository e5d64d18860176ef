// The laws are worth what they catch: faults are planted in projections, and the laws must name them.

import { describe, expect, test } from 'vitest';
import { type Constraint, l1Ball, nonnegative, sparse } from '../../src/index.js';
import { type Family, laws, violatedLaws } from '../../src/testing/laws.js';
import { largest, manhattan, times } from '../../src/testing/vectors.js';
import { l1BallFamily } from '../support/l1-ball-family.js';

const MEMBERSHIP = 'a projection is a point of the set';
const IDEMPOTENCE = 'projecting twice is projecting once';
const SLOW = 'the projection is that of a slow search';
const VARIATIONAL = 'the variational inequality ⟨v − Pv, z − Pv⟩ ≤ 0 holds';
const KERNEL = 'the f64 kernel projects as the oracle does';

const dimensions = [2, 3, 5, 8];

type Projection = (v: Float64Array, set: Constraint) => Float64Array;

/** The set with another projection, which its engine then uses too. */
function replaced(set: Constraint, projection: Projection): Constraint {
  return {
    ...set,
    kernel: undefined,
    project(v, out) {
      const w = projection(Float64Array.from(v), set);
      out?.set(w);
      return out ?? w;
    },
  };
}

const broken = (family: Family, projection: Projection): Family => ({
  ...family,
  make: (d, random) => replaced(family.make(d, random), projection),
});

const radial: Projection = (v, { level: r = 0 }) =>
  manhattan(v) <= r ? v : times(r / manhattan(v), v);

const vertex: Projection = (v, { level: r = 0 }) => {
  if (manhattan(v) <= r) return v;
  const place = v.map(Math.abs).indexOf(largest(v));
  return v.map((x, j) => (j === place ? r * Math.sign(x) : 0));
};

const losing: Projection = (v, set) => {
  if (set.contains(v)) return v;
  const w = set.project(v);
  w[w.length - 1] = 0;
  return w;
};

describe('a wrong projection onto the ℓ1 ball is caught', () => {
  test.each([
    ['radial scaling', radial],
    ['a jump to a vertex', vertex],
    ['losing the last coordinate', losing],
  ])('%s: membership and idempotence pass it, two laws do not', (_, projection) => {
    const found = violatedLaws(broken(l1BallFamily, projection), { dimensions });
    expect(found).not.toContain(MEMBERSHIP);
    expect(found).not.toContain(IDEMPOTENCE);
    expect(found).toContain(VARIATIONAL);
    expect(found).toContain(SLOW);
  });

  test('a kernel that is not the oracle', () => {
    const make: Family['make'] = (d, random) => {
      const set = l1BallFamily.make(d, random);
      return { ...set, kernel: () => ({ name: 'L1Ball', scalars: [2 * (set.level as number)] }) };
    };
    expect(violatedLaws({ ...l1BallFamily, make }, { dimensions })).toContain(KERNEL);
  });

  test('an input that is overwritten', () => {
    const make = () => ({
      ...l1Ball(1),
      project: (v: ArrayLike<number>) => l1Ball(1).project(v, v as Float64Array),
    });
    const found = violatedLaws({ ...l1BallFamily, make }, { dimensions });
    expect(found).toContain('the input stays as it was, unless it is the output');
  });
});

test('equal entries kept from the end are caught in a sparse set, by the slow search alone', () => {
  const family: Family = {
    make: () => sparse(1),
    slow: (v) => {
      const place = v.map(Math.abs).indexOf(largest(v));
      return v.map((x, j) => (j === place ? x : 0));
    },
    feasible: (d, random) => new Float64Array(d).fill(random.normal(), 0, 1),
  };
  expect(violatedLaws(family, { dimensions })).toEqual([]);
  const fromTheEnd: Projection = (v, set) => set.project(v.slice().reverse()).reverse();
  expect(violatedLaws(broken(family, fromTheEnd), { dimensions })).toEqual([SLOW]);
});

test('a reflection instead of a projection is caught in the nonnegative cone', () => {
  const family: Family = {
    make: nonnegative,
    slow: (v) => v.map((x) => Math.max(0, x)),
    feasible: (d, random) => random.vector(d, () => random.uniform()),
  };
  expect(violatedLaws(family, { dimensions })).toEqual([]);
  const found = violatedLaws(
    broken(family, (v) => v.map(Math.abs)),
    { dimensions },
  );
  expect(found).toContain(SLOW);
  expect(found).toContain(VARIATIONAL);
  expect(found).toContain('Moreau: v − Pv lies in the polar cone and is orthogonal to Pv');
});

test('the right projection breaks none of the laws', () => {
  expect(laws.length).toBeGreaterThan(10);
  expect(violatedLaws(l1BallFamily, { dimensions })).toEqual([]);
});
