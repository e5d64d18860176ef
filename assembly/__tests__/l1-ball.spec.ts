import { projectL1Ball } from "../projections/l1-ball";
import { array, bytes, copy, difference, distance, get, intact, list, reset, set, unit } from "./support/memory";
import { KINDS, l1, linf, vector } from "./support/projection";

function project<T>(v: usize, d: i32, radius: f64): void {
  projectL1Ball<T>(v, d, bytes((<usize>d) << 4), radius);
}

// τ by bisection: Σ max(|vⱼ| − τ, 0) falls as τ grows.
function slowly<T>(v: usize, d: i32, radius: f64): usize {
  let low: f64 = 0;
  let high = linf<T>(v, d);
  for (let k = 0; k < 200; k++) {
    const tau = (low + high) / 2;
    let sum: f64 = 0;
    for (let j = 0; j < d; j++) sum += max(abs(<f64>get<T>(v, j)) - tau, 0);
    if (sum > radius) low = tau;
    else high = tau;
  }
  const out = array<T>(d);
  for (let j = 0; j < d; j++) {
    const x = <f64>get<T>(v, j);
    set<T>(out, j, <T>copysign(max(abs(x) - high, 0), x));
  }
  return out;
}

function check<T>(v: usize, d: i32, radius: f64, message: string): void {
  const largest = linf<T>(v, d);
  const want = slowly<T>(v, d, radius);
  project<T>(v, d, radius);
  // τ to the rounding of a sum of d numbers in f64, then one rounding to T.
  const tolerance = largest * (4 * <f64>d * unit<f64>() + unit<T>());
  expect(distance<T>(v, want, d)).toBeLessThanOrEqual(tolerance, message);
  expect(abs(l1<T>(v, d) - radius)).toBeLessThanOrEqual(<f64>d * tolerance, message);
  expect(intact()).toBe(true, message);
}

function every<T>(): void {
  for (let kind = 0; kind < KINDS; kind++) {
    for (let d = 1; d <= 33; d++) {
      for (let share: f64 = 0.01; share < 1; share += 0.14) {
        reset();
        const v = vector<T>(kind, d);
        const norm = l1<T>(v, d);
        if (norm > 0) check<T>(v, d, share * norm, `kind ${kind}, d = ${d}, share ${share}`);
      }
    }
  }
}

function long<T>(): void {
  for (let kind = 0; kind < KINDS; kind++) {
    for (let share: f64 = 1e-6; share < 1; share *= 9) {
      reset();
      const v = vector<T>(kind, 1000);
      check<T>(v, 1000, share * l1<T>(v, 1000), `kind ${kind}, share ${share}`);
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
      project<T>(v, d, l1<T>(v, d) + f64.MIN_VALUE);
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
  expect(difference<T>(v, list<T>(want), values.length)).toBe(-1, `radius ${radius}`);
}

function byHand<T>(): void {
  hand<T>([2, -2, 0.5], 2, [1, -1, 0]);
  hand<T>([0.5, -2, 2], 2, [0, -1, 1]);
  hand<T>([5], 2, [2]);
  hand<T>([-5], 2, [-2]);
  hand<T>([3, 1], 1, [1, 0]);
  hand<T>([1, 3], 1, [0, 1]);
  hand<T>([4, 3, -2, 1], 3, [2, 1, 0, 0]);
  hand<T>([1, 1, -1, 1], 2, [0.5, 0.5, -0.5, 0.5]);
  hand<T>([-0.0, 4], 1, [0, 1]);
  hand<T>([0, -0.0, 0], 1, [0, -0.0, 0]);
}

// A radius that is lost beside the entries: what is left is no more than their rounding, and never NaN.
function tinyRadius<T>(): void {
  for (let kind = 0; kind < KINDS; kind++) {
    for (let d = 1; d <= 33; d++) {
      for (let radius: f64 = 1e-8; radius > 1e-40; radius *= 1e-4) {
        reset();
        const v = vector<T>(kind, d);
        if (l1<T>(v, d) > radius) check<T>(v, d, radius, `kind ${kind}, d = ${d}, radius ${radius}`);
      }
    }
  }
}

function magnitudes(): void {
  for (let power: f64 = -300; power <= 300; power += 150) {
    const unit = 10.0 ** power;
    reset();
    const v = list<f64>([2 * unit, -2 * unit, 0.5 * unit]);
    project<f64>(v, 3, 2 * unit);
    expect(distance<f64>(v, list<f64>([unit, -unit, 0]), 3)).toBeLessThan(1e-15 * unit);
  }
}

describe("projectL1Ball", () => {
  test("f32: values by hand", () => byHand<f32>());
  test("f64: values by hand", () => byHand<f64>());
  test("f32: bisection, every d", () => every<f32>());
  test("f64: bisection, every d", () => every<f64>());
  test("f32: bisection, long vectors", () => long<f32>());
  test("f64: bisection, long vectors", () => long<f64>());
  test("f32: inside the ball no bit changes", () => inside<f32>());
  test("f64: inside the ball no bit changes", () => inside<f64>());
  test("f32: a radius far below the entries", () => tinyRadius<f32>());
  test("f64: a radius far below the entries", () => tinyRadius<f64>());
  test("f64: magnitudes from 1e−300 to 1e300", magnitudes);
});
