import { expect, test } from 'vitest';
import type { Constraint, Groups } from '../../src/index.js';
import { projectByKernel } from '../../src/testing/kernel.js';
import { Random } from '../../src/testing/random.js';
import { distance, euclidean, largest, manhattan } from '../../src/testing/vectors.js';
import { expectError } from './errors.js';

/** The indices 0 … d − 1 in small or large groups, scattered or, half of the time, one behind the other. */
export function randomGroups(d: number, random: Random): number[][] {
  const order =
    random.uniform() < 0.5 ? random.permutation(d) : Array.from({ length: d }, (_, j) => j);
  const most = random.uniform() < 0.5 ? 6 : d;
  const groups: number[][] = [];
  while (order.length > 0) groups.push(order.splice(0, 1 + random.integer(most)));
  return groups;
}

export const groupsOf = (set: Constraint): number[][] => set.parameters.groups as number[][];

/** The entries of each group. */
export const split = (v: Float64Array, set: Constraint): Float64Array[] =>
  groupsOf(set).map((group) => Float64Array.from(group, (j) => v[j]));

/** v with the entries of group g multiplied by factors[g]. */
export function timesGroups(factors: readonly number[], v: Float64Array, set: Constraint) {
  const w = new Float64Array(v.length);
  groupsOf(set).forEach((group, g) => {
    for (const j of group) w[j] = v[j] * factors[g];
  });
  return w;
}

// The norm or the sum of a group of m entries is known to (m + 4)u of it, as if v were another point, that much away,
// and P does not enlarge the distance.
export const errorOfNorms = (v: Float64Array, projected: Float64Array): number =>
  2 ** -53 * (v.length + 4) * (4 * manhattan(projected) + euclidean(v));

/**
 * Registers a test of balls whose radius is a share of R(v): of most radii that the laws draw, v is far inside, or so
 * far outside that little is left of it.
 */
export function agreesAtEveryShare(
  factory: (given: { groups: Groups; radius: number }) => Constraint,
  slow: (v: Float64Array, set: Constraint) => Float64Array,
): void {
  test(`${factory.name} of a share of the norm projects as a slow search, and so does its kernel`, () => {
    const random = new Random(1705);
    for (let round = 0; round < 300; round++) {
      const d = 1 + random.integer(40);
      const groups = randomGroups(d, random);
      const v = random.vector(d, () => random.normal() ** (random.integer(3) + 1));
      const norm = factory({ groups, radius: 1 }).regularizer?.(v) as number;
      const set = factory({ groups, radius: norm * random.uniform(0.01, 0.99) });
      const projected = set.project(v);
      const error = errorOfNorms(v, projected);
      expect(distance(projected, slow(v, set)), `round ${round}`).toBeLessThanOrEqual(error);
      const kernel = projectByKernel(v, set, 'f64').projected;
      expect(distance(projected, kernel), `kernel, round ${round}`).toBeLessThanOrEqual(error);
    }
  });
}

/** Registers a test for each way in which groups can be wrong; `rest` are the other parameters. */
export function refusesWrongGroups(factory: (given: never) => Constraint, rest: object): void {
  const { name } = factory;
  const make = (groups: Groups) => factory({ groups, ...rest } as never);

  test.each([undefined, null, 3, []])(`${name}(%o) is refused`, (given) => {
    expectError(() => factory(given as never), 'INVALID_CONSTRAINT', name);
  });

  test.each([
    [undefined, 'got undefined, expected a list of at least one group'],
    ['ab', "got 'ab', expected a list of at least one group"],
    [[], 'got Array of length 0, expected a list of at least one group'],
    [[[0], []], 'groups[1]: got Array of length 0, expected a list of at least one index'],
    [[[0], 1], 'groups[1]: got 1, expected a list of at least one index'],
    [[[0, 1], [1.5]], 'groups[1]: got 1.5, expected indices'],
    [[[0, -1]], 'groups[0]: got -1, expected indices'],
    [[[NaN]], 'groups[0]: got NaN, expected indices'],
    [[['0']], "groups[0]: got '0', expected indices"],
    [[[0, 1], [2], [1]], 'groups[2]: got index 1, which groups[0] holds, expected each index once'],
    [[[0, 0]], 'groups[0]: got index 0, which groups[0] holds'],
    [[[0, 3], [1]], 'got none with index 2, expected every index from 0 to 3'],
  ])(`${name} refuses the groups %j`, (groups, words) => {
    expectError(() => make(groups as number[][]), 'INVALID_CONSTRAINT', `${name} groups`, words);
  });

  test(`${name} refuses data of another number of columns`, () => {
    const set = make([[0, 1], [2]]);
    const parts = [name, 'groups for 3 weights', '2, the number of columns of X'] as const;
    expect(() => set.checkDimension?.(3)).not.toThrow();
    expectError(() => set.checkDimension?.(2), 'INVALID_CONSTRAINT', ...parts);
    expectError(() => set.project([1, 2]), 'INVALID_CONSTRAINT', ...parts);
    expectError(() => set.contains([1, 2]), 'INVALID_CONSTRAINT', ...parts);
  });

  test(`${name} keeps groups of its own`, () => {
    const groups = [[1, 0], Int32Array.of(2)];
    const set = make(groups);
    groups[0][0] = 7;
    expect(set.parameters.groups).toEqual([[0, 1], [2]]);
  });
}

/**
 * The nearest point to v that is zero off some of the parts, by trying all choices of parts that `allowed` admits; of
 * equally near points the one that keeps the parts listed first.
 */
export function nearestOfSupports(
  v: Float64Array,
  parts: readonly (readonly number[])[],
  allowed: (kept: readonly number[]) => boolean,
): Float64Array {
  const scale = largest(v) || 1;
  let best = { rest: Infinity, w: v };
  // The first part is the highest bit, so that the choices that keep it come first.
  for (let bits = 2 ** parts.length - 1; bits >= 0; bits--) {
    const keeps = parts.map((_, p) => Math.floor(bits / 2 ** (parts.length - 1 - p)) % 2 === 1);
    if (!allowed(keeps.flatMap((keep, p) => (keep ? [p] : [])))) continue;
    const dropped = parts.flatMap((part, p) => (keeps[p] ? [] : part));
    // Summed in order of size, so that equal magnitudes make equal sums.
    const squares = dropped.map((j) => (v[j] / scale) ** 2).sort((a, b) => a - b);
    const rest = squares.reduce((sum, square) => sum + square, 0);
    if (rest < best.rest) best = { rest, w: v.map((x, j) => (dropped.includes(j) ? 0 : x)) };
  }
  return best.w;
}

/** Registers a test for each radius that a ball of groups refuses. */
export function refusesWrongRadius(
  factory: (given: { groups: Groups; radius: number }) => Constraint,
): void {
  test.each([0, -1, NaN, '3', Infinity, undefined, null])('the radius %o is refused', (radius) => {
    const make = () => factory({ groups: [[0, 2], [1]], radius: radius as number });
    const parts = [`${factory.name} radius`, 'a positive finite number'];
    expectError(make, 'INVALID_CONSTRAINT', ...parts);
  });
}

/** Registers a test of a ball of radius R([3, −2, 4]) with the groups {0, 2} and {1}. */
export function allowsTheTolerance(set: Constraint): void {
  test('membership allows the tolerance and no more', () => {
    expect(set.contains([3, -2, 4])).toBe(true);
    expect(set.contains([3, -2 - 1e-10, 4])).toBe(true);
    expect(set.contains([3, -2 - 1e-10, 4], 0)).toBe(false);
    expect(set.contains([3, -2.1, 4])).toBe(false);
    expect(set.contains([NaN, 0, 0])).toBe(false);
    expect(set.contains([Infinity, 0, 0])).toBe(false);
  });
}
