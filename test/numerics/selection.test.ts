import { expect, test } from 'vitest';
import { select } from '../../src/numerics/selection.js';
import { normals } from '../../src/testing/random.js';

const sorted = (values: Float64Array) => values.slice().sort();

test.each([1, 2, 3, 4, 7, 16, 33])('every rank of %i numbers is that of a sort', (n) => {
  const numbers = normals(n, n + 1);
  const few = numbers.map((value) => Math.round(value) + 0);
  const steps = Float64Array.from({ length: n }, (_, i) => i);
  for (const values of [numbers, few, steps, steps.slice().reverse(), new Float64Array(n)]) {
    for (let rank = 0; rank < n; rank++) {
      expect(select(values.slice(), rank)).toBe(sorted(values)[rank]);
    }
  }
});

test('many equal numbers and infinities', () => {
  const values = normals(10_001, 5).map((value) => Math.trunc(value) + 0);
  values[17] = Infinity;
  values[18] = -Infinity;
  for (const rank of [0, 1, 5000, 9999, 10_000]) {
    expect(select(values.slice(), rank)).toBe(sorted(values)[rank]);
  }
});

test('a NaN anywhere is the answer', () => {
  for (let i = 0; i < 3; i++) {
    const values = Float64Array.of(3, 1, 2);
    values[i] = NaN;
    expect(select(values, 1)).toBeNaN();
  }
});
