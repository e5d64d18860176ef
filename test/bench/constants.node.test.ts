import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Constants, ConstantsLine } from '../../bench/constants/result.js';
import { everything, families } from '../../bench/constants/tables.js';

const stored = JSON.parse(readFileSync('bench/constants.json', 'utf8')) as Constants;
const docs = readFileSync('docs/experiments.md', 'utf8');

test('the document holds the tables of the stored run', () => {
  expect(docs).toContain(everything(stored));
  expect(docs).toContain(families());
});

describe('tables', () => {
  const row = (more: Partial<ConstantsLine>): ConstantsLine => ({
    ...{ constraint: 'l1Ball', sparsity: 4, solver: 'acceleratedProjectedGradient' },
    ...{ observation: 'relu', n0: 20, spread: 0, kind: 'exact' },
    n: { value: 41.2, low: 38, high: null },
    c: { value: 2.06, low: 1.9, high: null },
    ...more,
  });

  test('have the observations of a set side by side, and what is beyond in words', () => {
    const linear = row({
      observation: 'linear',
      n: { value: 20, low: 19, high: 21 },
      c: { value: 1, low: 0.95, high: 1.05 },
    });
    const text = everything({
      ...stored,
      rows: [row({}), linear, row({ sparsity: 5, spread: 1.25 })],
    });
    expect(text).toContain('| set | s | n₀ = δ | n, relu | c, relu | n, linear | c, linear |');
    expect(text).toContain(
      '| `l1Ball` | 4 (nonzeros) | 20.0, exact | 41 [38, beyond] | 2.06 [1.90, beyond] | 20 [19, 21] | 1.00 [0.95, 1.05] |',
    );
    expect(text).toContain(
      '| 5 (nonzeros) | 20.0 ± 1.3, exact | 41 [38, beyond] | 2.06 [1.90, beyond] |  |  |',
    );
  });

  test('every line of a table has as many columns as its head', () => {
    for (const part of `${everything(stored)}\n\n${families()}`.split('\n\n')) {
      if (!part.startsWith('|')) continue;
      const columns = part.split('\n').map((line) => line.split('|').length);
      expect(new Set(columns).size).toBe(1);
      expect(columns.length).toBeGreaterThan(2);
    }
  });
});
