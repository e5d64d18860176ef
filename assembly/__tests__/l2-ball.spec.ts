import { projectL2Ball } from "../projections/l2-ball";
import { bytes, copy, difference, distance, get, intact, list, reset, set, unit } from "./support/memory";
import { KINDS, l2, linf, vector } from "./support/projection";

function project<T>(v: usize, d: i32, radius: f64): void {
  projectL2Ball<T>(v, d, bytes(0), radius);
}

function every<T>(): void {
  for (let kind = 0; kind < KINDS; kind++) {
    for (let d = 1; d <= 33; d++) {
      for (let share: f64 = 1e-9; share < 1; share *= 5) {
        reset();
        const v = vector<T>(kind, d);
        const norm = l2<T>(v, d);
        if (norm == 0) continue;
        const radius = share * norm;
        const want = copy<T>(v, d);
        for (let j = 0; j < d; j++) set<T>(want, j, <T>(<f64>get<T>(v, j) * (radius / norm)));
        project<T>(v, d, radius);
        const message = `kind ${kind}, d = ${d}, share ${share}`;
        const tolerance = radius * (<f64>(d + 8) * unit<f64>() + 2 * unit<T>());
        expect(distance<T>(v, want, d)).toBeLessThanOrEqual(tolerance, message);
        expect(abs(l2<T>(v, d) - radius)).toBeLessThanOrEqual(tolerance, message);
        expect(intact()).toBe(true, message);
      }
    }
  }
}

function inside<T>(): void {
  for (let kind = 0; kind < KINDS; kind++) {
    for (let d = 1; d <= 33; d++) {
      reset();
      const v = vector<T>(kind, d);
      set<T>(v, d / 2, <T>-0.0);
      const before = copy<T>(v, d);
      project<T>(v, d, l2<T>(v, d) * (1 + 1e-12));
      expect(difference<T>(v, before, d)).toBe(-1, `kind ${kind}, d = ${d}`);
      project<T>(v, d, f64.MAX_VALUE);
      expect(difference<T>(v, before, d)).toBe(-1, `kind ${kind}, d = ${d}`);
    }
  }
}

function hand<T>(values: StaticArray<f64>, radius: f64, want: StaticArray<f64>): void {
  reset();
  const v = list<T>(values);
  project<T>(v, values.length, radius);
  const expected = list<T>(want);
  const n = values.length;
  expect(distance<T>(v, expected, n)).toBeLessThanOrEqual(4 * unit<T>() * linf<T>(expected, n), `radius ${radius}`);
}

function byHand<T>(): void {
  hand<T>([3, 4], 1, [0.6, 0.8]);
  hand<T>([-3, 4], 1, [-0.6, 0.8]);
  hand<T>([3, 4], 5, [3, 4]);
  hand<T>([3, 4], 10, [3, 4]);
  hand<T>([0, 0, 0], 1, [0, 0, 0]);
  hand<T>([-7], 2, [-2]);
  hand<T>([1, 1, -1, 1], 1, [0.5, 0.5, -0.5, 0.5]);
}

// The squares of these are not numbers of T; for f64, not of f64 either.
function magnitudes<T>(unit: f64): void {
  hand<T>([3 * unit, -4 * unit], unit, [0.6 * unit, -0.8 * unit]);
  hand<T>([3 * unit, -4 * unit], 10 * unit, [3 * unit, -4 * unit]);
  hand<T>([3 * unit, -4 * unit], 1e-3 * unit, [0.6e-3 * unit, -0.8e-3 * unit]);
}

describe("projectL2Ball", () => {
  test("f32: values by hand", () => byHand<f32>());
  test("f64: values by hand", () => byHand<f64>());
  test("f32: v · radius / ‖v‖, every d", () => every<f32>());
  test("f64: v · radius / ‖v‖, every d", () => every<f64>());
  test("f32: inside the ball no bit changes", () => inside<f32>());
  test("f64: inside the ball no bit changes", () => inside<f64>());
  test("f32: magnitudes 1e−30 and 1e30", () => {
    magnitudes<f32>(1e-30);
    magnitudes<f32>(1e30);
  });
  test("f64: magnitudes from 1e−300 to 1e300", () => {
    magnitudes<f64>(1e-300);
    magnitudes<f64>(1e-150);
    magnitudes<f64>(1e150);
    magnitudes<f64>(1e300);
  });
  test("f64: the ratio of a huge vector to a tiny radius, and of a tiny one to a huge radius", () => {
    hand<f64>([3e150, 4e150], 1e-150, [0.6e-150, 0.8e-150]);
    hand<f64>([3e-150, 4e-150], 1e150, [3e-150, 4e-150]);
    hand<f64>([3e300, 4e300], 1e-300, [0.6e-300, 0.8e-300]);
    hand<f64>([3e-300, 4e-300], 1e300, [3e-300, 4e-300]);
  });
});
