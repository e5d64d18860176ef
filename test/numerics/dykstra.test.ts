import { describe, expect, test } from 'vitest';
import { alternatingProjections, type Projection } from '../../src/numerics/common-point.js';
import { dykstra } from '../../src/numerics/dykstra.js';
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

describe('Dykstra', () => {
  const near = Float64Array.of(0.5, 0.5);

  test.each([1, 1e3, 1e6, 1e9])(
    'takes few cycles from %d times as far as the sets are large',
    (far) => {
      // The corner of a square, cut: the nearest point to any far v along (2, 1) is (1, ½).
      const sets = [interval(0, 1), halfspace([1, 1], 1.5)];
      const { status, point, cycles } = dykstra(
        sets,
        Float64Array.of(1 + 2 * far, 0.5 + far),
        near,
      );
      expect(status).toBe('found');
      expect(distance(point, [1, 0.5])).toBeLessThan(1e-9 * far);
      expect(cycles).toBeLessThan(100);
    },
  );

  test.each([1, 0.1, 0.01, 1e-3, 1e-4])('takes few cycles at an angle of %d', (angle) => {
    const sets = [halfspace([0, -1], 0), halfspace([Math.sin(angle), Math.cos(angle)], 0)];
    const { status, point, cycles } = dykstra(sets, Float64Array.of(3, 1), near);
    expect(status).toBe('found');
    expect(distance(point, [0, 0])).toBeLessThan(1e-8);
    expect(cycles).toBeLessThan(50);
  });

  test('takes the nearest point, where alternating projections take any', () => {
    const sets = [halfspace([1, 0], 0), halfspace([1, 1], 0)];
    const v = Float64Array.of(2, 1);
    expect(distance(dykstra(sets, v, near).point, [0, 0])).toBeLessThan(1e-12);
    expect(distance(alternatingProjections(sets, v, true).point, [0, 0])).toBeGreaterThan(0.1);
  });

  test('says so when its cycles are spent', () => {
    const sets = [halfspace([1, 0], 0), halfspace([-1, 0], -1)];
    const { status, gap, cycles } = dykstra(sets, Float64Array.of(3, 1), near, 30);
    expect({ status, cycles }).toEqual({ status: 'undecided', cycles: 30 });
    expect(gap).toBeCloseTo(1, 6);
  });
});
