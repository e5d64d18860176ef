import { projectL1BallF64 } from "../index";
import { projectWeightedL1BallF64 } from "../projections/weighted-l1-ball";
import { array, bytes, copy, difference, distance, get, intact, list, reset, set, unit } from "./support/memory";
import { integer } from "./support/numbers";
import { KINDS, linf, vector } from "./support/projection";

function project(v: usize, d: i32, weights: usize, radius: f64): void {
  projectWeightedL1BallF64(v, d, bytes((<usize>d) << 4), weights, radius);
}

function price(v: usize, weights: usize, d: i32, tau: f64): f64 {
  let sum: f64 = 0;
  for (let j = 0; j < d; j++) {
    const weight = get<f64>(weights, j);
    sum += weight * max(abs(get<f64>(v, j)) - tau * weight, 0);
  }
  return sum;
}

// τ by bisection: the price of what is left falls as τ grows.
function slowly(v: usize, weights: usize, d: i32, radius: f64): usize {
  let low: f64 = 0;
  let high: f64 = 0;
  for (let j = 0; j < d; j++) high = max(high, abs(get<f64>(v, j)) / get<f64>(weights, j));
  for (let k = 0; k < 200; k++) {
    const tau = (low + high) / 2;
    if (price(v, weights, d, tau) > radius) low = tau;
    else high = tau;
  }
  const out = array<f64>(d);
  for (let j = 0; j < d; j++) {
    const x = get<f64>(v, j);
    set<f64>(out, j, copysign(max(abs(x) - high * get<f64>(weights, j), 0), x));
  }
  return out;
}

function every(): void {
  for (let kind = 0; kind < KINDS; kind++) {
    for (let d = 1; d <= 33; d++) {
      for (let share: f64 = 0.01; share < 1; share += 0.14) {
        reset();
        const v = vector<f64>(kind, d);
        const weights = array<f64>(d);
        for (let j = 0; j < d; j++) set<f64>(weights, j, 0.125 * <f64>integer(1, 64));
        const radius = share * price(v, weights, d, 0);
        if (radius == 0) continue;
        const want = slowly(v, weights, d, radius);
        const tolerance = 8 * <f64>(d + 4) * unit<f64>() * linf<f64>(v, d);
        project(v, d, weights, radius);
        const message = `kind ${kind}, d = ${d}, share ${share}`;
        expect(distance<f64>(v, want, d)).toBeLessThanOrEqual(tolerance, message);
        expect(intact()).toBe(true, message);
      }
    }
  }
}

// Weights of 1, and a radius above and below what v has.
function unweighted(): void {
  for (let kind = 0; kind < KINDS; kind++) {
    for (let d = 1; d <= 33; d++) {
      for (let radius: f64 = 1e-12; radius < 1e9; radius *= 100) {
        reset();
        const v = vector<f64>(kind, d);
        const weights = array<f64>(d);
        for (let j = 0; j < d; j++) set<f64>(weights, j, 1);
        const want = copy<f64>(v, d);
        projectL1BallF64(want, d, bytes((<usize>d) << 4), radius);
        project(v, d, weights, radius);
        const message = `kind ${kind}, d = ${d}, radius ${radius}`;
        expect(distance<f64>(v, want, d)).toBeLessThanOrEqual(4 * <f64>(d + 4) * unit<f64>() * radius, message);
      }
    }
  }
}

// Weights and entries over 2^±27, radii far below and above: the price of the result is the radius.
function farApart(): void {
  for (let trial = 0; trial < 2000; trial++) {
    reset();
    const d = 1 + trial % 33;
    const v = array<f64>(d);
    const weights = array<f64>(d);
    for (let j = 0; j < d; j++) {
      set<f64>(v, j, <f64>integer(-64, 64) * 2.0 ** <f64>integer(-27, 27));
      set<f64>(weights, j, <f64>integer(1, 64) * 2.0 ** <f64>integer(-27, 27));
    }
    const radius = 2.0 ** <f64>integer(-40, 40);
    if (price(v, weights, d, 0) <= radius) continue;
    project(v, d, weights, radius);
    const wrong = abs(price(v, weights, d, 0) / radius - 1);
    expect(wrong).toBeLessThanOrEqual(4 * <f64>(d + 4) * unit<f64>(), `trial ${trial}`);
    expect(intact()).toBe(true, `trial ${trial}`);
  }
}

function hand(values: StaticArray<f64>, weights: StaticArray<f64>, radius: f64, want: StaticArray<f64>): void {
  reset();
  const v = list<f64>(values);
  project(v, values.length, list<f64>(weights), radius);
  expect(difference<f64>(v, list<f64>(want), values.length)).toBe(-1, `radius ${radius}`);
}

describe("projectWeightedL1Ball", () => {
  test("values by hand", () => {
    hand([3, 1], [1, 2], 2, [2, 0]);
    hand([4, -4], [1, 2], 7, [3, -2]);
    hand([1, -0.0, -1], [2, 1, 4], 6, [1, -0.0, -1]);
    hand([-1e150, -0.0], [0.5, 1], 1, [-2, 0]);
  });
  test("bisection, every d", every);
  test("with weights of 1 the ℓ1 ball, radii far below and above the entries", unweighted);
  test("weights far apart", farApart);
  test("it ends on NaN", () => {
    reset();
    project(list<f64>([1, NaN, 2]), 3, list<f64>([1, 2, 3]), 1);
    expect(intact()).toBe(true);
  });
});
