import { describe, expect, test } from 'vitest';
import {
  alternatingProjections,
  nearestCommonPoint,
  type Projection,
} from '../../src/numerics/common-point.js';
import { distance } from '../../src/testing/vectors.js';

/** {w : ⟨a, w⟩ ≤ b}. */
const halfspace =
  (a: number[], b: number): Projection =>
  (v, out) => {
    const beyond = a.reduce((sum, x, j) => sum + x * v[j], -b);
    const squares = a.reduce((sum, x) => sum + x * x, 0);
    out.set(v.map((x, j) => x - (Math.max(0, beyond) / squares) * a[j]));
  };

const interval =
  (lower: number, upper: number): Projection =>
  (v, out) =>
    out.set(v.map((x) => Math.min(upper, Math.max(lower, x))));

describe('alternating projections', () => {
  test('end in a common point', () => {
    const sets = [halfspace([1, 1], -1), halfspace([-1, 1], 2)];
    const { status, point, gap } = alternatingProjections(sets, Float64Array.of(3, 4), true);
    expect(status).toBe('found');
    expect(gap).toBeLessThan(1e-11);
    expect(point[0] + point[1]).toBeLessThan(-1 + 1e-11);
    expect(-point[0] + point[1]).toBeLessThan(2 + 1e-11);
  });

  test('prove that there is none, by the gap between the sets', () => {
    const sets = [halfspace([1, 1], -1), halfspace([-1, -1], -1)];
    const { status, gap } = alternatingProjections(sets, Float64Array.of(3, 4), true);
    expect(status).toBe('apart');
    expect(gap).toBeCloseTo(Math.SQRT2, 12);
  });

  test('do not call sets apart that meet far away', () => {
    const sets = [halfspace([0, 1], 0), halfspace([-1e-5, -1], -1)];
    expect(alternatingProjections(sets, Float64Array.of(0, 0), true).status).not.toBe('apart');
  });
});

describe('the method of multipliers', () => {
  test.each([1, 1e3, 1e6, 1e9, 1e12, 1e100])('takes few cycles from %d times the size', (far) => {
    // The corner of a square, cut: the nearest point to any far v along (2, 1) is (1, ½).
    const sets = [interval(0, 1), halfspace([1, 1], 1.5)];
    const v = Float64Array.of(1 + 2 * far, 0.5 + far);
    const { status, point, cycles } = nearestCommonPoint(sets, v);
    expect(status).toBe('found');
    expect(distance(point, [1, 0.5])).toBeLessThan(1e-11);
    expect(cycles).toBeLessThan(300);
  });

  test.each([1, 0.1, 0.01, 1e-3, 1e-4])('finds the corner of an angle of %d', (angle) => {
    const sets = [halfspace([0, -1], 0), halfspace([Math.sin(angle), Math.cos(angle)], 0)];
    const { point } = nearestCommonPoint(sets, Float64Array.of(3, 1));
    expect(distance(point, [0, 0])).toBeLessThan(1e-8);
  });

  test('takes the nearest point', () => {
    const sets = [halfspace([1, 0], 0), halfspace([1, 1], 0)];
    const { point } = nearestCommonPoint(sets, Float64Array.of(2, 1));
    expect(distance(point, [0, 0])).toBeLessThan(1e-12);
  });

  test('stops where there is none', () => {
    const sets = [halfspace([1, 0], 0), halfspace([-1, 0], -1)];
    const { status, gap, cycles } = nearestCommonPoint(sets, Float64Array.of(3, 1));
    expect(status).toBe('undecided');
    expect(gap).toBeCloseTo(0.5, 6);
    expect(cycles).toBeLessThan(10_000);
  });
});
