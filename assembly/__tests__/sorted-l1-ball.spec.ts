import { projectSortedL1BallF64 } from "../projections/sorted-l1-ball";
import { array, bytes, copy, difference, distance, get, intact, list, reset, set, unit } from "./support/memory";
import { integer } from "./support/numbers";
import { KINDS, linf, vector } from "./support/projection";

function project(v: usize, d: i32, weights: usize, radius: f64): void {
  projectSortedL1BallF64(v, d, bytes(8192 + ((<usize>d) << 6)), weights, radius);
}

// The magnitude of v_j has the rank of those before it: larger, or equal with a lower index.
function rank(v: usize, d: i32, j: i32): i32 {
  const x = abs(get<f64>(v, j));
  let before = 0;
  for (let i = 0; i < d; i++) {
    const other = abs(get<f64>(v, i));
    if (other > x || (other == x && i < j)) before++;
  }
  return before;
}

function norm(v: usize, d: i32, weights: usize): f64 {
  let sum: f64 = 0;
  for (let j = 0; j < d; j++) sum += get<f64>(weights, rank(v, d, j)) * abs(get<f64>(v, j));
  return sum;
}

// For a λ, x_k = min over i ≤ k of the max over l ≥ k of the mean of z_i … z_l, z = |v|_(k) − λ weights_k, cut at 0.
function shrunk(v: usize, d: i32, weights: usize, lambda: f64): usize {
  const z = array<f64>(d);
  const x = array<f64>(d);
  for (let j = 0; j < d; j++) {
    const k = rank(v, d, j);
    set<f64>(z, k, abs(get<f64>(v, j)) - lambda * get<f64>(weights, k));
    set<f64>(x, k, Infinity);
  }
  for (let i = 0; i < d; i++) {
    for (let k = i; k < d; k++) {
      let most = -Infinity;
      let sum: f64 = 0;
      for (let l = i; l < d; l++) {
        sum += get<f64>(z, l);
        if (l >= k) most = max(most, sum / <f64>(l - i + 1));
      }
      set<f64>(x, k, min(get<f64>(x, k), max(most, 0)));
    }
  }
  const out = array<f64>(d);
  for (let j = 0; j < d; j++) set<f64>(out, j, copysign(get<f64>(x, rank(v, d, j)), get<f64>(v, j)));
  return out;
}

function everyKind(): void {
  for (let kind = 0; kind < KINDS; kind++) {
    for (let d = 1; d <= 9; d++) {
      reset();
      const v = vector<f64>(kind, d);
      const weights = array<f64>(d);
      for (let k = 0; k < d; k++) set<f64>(weights, k, <f64>max(6 - k, 0));
      const radius = 0.3 * norm(v, d, weights);
      if (radius == 0) continue;
      const largest = linf<f64>(v, d);
      const copied = copy<f64>(v, d);
      project(v, d, weights, radius);
      expect(intact()).toBe(true, `kind ${kind}, d = ${d}`);
      expect(abs(norm(v, d, weights) - radius)).toBeLessThanOrEqual(<f64>d * 1e-15 * radius);
      // Bisection gives back its memory at each step.
      const result = new StaticArray<f64>(d);
      const point = new StaticArray<f64>(d);
      for (let j = 0; j < d; j++) {
        result[j] = get<f64>(v, j);
        point[j] = get<f64>(copied, j);
      }
      let low: f64 = 0;
      let high = largest;
      for (let step = 0; step < 60; step++) {
        const lambda = (low + high) / 2;
        reset();
        const again = weightsOf(d);
        if (norm(shrunk(list<f64>(point), d, again, lambda), d, again) > radius) low = lambda;
        else high = lambda;
      }
      reset();
      const want = shrunk(list<f64>(point), d, weightsOf(d), high);
      const tolerance = 64 * <f64>d * unit<f64>() * largest;
      expect(distance<f64>(list<f64>(result), want, d)).toBeLessThanOrEqual(tolerance, `kind ${kind}, d = ${d}`);
    }
  }
}

function weightsOf(d: i32): usize {
  const weights = array<f64>(d);
  for (let k = 0; k < d; k++) set<f64>(weights, k, <f64>max(6 - k, 0));
  return weights;
}

// Weights over 2^±27: the norm of the result is the radius.
function farApart(): void {
  for (let trial = 0; trial < 1000; trial++) {
    reset();
    const d = 1 + trial % 17;
    const v = array<f64>(d);
    const weights = array<f64>(d);
    let weight = 2.0 ** 27;
    for (let j = 0; j < d; j++) {
      weight *= 2.0 ** <f64>integer(-9, 0);
      set<f64>(v, j, <f64>integer(-64, 64) * 2.0 ** <f64>integer(-27, 27));
      set<f64>(weights, j, weight);
    }
    const radius = 2.0 ** <f64>integer(-40, 40);
    if (norm(v, d, weights) <= radius) continue;
    project(v, d, weights, radius);
    const wrong = abs(norm(v, d, weights) / radius - 1);
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

function byHand(): void {
  hand([4, -1], [2, 1], 4, [2, 0]);
  hand([2, -2, 0.5], [1, 1, 1], 2, [1, -1, 0]);
  hand([0.5, -3, 2], [1, 0, 0], 1, [0.5, -1, 1]);
  hand([5], [2], 4, [2]);
  hand([-0.0, 1], [1, 1], 1, [-0.0, 1]);
  hand([1e150, -1e150], [2, 1], 6, [2, -2]);
}

describe("projectSortedL1BallF64", () => {
  test("values by hand", byHand);
  test("weights far apart", farApart);
  test("bisection with the min-max formula", everyKind);
});
