import { projectL1InfBallF64 } from "../projections/l1-inf-ball";
import { array, bytes, copy, difference, distance, get, intact, list, reset, set, unit } from "./support/memory";
import { count, groups, indices, offsets, placeOf, sizeOf } from "./support/groups";
import { KINDS, l1, vector } from "./support/projection";

// Σ max(|v_j| − cap, 0) over group g.
function above(v: usize, g: i32, cap: f64): f64 {
  let sum: f64 = 0;
  for (let k = 0; k < sizeOf(g); k++) sum += max(abs(get<f64>(v, placeOf(g, k))) - cap, 0);
  return sum;
}

// The cap that takes θ off group g, by bisection.
function capOf(v: usize, g: i32, theta: f64): f64 {
  let low: f64 = 0;
  let high = largestOf(v, g);
  if (above(v, g, 0) <= theta) return 0;
  for (let k = 0; k < 70; k++) {
    const cap = (low + high) / 2;
    if (above(v, g, cap) > theta) low = cap;
    else high = cap;
  }
  return high;
}

function largestOf(v: usize, g: i32): f64 {
  let largest: f64 = 0;
  for (let k = 0; k < sizeOf(g); k++) largest = max(largest, abs(get<f64>(v, placeOf(g, k))));
  return largest;
}

function sumOfCaps(v: usize, theta: f64): f64 {
  let sum: f64 = 0;
  for (let g = 0; g < count; g++) sum += capOf(v, g, theta);
  return sum;
}

function norm(v: usize): f64 {
  let sum: f64 = 0;
  for (let g = 0; g < count; g++) sum += largestOf(v, g);
  return sum;
}

function slowly(v: usize, d: i32, radius: f64): usize {
  let low: f64 = 0;
  let high = l1<f64>(v, d);
  for (let k = 0; k < 70; k++) {
    const theta = (low + high) / 2;
    if (sumOfCaps(v, theta) > radius) low = theta;
    else high = theta;
  }
  const out = array<f64>(d);
  for (let g = 0; g < count; g++) {
    const cap = capOf(v, g, high);
    for (let k = 0; k < sizeOf(g); k++) {
      const x = get<f64>(v, placeOf(g, k));
      set<f64>(out, placeOf(g, k), copysign(min(abs(x), cap), x));
    }
  }
  return out;
}

function check(d: i32, kind: i32, scattered: bool): void {
  for (let share: f64 = 0.01; share < 1; share += 0.3) {
    reset();
    const v = vector<f64>(kind, d);
    groups(d, 6, scattered);
    const radius = share * norm(v);
    if (radius == 0) continue;
    const want = slowly(v, d, radius);
    // The sums of up to d numbers to their rounding.
    const tolerance = 8 * <f64>d * unit<f64>() * l1<f64>(v, d);
    projectL1InfBallF64(v, d, bytes(32 * <usize>d), offsets, indices, count, radius);
    const message = `kind ${kind}, d = ${d}, ${count} groups, share ${share}`;
    expect(distance<f64>(v, want, d)).toBeLessThanOrEqual(tolerance, message);
    expect(norm(v)).toBeLessThanOrEqual(radius * (1 + 4 * <f64>(d + 4) * unit<f64>()), message);
    expect(intact()).toBe(true, message);
  }
}

function every(): void {
  for (let kind = 0; kind < KINDS; kind++) {
    for (let d = 1; d <= 33; d++) {
      check(d, kind, false);
      check(d, kind, true);
    }
    check(200, kind, false);
  }
}

function inside(): void {
  for (let d = 1; d <= 33; d++) {
    reset();
    const v = vector<f64>(0, d);
    set<f64>(v, d / 2, -0.0);
    groups(d, 6, false);
    const before = copy<f64>(v, d);
    projectL1InfBallF64(v, d, bytes(32 * <usize>d), offsets, indices, count, 100);
    expect(difference<f64>(v, before, d)).toBe(-1, `d = ${d}`);
  }
}

function magnitudes(): void {
  for (let power: f64 = -300; power <= 300; power += 150) {
    const unit = 10.0 ** power;
    reset();
    const v = list<f64>([4 * unit, 2 * unit, -unit]);
    projectL1InfBallF64(v, 3, bytes(96), list<i32>([0, 2, 3]), list<i32>([0, 2, 1]), 2, 3 * unit);
    expect(distance<f64>(v, list<f64>([2.5 * unit, 0.5 * unit, -unit]), 3)).toBeLessThan(1e-14 * unit);
  }
}

// NaN is no input, but a kernel that met it would have to end.
function ends(): void {
  reset();
  const v = list<f64>([NaN, 2, 1]);
  projectL1InfBallF64(v, 3, bytes(96), list<i32>([0, 2, 3]), list<i32>([0, 2, 1]), 2, 1);
  expect(intact()).toBe(true);
}

describe("projectL1InfBall", () => {
  test("bisection, groups side by side and scattered", every);
  test("inside the ball no bit changes", inside);
  test("magnitudes from 1e−300 to 1e300", magnitudes);
  test("it ends on NaN", ends);
});
