import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Constraint, l1Ball, l2Ball, linfBall, nonnegative, sparse } from '../../src/index.js';
import { nonnegativeL1Norm } from '../../src/numerics/descent-cones.js';

const page = readFileSync(new URL('../../docs/theory.md', import.meta.url), 'utf8');

// At s weights of 1 and d − s of 0.
const sets: Record<string, (w: Float64Array, s: number) => Constraint> = {
  '`l1Ball`': l1Ball.through,
  '`l2Ball`': l2Ball.through,
  '`linfBall`': linfBall.through,
  '`sparse`': (_, s) => sparse(s),
  '`nonnegative`': nonnegative,
};

const rows = page
  .slice(page.indexOf('| set | d | s | δ |'))
  .split('\n')
  .slice(2)
  .filter((line) => line.startsWith('|'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

test('the table of docs/theory.md is found', () => {
  expect(rows.length).toBe(12);
});

test.each(rows)('%s at d = %s, s = %s: δ = %s', (name, ...numbers) => {
  const [d, s, delta] = numbers.map(Number);
  const w = new Float64Array(d).fill(1, 0, s);
  const value =
    name === 'nonnegative ℓ1'
      ? nonnegativeL1Norm(d, s)
      : sets[name](w, s).statisticalDimension?.(d, w)?.value;
  expect(value).toBeCloseTo(delta, 3);
});
