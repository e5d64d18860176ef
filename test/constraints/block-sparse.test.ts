import { expect, test } from 'vitest';
import { blockSparse, type Constraint, sparse } from '../../src/index.js';
import { Random } from '../../src/testing/random.js';
import { largest, times } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';
import { projectionLaws } from '../support/projection-laws.js';
import {
  nearestOf,
  restricted,
  spansMagnitudes,
  sparsityOf,
  subsets,
} from '../support/supports.js';

const blocksOf = (set: Constraint) => set.parameters.blocks as number;

// Of a hundred dimensions and more s is small, for the sake of the slow search.
projectionLaws('blockSparse', {
  make: (d, random) =>
    blockSparse({
      sparsity: 1 + random.integer(d > 100 ? 12 : d),
      blocks: 1 + random.integer(4),
    }),
  slow: (v, set) => (v.length <= 8 ? exhaustive : bySegments)(v, sparsityOf(set), blocksOf(set)),
  ambiguous: spansMagnitudes,
  feasible(d, random, set) {
    const z = new Float64Array(d);
    let left = sparsityOf(set);
    for (let b = 0; b < blocksOf(set); b++) {
      const begin = random.integer(d);
      const length = random.integer(left + 1);
      for (let j = begin; j < Math.min(d, begin + length); j++) z[j] = random.normal();
      left -= length;
    }
    return z;
  },
  symmetries: ['sign'],
});

// Of all supports, those of low indices first.
function exhaustive(v: Float64Array, sparsity: number, blocks: number): Float64Array {
  const supports = Array.from(subsets(v.length, sparsity)).filter((support) => {
    const begins = support.filter((j) => !support.includes(j - 1));
    return begins.length <= blocks;
  });
  return nearestOf(
    v,
    supports.map((support) => restricted(v, support)),
  );
}

// The best runs in v[j], v[j + 1], …, found by trying every length for a run that begins at j: of k indices in all,
// best[j][k] has the largest sum of squares, and of equals the run that begins first, and of these the longest.
function bySegments(v: Float64Array, sparsity: number, blocks: number): Float64Array {
  const d = v.length;
  const scale = largest(v) || 1;
  const sums = new Float64Array(d + 1);
  for (let j = 0; j < d; j++) sums[j + 1] = sums[j] + (v[j] / scale) ** 2;
  type Runs = { sum: number; begin: number; length: number; rest?: Runs };
  const nothing: Runs = { sum: 0, begin: d, length: 0 };
  let fewer = Array.from({ length: d + 1 }, () => new Array<Runs>(sparsity + 1).fill(nothing));
  for (let b = 1; b <= blocks; b++) {
    const best = Array.from({ length: d + 1 }, () => new Array<Runs>(sparsity + 1).fill(nothing));
    for (let j = d - 1; j >= 0; j--) {
      for (let k = 0; k <= sparsity; k++) {
        best[j][k] = best[j + 1][k];
        for (let length = 1; length <= Math.min(k, d - j); length++) {
          const rest = fewer[j + length][k - length];
          const sum = sums[j + length] - sums[j] + rest.sum;
          if (sum >= best[j][k].sum) best[j][k] = { sum, begin: j, length, rest };
        }
      }
    }
    fewer = best;
  }
  const w = new Float64Array(d);
  for (let runs: Runs | undefined = fewer[0][sparsity]; runs; runs = runs.rest) {
    for (let j = runs.begin; j < runs.begin + runs.length; j++) w[j] = v[j];
  }
  return w;
}

test.each([
  [3, 1, [5, 0, 0, 3, 3, 3], [0, 0, 0, 3, 3, 3]],
  [3, 2, [5, 0, 0, 3, 3, 3], [5, 0, 0, 3, 3, 0]],
  [2, 1, [1, -2, 3, 0, 3], [0, -2, 3, 0, 0]],
  [2, 2, [1, -2, 3, 0, 4], [0, 0, 3, 0, 4]],
  [3, 1, [1, -2, 3, 0, 4], [0, 0, 3, 0, 4]],
  [1, 5, [1, -2, 3, 0, 4], [0, 0, 0, 0, 4]],
])('blockSparse({ %i, %i }) projects %j to %j', (sparsity, blocks, v, expected) => {
  expect(blockSparse({ sparsity, blocks }).project(v)).toEqual(Float64Array.from(expected));
});

test.each([
  [2, 1, [1, 1, 1, 1], [1, 1, 0, 0]],
  [2, 2, [1, 0, 1, 0, 1], [1, 0, 1, 0, 0]],
  [2, 1, [3, 4, 0, 5, 0], [3, 4, 0, 0, 0]],
  [2, 2, [2, 0, -2, 2, 0], [2, 0, -2, 0, 0]],
  [2, 2, [0.1, 0.3, -0.1, 0.7, 0.1, 0.1], [0, 0.3, 0, 0.7, 0, 0]],
  [4, 4, [0.1, 0.3, -0.1, 0.7, 0.1, 0.1], [0.1, 0.3, -0.1, 0.7, 0, 0]],
  [1, 1, [1 / 3, 2 / 3, 1 / 3, -2 / 3, 0.1, 2 / 3], [0, 2 / 3, 0, 0, 0, 0]],
])('among equals the lowest indices stay: blockSparse({ %i, %i }) of %j', (s, blocks, v, w) => {
  expect(blockSparse({ sparsity: s, blocks }).project(v)).toEqual(Float64Array.from(w));
});

test('small entries are told apart beside a large one', () => {
  const set = blockSparse({ sparsity: 2, blocks: 2 });
  const v = [0.5e-8, 0, 0.7e-8, 0, 1];
  expect(set.project(v)).toEqual(Float64Array.of(0, 0, 0.7e-8, 0, 1));
});

test('with as many runs as indices it is sparse', () => {
  const random = new Random(3);
  for (let s = 1; s <= 30; s++) {
    const v = random.vector(30, () => (random.integer(9) - 4) / 3);
    expect(blockSparse({ sparsity: s, blocks: s }).project(v)).toEqual(sparse(s).project(v));
  }
});

test('a point of the set keeps its bits, whatever underflows beside', () => {
  const w = Float64Array.of(0, 0, 1e-200, 0, 1e150);
  expect(blockSparse({ sparsity: 2, blocks: 2 }).project(w)).toEqual(w);
});

test('the regularizer is the least length of runs that hold the nonzeros', () => {
  const w = [1, 0, 2, 0, 0, 3, 3, 0, 0, 0, 4];
  const lengths = [1, 2, 3, 4, 5].map((blocks) =>
    blockSparse({ sparsity: 1, blocks }).regularizer?.(w),
  );
  expect(lengths).toEqual([11, 8, 6, 5, 5]);
  expect(blockSparse({ sparsity: 1, blocks: 2 }).regularizer?.([0, -0])).toBe(0);
  const set = blockSparse.through(w, { blocks: 2 });
  expect(set).toMatchObject({ name: 'blockSparse', convex: false, cone: true, level: 8 });
  expect(set.parameters).toEqual({ sparsity: 8, blocks: 2 });
  expect(set.rescaled?.(new Float64Array(11).fill(2))).toBe(set);
});

test('membership is by the entries that are not rounding beside the others', () => {
  const set = blockSparse({ sparsity: 3, blocks: 1 });
  expect(set.contains([0, 1, 0, 1, 0])).toBe(true);
  expect(set.contains([1e-12, 1, 0, 1, 0])).toBe(true);
  expect(set.contains([1e-12, 1, 0, 1, 0], 0)).toBe(false);
  expect(set.contains([1, 0, 0, 1])).toBe(false);
  expect(blockSparse({ sparsity: 3, blocks: 2 }).contains([1, 0, 0, 1])).toBe(true);
  expect(set.contains([NaN, 0])).toBe(false);
  expect(set.contains([Infinity, 0])).toBe(false);
});

test.each([0, -1, 1.5, NaN, '3', Infinity, undefined, null])('%o is refused', (bad) => {
  const value = bad as number;
  const code = 'INVALID_CONSTRAINT';
  expectError(() => blockSparse({ sparsity: value, blocks: 1 }), code, 'blockSparse sparsity');
  expectError(() => blockSparse({ sparsity: 1, blocks: value }), code, 'blockSparse blocks');
  expectError(() => blockSparse.through([1], { blocks: value }), code, 'blockSparse blocks');
});

test('nothing is refused, planted zeros, and a sparsity above d', () => {
  const code = 'INVALID_CONSTRAINT';
  expectError(() => blockSparse(undefined as never), code, 'blockSparse: got undefined');
  expectError(() => blockSparse.through([1], undefined as never), code, 'blockSparse.through');
  expectError(() => blockSparse.through([0, 0], { blocks: 1 }), code, 'got 0');
  const set = blockSparse({ sparsity: 4, blocks: 9 });
  expect(() => set.checkDimension?.(4)).not.toThrow();
  expectError(() => set.checkDimension?.(3), code, '4 on data of 3 columns');
});

test('it is the same at every magnitude', () => {
  const v = Float64Array.of(5, 0, 0, 3, 3, 3);
  const set = blockSparse({ sparsity: 3, blocks: 1 });
  for (const t of [1e-150, 1e150, 1e-300, 1e300]) {
    expect(set.project(times(t, v))).toEqual(times(t, Float64Array.of(0, 0, 0, 3, 3, 3)));
  }
});
