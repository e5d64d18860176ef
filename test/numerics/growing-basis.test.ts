import { expect, test } from 'vitest';
import { GrowingBasis } from '../../src/numerics/growing-basis.js';
import { Random } from '../../src/testing/random.js';
import { distance } from '../../src/testing/vectors.js';
import { inner } from '../support/linear.js';

const random = new Random(4);
const vectors = Array.from({ length: 6 }, () => random.vector(9, () => random.normal()));

function basisOf(given: readonly Float64Array[]): GrowingBasis {
  const basis = new GrowingBasis(9);
  for (const a of given) {
    basis.split(a);
    basis.keep();
  }
  return basis;
}

test('it is orthonormal, also for nearly parallel vectors', () => {
  const near = vectors[0].map((x, j) => x + 1e-8 * vectors[5][j]);
  const { q } = basisOf([...vectors.slice(0, 5), near]);
  q.forEach((a, i) => {
    q.forEach((b, k) => {
      expect(Math.abs(inner(a, b) - Number(i === k))).toBeLessThan(1e-14);
    });
  });
});

test('the vectors are made of it again', () => {
  const { q, lower } = basisOf(vectors);
  vectors.forEach((a, k) => {
    const made = a.map((_, j) =>
      inner(
        lower[k],
        q.slice(0, k + 1).map((x) => x[j]),
      ),
    );
    expect(distance(made, a)).toBeLessThan(1e-14);
  });
});

test('a vector of the span leaves nothing, and its combination is found', () => {
  const basis = basisOf(vectors);
  const t = [1, -2, 0.5, 0, 3, 1];
  const a = vectors[0].map((_, j) =>
    inner(
      t,
      vectors.map((x) => x[j]),
    ),
  );
  expect(basis.split(a)).toBeLessThan(1e-14);
  const r = new Float64Array(6);
  basis.combination(r);
  expect(distance(r, t)).toBeLessThan(1e-13);
});

test('vectors leave from the end', () => {
  const basis = basisOf(vectors);
  basis.size = 2;
  expect(basis.split(vectors[1])).toBeLessThan(1e-14);
  expect(basis.split(vectors[3])).toBeGreaterThan(0.1);
  basis.keep();
  expect(basis.size).toBe(3);
});
