import { describe, expect, test } from 'vitest';
import { philox } from '../../src/data/philox.js';
import {
  permutation,
  sampleWithoutReplacement,
  uniformInteger,
  uniformWords,
} from '../../src/data/sampling.js';

describe('uniformWords', () => {
  test('is Philox at block 2³¹ + block, which no normal has', () => {
    const words = uniformWords(new Uint32Array(4), 2 ** 40 + 7, 3, 2 ** 33 + 9, 5);
    const expected = new Uint32Array(4);
    philox(expected, 2 ** 31 + 5, 9, 2, 3, 7, 2 ** 8);
    expect(words).toEqual(expected);
  });

  test('gives the word of the docstring', () => {
    expect(uniformWords(new Uint32Array(4), 1, 0, 0, 0)[0]).toBe(2898200283);
  });

  test.each([
    [-1, 0, 0, 0],
    [2 ** 53, 0, 0, 0],
    [0, 2 ** 31, 0, 0],
    [0, 0, 0.5, 0],
    [0, 0, 0, 2 ** 31],
  ])('refuses (%d, %d, %d, %d)', (seed, stream, row, block) => {
    expect(() => uniformWords(new Uint32Array(4), seed, stream, row, block)).toThrow(
      /^uniformWords: .* an integer in \[0, 2\^/,
    );
  });
});

describe('uniformInteger', () => {
  const source = { seed: 1, stream: 0 };

  test('gives the draw of the docstring', () => {
    expect(uniformInteger(6, source, 0)).toBe(4);
  });

  test.each([1, 2, 3, 6, 7, 100])('is uniform on {0, …, %d − 1}', (m) => {
    const draws = 200_000;
    const counts = new Float64Array(m);
    for (let i = 0; i < draws; i++) counts[uniformInteger(m, { seed: 5, stream: m }, i)]++;
    // χ² with m − 1 degrees of freedom: mean m − 1, variance 2(m − 1).
    const chi2 = counts.reduce((sum, c) => sum + (c - draws / m) ** 2, 0) / (draws / m);
    expect(Math.abs(chi2 - (m - 1))).toBeLessThanOrEqual(5 * Math.sqrt(2 * (m - 1)));
  });

  test('has no bias where a quarter of the words must be drawn again', () => {
    // 2³² = 2·m + 2³⁰: ⌊x m / 2³²⌋ alone would favour some residues of 3.
    const m = 3 * 2 ** 29;
    const draws = 100_000;
    const thirds = [0, 0, 0];
    for (let i = 0; i < draws; i++) thirds[uniformInteger(m, source, i) % 3]++;
    for (const count of thirds) {
      expect(Math.abs(count - draws / 3)).toBeLessThan(5 * Math.sqrt((draws * 2) / 9));
    }
  });

  test.each([0, -1, 1.5, Number.NaN, 2 ** 31])('refuses m = %d', (m) => {
    expect(() => uniformInteger(m, source, 0)).toThrow(/uniformInteger: m/);
  });
});

describe('sampleWithoutReplacement', () => {
  test('gives the subset of the docstring', () => {
    expect(sampleWithoutReplacement(10, 3, { seed: 1, stream: 0 })).toEqual(Int32Array.of(0, 3, 6));
  });

  test('is sorted, distinct and in range', () => {
    for (let seed = 0; seed < 200; seed++) {
      const sample = sampleWithoutReplacement(50, seed % 51, { seed, stream: 1 });
      expect(sample.length).toBe(seed % 51);
      for (let i = 0; i < sample.length; i++) {
        expect(sample[i]).toBeGreaterThan(i === 0 ? -1 : sample[i - 1]);
        expect(sample[i]).toBeLessThan(50);
      }
    }
  });

  test('is everything for s = d and nothing for s = 0', () => {
    const source = { seed: 3, stream: 2 };
    expect(sampleWithoutReplacement(7, 7, source)).toEqual(Int32Array.of(0, 1, 2, 3, 4, 5, 6));
    expect(sampleWithoutReplacement(7, 0, source).length).toBe(0);
    expect(sampleWithoutReplacement(0, 0, source).length).toBe(0);
  });

  test('is Fisher and Yates on a whole array', () => {
    const d = 40;
    const source = { seed: 11, stream: 4 };
    const all = Array.from({ length: d }, (_, i) => i);
    for (let i = 0; i < 30; i++) {
      const j = i + uniformInteger(d - i, source, i);
      [all[i], all[j]] = [all[j], all[i]];
    }
    const expected = all.slice(0, 30).sort((a, b) => a - b);
    expect(Array.from(sampleWithoutReplacement(d, 30, source))).toEqual(expected);
  });

  test('draws every subset equally often', () => {
    const draws = 60_000;
    const counts = new Map<string, number>();
    for (let seed = 0; seed < draws; seed++) {
      const key = sampleWithoutReplacement(6, 3, { seed, stream: 0 }).join();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(20);
    let chi2 = 0;
    for (const count of counts.values()) chi2 += (count - draws / 20) ** 2 / (draws / 20);
    expect(Math.abs(chi2 - 19)).toBeLessThan(5 * Math.sqrt(2 * 19));
  });

  test('does not take memory in proportion to d', () => {
    expect(sampleWithoutReplacement(2 ** 31 - 1, 5, { seed: 1, stream: 0 }).length).toBe(5);
  });

  test('says what is wrong with s', () => {
    expect(() => sampleWithoutReplacement(3, 4, { seed: 1, stream: 0 })).toThrow(
      'sampleWithoutReplacement: s: got 4, expected an integer in [0, 4).',
    );
  });
});

describe('permutation', () => {
  test('is one, and the one of the example', () => {
    expect(permutation(5, { seed: 1, stream: 0 })).toEqual(Int32Array.of(3, 2, 0, 1, 4));
    for (const m of [0, 1, 2, 33]) {
      const order = permutation(m, { seed: 7, stream: 3 });
      expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: m }, (_, i) => i));
    }
  });

  test('has every order as often', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 6000; seed++) {
      const order = permutation(3, { seed, stream: 0 }).join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // Six standard deviations.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(175);
  });
});
