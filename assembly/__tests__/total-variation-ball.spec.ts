import { projectTotalVariationBallF64 } from "../projections/total-variation-ball";
import { bytes, copy, difference, distance, get, intact, list, reset, set, unit } from "./support/memory";
import { KINDS, linf, vector } from "./support/projection";

function project(v: usize, d: i32, radius: f64): void {
  projectTotalVariationBallF64(v, d, bytes((<usize>d) * 80 + 48), radius);
}

function variation(v: usize, d: i32): f64 {
  let sum: f64 = 0;
  for (let j = 1; j < d; j++) sum += abs(get<f64>(v, j) - get<f64>(v, j - 1));
  return sum;
}

// w is P(v) where the running sums u_j of w − v end at 0 and |u_j| is at most λ, and ±λ, by its sign, at every jump.
function checkOptimal(v: usize, w: usize, d: i32, message: string): void {
  const error = 64 * <f64>d * unit<f64>() * linf<f64>(v, d);
  let u: f64 = 0;
  let lambda: f64 = 0;
  for (let j = 0; j < d; j++) {
    u += get<f64>(w, j) - get<f64>(v, j);
    lambda = max(lambda, abs(u));
  }
  expect(abs(u)).toBeLessThanOrEqual(error, message);
  u = 0;
  for (let j = 0; j + 1 < d; j++) {
    u += get<f64>(w, j) - get<f64>(v, j);
    const jump = get<f64>(w, j + 1) - get<f64>(w, j);
    if (abs(jump) > error) expect(abs(u - copysign(lambda, jump))).toBeLessThanOrEqual(error, message);
  }
}

function everyKind(): void {
  for (let kind = 0; kind < KINDS; kind++) {
    for (let d = 1; d <= 70; d += d < 18 ? 1 : 13) {
      for (let share: f64 = 0.001; share < 1; share += 0.23) {
        reset();
        const v = vector<f64>(kind, d);
        const radius = share * variation(v, d);
        if (radius == 0) continue;
        const before = copy<f64>(v, d);
        project(v, d, radius);
        const message = `kind ${kind}, d = ${d}, share ${share}`;
        const error = 16 * <f64>d * unit<f64>() * (radius + linf<f64>(v, d));
        expect(abs(variation(v, d) - radius)).toBeLessThanOrEqual(error, message);
        checkOptimal(before, v, d, message);
        expect(intact()).toBe(true, message);
      }
    }
  }
}

function inside(): void {
  for (let d = 1; d <= 33; d++) {
    reset();
    const v = vector<f64>(0, d);
    set<f64>(v, d / 2, -0.0);
    const before = copy<f64>(v, d);
    project(v, d, variation(v, d) + f64.MIN_VALUE);
    expect(difference<f64>(v, before, d)).toBe(-1);
  }
}

function hand(values: StaticArray<f64>, radius: f64, want: StaticArray<f64>): void {
  reset();
  const v = list<f64>(values);
  project(v, values.length, radius);
  expect(distance<f64>(v, list<f64>(want), values.length)).toBeLessThan(1e-14);
}

function byHand(): void {
  hand([0, 4, 1], 4, [0.5, 3, 1.5]);
  hand([0, 4, 1], 1, [1, 2, 2]);
  hand([0, 2], 1, [0.5, 1.5]);
  hand([0, 1, 2, 3], 2, [0.5, 1, 2, 2.5]);
  hand([7], 1, [7]);
  hand([1e150, -1e150], 1, [0.5, -0.5]);
}

// It ends, and writes nowhere else.
function notFinite(): void {
  for (let d = 1; d <= 20; d++) {
    for (let j = 0; j < d; j++) {
      for (let kind = 0; kind < 2; kind++) {
        reset();
        const v = vector<f64>(0, d);
        set<f64>(v, j, kind == 0 ? NaN : Infinity);
        project(v, d, 0.1);
        expect(intact()).toBe(true, `d = ${d}, j = ${j}`);
      }
    }
  }
}

describe("projectTotalVariationBallF64", () => {
  test("values by hand", byHand);
  test("the conditions of optimality, every d", everyKind);
  test("inside the ball no bit changes", inside);
  test("values that are not finite", notFinite);
});
