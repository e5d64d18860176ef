import { describe, expect, test } from 'vitest';
import * as zoo from '../../../src/constraints/index.js';
import { Draws } from '../../../src/experiments/phase/draws.js';
import { familyOf } from '../../../src/experiments/phase/families.js';
import {
  type Constraint,
  constraintFromJSON,
  constraintToJSON,
  familyNames,
  familySizes,
  phasePlan,
  phaseTransition,
  statisticalDimension,
} from '../../../src/index.js';
import { svd } from '../../../src/numerics/svd.js';
import { expectError } from '../../support/errors.js';
import { setsWithoutFormula } from '../../support/without-formula.js';

const norm = (w: ArrayLike<number>) => Math.hypot(...Array.from(w));
const made = (
  name: string,
  d: number,
  s: number,
  seed = 1,
  law: 'gaussian' | 'sign' = 'gaussian',
) => familyOf(name).make(new Draws(d, s, law, seed));

// What s is counted in, told from w* alone.
const near = (a: number, b: number) => Math.abs(a - b) < 1e-12;
const count = (w: Float64Array, is: (value: number, j: number) => boolean) => w.filter(is).length;
const nonzeros = (w: Float64Array) => count(w, (value) => value !== 0);
const largest = (w: Float64Array) => w.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const rank = (w: Float64Array, rows: number) => {
  // Gram–Schmidt on the rows.
  const columns = w.length / rows;
  const basis: Float64Array[] = [];
  for (let i = 0; i < rows; i++) {
    const row = w.slice(i * columns, (i + 1) * columns);
    for (let pass = 0; pass < 2; pass++) {
      for (const unit of basis) {
        const along = row.reduce((sum, value, j) => sum + value * unit[j], 0);
        for (let j = 0; j < columns; j++) row[j] -= along * unit[j];
      }
    }
    const length = norm(row);
    if (length > 1e-10) basis.push(row.map((value) => value / length));
  }
  return basis.length;
};

const COUNTS: Record<string, (w: Float64Array, set: Constraint) => number> = {
  groupSparse: (w) =>
    [0, 1, 2, 3, 4, 5, 6, 7].filter((g) => nonzeros(w.slice(8 * g, 8 * g + 8)) > 0).length,
  groupL2Ball: (w) => COUNTS.groupSparse(w, zoo.wholeSpace()),
  sparsePerGroup: (w) => {
    const counts = [0, 1, 2, 3, 4, 5, 6, 7].map((g) => nonzeros(w.slice(8 * g, 8 * g + 8)));
    return new Set(counts).size === 1 ? counts[0] : NaN;
  },
  cappedSimplex: (w) => count(w, (value) => value > 0 && !near(value, largest(w))),
  box: (w) => count(w, (value) => value === 0 || near(value, largest(w))),
  linfBall: (w) => count(w, (value) => near(Math.abs(value), largest(w))),
  monotoneCone: (w) => new Set(w).size,
  secondOrderCone: (w) => nonzeros(w) - 1,
  lowRank: (w) => rank(w, 8),
  nuclearBall: (w) => rank(w, 8),
  psdCone: (w) => rank(w, 8),
  spectralBall: (w, { level = 0 }) =>
    svd(w, 8, 8).values.filter((value) => value > level * (1 - 1e-12)).length,
  // By their ends in the first row, and in the last or first column.
  hankel: (w) => count(w, (value, j) => value !== 0 && (j < 8 || j % 8 === 7)),
  toeplitz: (w) => count(w, (value, j) => value !== 0 && (j < 8 || j % 8 === 0)),
  subspace: (_, set) => (set.parameters.basis as unknown[]).length,
  affine: (w, set) => w.length - (set.parameters.A as unknown[]).length,
  finiteSet: (_, set) => (set.parameters.points as unknown[]).length,
};

describe.each(familyNames)('%s', (name) => {
  test('plants weights of norm 1 on the set, with the s that its table says', () => {
    for (const law of ['gaussian', 'sign'] as const) {
      for (const seed of [1, 2, 3]) {
        const [planted, set] = made(name, 64, 3, seed, law);
        expect(set.name).toBe(name);
        expect(planted).toHaveLength(64);
        expect(norm(planted)).toBeCloseTo(1, 12);
        expect(set.contains(planted)).toBe(true);
        expect((COUNTS[name] ?? nonzeros)(planted, set)).toBe(3);
      }
    }
    expect(familySizes[name]).toMatch(/\w/);
  });

  test('follows from the seed, and its set from its parameters', () => {
    const [[planted, set], [again, same], [other]] = [1, 1, 2].map((seed) =>
      made(name, 64, 3, seed),
    );
    expect(again).toEqual(planted);
    expect(same.parameters).toEqual(set.parameters);
    // Three signs of one size may be the same.
    if (name !== 'binary') expect(other).not.toEqual(planted);
    const read = constraintFromJSON(JSON.parse(JSON.stringify(constraintToJSON(set))));
    expect(read.contains(planted)).toBe(true);
  });

  test('has a formula at w*, which agrees with draws', () => {
    const [planted, set] = made(name, 64, 3);
    const known = statisticalDimension(set, planted, { method: 'closed-form' });
    const samples = set.convex ? 400 : 12;
    const drawn = statisticalDimension(set, planted, { method: 'monte-carlo', samples });
    const slack = 4 * drawn.standardError + 1e-3 * known.value;
    expect(known.value).toBeLessThanOrEqual(64);
    // Of sets that are not convex the draws are from below, and of convex ones within a percent of a bound.
    if (known.kind !== 'asymptotic') expect(drawn.value).toBeLessThanOrEqual(known.value + slack);
    if (known.kind === 'exact' && set.convex) {
      expect(Math.abs(drawn.value - known.value)).toBeLessThanOrEqual(slack);
    }
    if (known.kind === 'asymptotic') {
      expect(Math.abs(drawn.value - known.value)).toBeLessThanOrEqual(slack + 0.1 * known.value);
    }
    if (known.kind === 'upper bound' && set.convex) {
      expect(drawn.value).toBeGreaterThanOrEqual(known.value - slack - 2);
    }
  });

  test('takes the smallest s, and d = 1 or a reason', () => {
    const [planted, set] = made(name, 16, 1);
    expect(norm(planted)).toBeCloseTo(1, 12);
    expect(set.contains(planted)).toBe(true);
    const needed = familyOf(name).needs?.(1, 1);
    if (needed === undefined) {
      const [one, its] = made(name, 1, 1);
      expect(Math.abs(one[0])).toBe(1);
      expect(its.contains(one)).toBe(true);
    } else {
      expectError(
        () => phasePlan({ d: 1, n: 5, sparsity: 1, constraint: name }),
        'INVALID_ARGUMENT',
        needed,
      );
    }
  });

  test('takes the largest s that it says it takes', () => {
    const { needs = () => undefined } = familyOf(name);
    for (const d of [4, 12, 16]) {
      const most = Array.from({ length: d }, (_, k) => d - k).find(
        (s) => needs(d, s) === undefined,
      );
      if (most === undefined) continue;
      const [planted, set] = made(name, d, most);
      expect(norm(planted)).toBeCloseTo(1, 12);
      expect(set.contains(planted)).toBe(true);
      expect(
        statisticalDimension(set, planted, { method: 'closed-form' }).value,
      ).toBeLessThanOrEqual(d);
    }
  });
});

test('blockSparse has as many runs as it says, of lengths that differ', () => {
  const lengths = new Set<number>();
  for (let seed = 0; seed < 20; seed++) {
    const [planted, set] = made('blockSparse', 64, 10, seed);
    const runs = Array.from(planted, (value) => (value === 0 ? ' ' : 'x'))
      .join('')
      .trim()
      .split(/ +/);
    expect(runs).toHaveLength(3);
    expect(set.parameters).toEqual({ sparsity: 10, blocks: 3 });
    for (const { length } of runs) lengths.add(length);
  }
  expect(lengths.size).toBeGreaterThan(5);
});

test('trials of every family run, here and in a worker, to the same bits', async () => {
  const options = { d: 16, n: 80, sparsity: 2, trials: 2 };
  const [here, there] = await Promise.all(
    [0, 1].map((workers) => phaseTransition({ ...options, constraint: familyNames, workers })),
  );
  expect(JSON.stringify(there)).toBe(JSON.stringify(here));
  expect(here.lines.every(({ theory }) => theory !== null)).toBe(true);
  // 80 rows of 16 weights are enough for sets without holes.
  const found = here.cells
    .filter(({ successes }) => successes === 2)
    .map((cell) => cell.constraint);
  const lost = familyNames.filter((name) => !found.includes(name));
  for (const name of lost)
    expect(familyOf(name).make(new Draws(16, 2, 'gaussian', 1))[1].convex).toBe(false);
});

test('every set with a formula is a family, but those made of others', () => {
  const ofOthers = [
    'inBasis',
    'intersection',
    'product',
    'scale',
    'scaled',
    'translate',
    'translated',
  ];
  const sets = Object.entries(zoo).flatMap(([name, set]) =>
    typeof set === 'function' ? [name] : [],
  );
  const known = new Set([...familyNames, ...ofOthers, ...setsWithoutFormula]);
  expect(sets.filter((name) => !known.has(name))).toEqual([]);
  expect(familyNames.filter((name) => !sets.includes(name))).toEqual([]);
});

test.each([
  ['treeSparse', 12, 3, 'power of two'],
  ['lowRank', 13, 1, 'product of two numbers'],
  ['lowRank', 12, 4, 'at most 3 ranks of 3 × 4'],
  ['psdCone', 12, 1, 'a square'],
  ['psdCone', 16, 5, 'at most 4 ranks'],
  ['groupSparse', 12, 5, 'at most 4 groups'],
  ['sparsePerGroup', 12, 4, 'at most 3 nonzeros in a group'],
  ['affine', 12, 12, 'below d = 12'],
  ['secondOrderCone', 12, 12, 'below d = 12'],
  ['hankel', 12, 7, 'at most 6 lines'],
])('%s of d = %d with s = %d is refused: %s', (constraint, d, sparsity, text) => {
  expectError(() => phasePlan({ d, n: 5, sparsity, constraint }), 'INVALID_ARGUMENT', text);
});
