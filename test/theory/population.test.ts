// The exact identities of the planted Gaussian model against a large sample, within 5 standard errors.

import { describe, expect, test } from 'vitest';
import { plantedProblem, populationGradient, populationObjective } from '../../src/index.js';
import { leastSquares } from '../../src/problem/least-squares.js';
import { RELU } from '../../src/problem/observation.js';
import { normals } from '../../src/testing/random.js';

const n = 200_000;
const d = 4;
const { X, y, planted } = plantedProblem({ n, d, seed: 11 });
const loss = leastSquares();

// A probe without its part along `direction`, of norm 1: points at any angle are made of the two.
function perpendicular(direction: Float64Array): Float64Array {
  const probe = normals(d, 5);
  const along = probe.reduce((sum, value, j) => sum + value * direction[j], 0);
  const rest = probe.map((value, j) => value - along * direction[j]);
  const norm = Math.hypot(...rest);
  return rest.map((value) => value / norm);
}

const side = perpendicular(planted);
const points = [
  ...[0.1, 1, 2, 3, Math.PI].map((angle) => ({
    title: `at angle ${angle.toFixed(2)}`,
    w: planted.map((value, j) => 1.5 * (Math.cos(angle) * value + Math.sin(angle) * side[j])),
  })),
  { title: 'near w*', w: planted.map((value, j) => value + 0.01 * side[j]) },
  { title: 'at 0, where sgn(0) = 0 decides', w: new Float64Array(d) },
];

// Mean and its standard error.
function estimate(term: (i: number) => number): { mean: number; error: number } {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const value = term(i);
    sum += value;
    squares += value * value;
  }
  const mean = sum / n;
  return { mean, error: Math.sqrt((squares / n - mean * mean) / n) };
}

function z(i: number, w: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < d; j++) sum += X.data[i * d + j] * w[j];
  return sum;
}

describe.each(points)('$title', ({ w }) => {
  test('E L(w) is the sample mean', () => {
    const { mean, error } = estimate((i) => loss.value(z(i, w), y[i], RELU, NaN));
    expect(Math.abs(mean - populationObjective(w, planted))).toBeLessThan(5 * error);
  });

  test('E ∇L(w) is the sample mean, in every coordinate', () => {
    const expected = populationGradient(w, planted);
    for (let j = 0; j < d; j++) {
      const { mean, error } = estimate(
        (i) => loss.rowWeight(z(i, w), y[i], RELU, NaN) * X.data[i * d + j],
      );
      expect(Math.abs(mean - expected[j])).toBeLessThan(5 * error);
    }
  });

  test('∇ E L = E ∇L, by central differences', () => {
    if (w.every((value) => value === 0)) return; // E L has a kink at 0.
    const gradient = populationGradient(w, planted);
    for (let j = 0; j < d; j++) {
      const h = 1e-5;
      const at = (t: number) =>
        populationObjective(
          w.map((value, k) => value + (k === j ? t : 0)),
          planted,
        );
      expect((at(h) - at(-h)) / (2 * h)).toBeCloseTo(gradient[j], 7);
    }
  });
});

test('y: P(y > 0) = ½, E y = ‖w*‖/√(2π), E y² = ‖w*‖²/2', () => {
  const check = (term: (i: number) => number, value: number) => {
    const { mean, error } = estimate(term);
    expect(Math.abs(mean - value)).toBeLessThan(5 * error);
  };
  check((i) => (y[i] > 0 ? 1 : 0), 0.5);
  check((i) => y[i], 1 / Math.sqrt(2 * Math.PI));
  check((i) => y[i] ** 2, 0.5);
});

test('E‖(2/n)Xᵀy − w*‖² = (2d + 3)‖w*‖²/n', () => {
  const [rows, dimension, repeats] = [80, 12, 3000];
  const squares = Array.from({ length: repeats }, (_, seed) => {
    const sample = plantedProblem({ n: rows, d: dimension, seed: 1000 + seed });
    const step = new Float64Array(dimension);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < dimension; j++)
        step[j] += (2 / rows) * sample.y[i] * sample.X.data[i * dimension + j];
    }
    return step.reduce((sum, value, j) => sum + (value - sample.planted[j]) ** 2, 0);
  });
  const mean = squares.reduce((a, b) => a + b) / repeats;
  const deviation = Math.sqrt(squares.reduce((a, b) => a + (b - mean) ** 2, 0) / repeats);
  expect(Math.abs(mean - (2 * dimension + 3) / rows)).toBeLessThan(
    (5 * deviation) / Math.sqrt(repeats),
  );
});

test('the docstring examples', () => {
  expect([...populationGradient([0, 0], [2, 0])]).toEqual([-1, -0]);
  expect(populationObjective([0, 0], [2, 0])).toBe(2);
  expect(populationObjective([3, 4], [3, 4])).toBeCloseTo(0, 12);
});

test('shapes that differ are refused', () => {
  expect(() => populationGradient([1], [1, 2])).toThrow(/w: got length 1, expected 2 numbers/);
});
