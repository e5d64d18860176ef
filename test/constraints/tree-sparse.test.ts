import { expect, test } from 'vitest';
import { treeSparse } from '../../src/index.js';
import type { Random } from '../../src/testing/random.js';
import { largest, times } from '../../src/testing/vectors.js';
import { expectError } from '../support/errors.js';
import { projectionLaws } from '../support/projection-laws.js';
import { nearestOf, restricted, spansMagnitudes, sparsityOf } from '../support/supports.js';

projectionLaws('treeSparse', {
  make: (d, random) => treeSparse(1 + random.integer(Math.min(d, 100))),
  dimensions: [1, 2, 4, 8, 16, 32, 64, 1024],
  slow(v, set) {
    if (v.length > 16) return byPreorder(v, sparsityOf(set));
    const trees = Array.from(subtrees(0, v.length)).filter(
      (tree) => tree.length <= sparsityOf(set),
    );
    return nearestOf(
      v,
      trees.map((tree) => restricted(v, tree)),
    );
  },
  ambiguous: (v) => spansMagnitudes(v) || hasEquals(v),
  feasible(d, random, set) {
    return restricted(
      random.vector(d, () => random.normal()),
      grown(d, sparsityOf(set), random),
    );
  },
  symmetries: ['sign'],
});

const childrenOf = (k: number, d: number) =>
  (k === 0 ? [1] : [2 * k, 2 * k + 1]).filter((child) => child < d);

function hasEquals(v: Float64Array): boolean {
  const sizes = Array.from(v, Math.abs).filter((size) => size > 0);
  return new Set(sizes).size < sizes.length;
}

// Every subtree that begins at node k, and none at all.
function subtrees(k: number, d: number): number[][] {
  let trees = [[k]];
  for (const child of childrenOf(k, d)) {
    const branches = subtrees(child, d);
    trees = trees.flatMap((tree) => branches.map((branch) => [...tree, ...branch]));
  }
  return [[], ...trees];
}

function grown(d: number, size: number, random: Random): number[] {
  const tree = [0];
  while (tree.length < size) {
    const next = tree.flatMap((k) => childrenOf(k, d)).filter((k) => !tree.includes(k));
    tree.push(next[random.integer(next.length)]);
  }
  return tree;
}

// In preorder a node that is dropped is followed by what comes after its branch: a path through the list of nodes.
function byPreorder(v: Float64Array, sparsity: number): Float64Array {
  const d = v.length;
  const order: number[] = [];
  const after: number[] = [];
  const visit = (k: number) => {
    const place = order.push(k) - 1;
    for (const child of childrenOf(k, d)) visit(child);
    after[place] = order.length;
  };
  visit(0);
  const scale = largest(v) || 1;
  const kept = Array.from({ length: d + 1 }, () => new Float64Array(sparsity + 1));
  const taken = (place: number, t: number) =>
    kept[place + 1][t - 1] + (v[order[place]] / scale) ** 2;
  for (let place = d - 1; place >= 0; place--) {
    for (let t = 1; t <= sparsity; t++) {
      kept[place][t] = Math.max(kept[after[place]][t], taken(place, t));
    }
  }
  const tree: number[] = [];
  for (let place = 0, t = sparsity; t > 0 && place < d; ) {
    if (taken(place, t) >= kept[after[place]][t]) {
      tree.push(order[place++]);
      t--;
    } else place = after[place];
  }
  return restricted(v, tree);
}

test.each([
  [3, [1, 1, 1, 2, 0, 4, 0, 3], [1, 1, 0, 2, 0, 0, 0, 0]],
  [4, [1, 1, 1, 2, 0, 5, 0, 3], [1, 1, 1, 0, 0, 5, 0, 0]],
  [1, [0, 9, 9, 9], [0, 0, 0, 0]],
  [2, [0, 9, 9, 9], [0, 9, 0, 0]],
  [1, [-3], [-3]],
  [8, [1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 3, 4, 5, 6, 7, 8]],
])('treeSparse(%i) projects %j to %j', (sparsity, v, expected) => {
  expect(treeSparse(sparsity).project(v)).toEqual(Float64Array.from(expected));
});

test.each([
  [3, [0, 0, 2, 2], [0, 0, 2, 0]],
  [4, [0, 0, 0.3, 0.3, 0.1, 0.7, 0.7, 0.1], [0, 0, 0.3, 0, 0, 0.7, 0, 0]],
  [4, [0, 0, 1, 1, 0, 2, 2, 0], [0, 0, 1, 0, 0, 2, 0, 0]],
  [5, [0, 0, 1, 1, 1, 1, 1, 1], [0, 0, 1, 0, 1, 1, 0, 0]],
])('among equals the left branch gets the nodes: treeSparse(%i) of %j is %j', (s, v, w) => {
  expect(treeSparse(s).project(v)).toEqual(Float64Array.from(w));
});

test('small entries are told apart beside a large one', () => {
  const v = [1, 0, 0.5e-8, 0.7e-8];
  expect(treeSparse(3).project(v)).toEqual(Float64Array.of(1, 0, 0, 0.7e-8));
});

test('the regularizer is the size of the tree that holds the nonzeros, with the root', () => {
  const set = treeSparse(4);
  expect(set).toMatchObject({ name: 'treeSparse', convex: false, cone: true, level: 4 });
  expect(set.parameters).toEqual({ sparsity: 4 });
  expect(set.regularizer?.([0, 0, 0, 0])).toBe(0);
  expect(set.regularizer?.([3, 0, 0, 0])).toBe(1);
  expect(set.regularizer?.([0, 0, 0, 0, 0, 0, 1, 0])).toBe(4);
  expect(set.regularizer?.([0, 0, 0, 0, 1, 0, 1, 0])).toBe(6);
  expect(treeSparse.through([0, 0, 0, -1]).parameters).toEqual({ sparsity: 3 });
  expect(set.rescaled?.(new Float64Array(8).fill(2))).toBe(set);
});

test('membership is by the entries that are not rounding beside the others', () => {
  const set = treeSparse(2);
  expect(set.contains([0, 1, 0, 0])).toBe(true);
  expect(set.contains([0, 1, 1e-12, 0])).toBe(true);
  expect(set.contains([0, 1, 1e-12, 0], 0)).toBe(false);
  expect(set.contains([0, 0, 1, 0])).toBe(false);
  expect(set.contains([0, NaN])).toBe(false);
  expect(set.contains([0, Infinity])).toBe(false);
});

test.each([0, -1, 1.5, NaN, '3', Infinity, undefined, null])('treeSparse(%o) is refused', (bad) => {
  expectError(
    () => treeSparse(bad as number),
    'INVALID_CONSTRAINT',
    'treeSparse(sparsity)',
    'an integer of at least 1',
  );
});

test('a number of weights that is no power of two is refused, and a sparsity above it', () => {
  const set = treeSparse(5);
  const parts = ['12 weights', 'a power of two', 'Pad the signal to 16.'];
  const code = 'INVALID_CONSTRAINT';
  expectError(() => set.checkDimension?.(12), code, ...parts);
  expectError(() => set.project(new Float64Array(12)), code, ...parts);
  expectError(() => set.contains(new Float64Array(12)), code, ...parts);
  expectError(() => treeSparse.through(new Float64Array(12)), code, ...parts);
  expectError(() => treeSparse.through([0, 0]), code, 'got 0');
  expectError(() => set.checkDimension?.(4), code, '5 on data of 4 columns');
  expect(() => set.checkDimension?.(8)).not.toThrow();
});

test('it is the same at every magnitude', () => {
  const v = Float64Array.of(1, 1, 1, 2, 0, 4, 0, 3);
  for (const t of [1e-150, 1e150, 1e-300, 1e300]) {
    const expected = times(t, Float64Array.of(1, 1, 0, 2, 0, 0, 0, 0));
    expect(treeSparse(3).project(times(t, v))).toEqual(expected);
  }
});
