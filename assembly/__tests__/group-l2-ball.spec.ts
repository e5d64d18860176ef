import { projectGroupL2BallF64 } from "../projections/group-l2-ball";
import { array, bytes, copy, difference, distance, get, intact, list, reset, set, unit } from "./support/memory";
import { count, groups, indices, offsets, placeOf, sizeOf } from "./support/groups";
import { KINDS, l2, vector } from "./support/projection";

function normOf(v: usize, g: i32): f64 {
  let squares: f64 = 0;
  for (let k = 0; k < sizeOf(g); k++) squares += get<f64>(v, placeOf(g, k)) ** 2;
  return sqrt(squares);
}

function sumOfNorms(v: usize, tau: f64 = 0): f64 {
  let sum: f64 = 0;
  for (let g = 0; g < count; g++) sum += max(normOf(v, g) - tau, 0);
  return sum;
}

// τ by bisection: what it leaves of the norms falls as it grows.
function slowly(v: usize, d: i32, radius: f64): usize {
  let low: f64 = 0;
  let high = sumOfNorms(v);
  for (let k = 0; k < 200; k++) {
    const tau = (low + high) / 2;
    if (sumOfNorms(v, tau) > radius) low = tau;
    else high = tau;
  }
  const out = array<f64>(d);
  for (let g = 0; g < count; g++) {
    const norm = normOf(v, g);
    const factor = norm > high ? (norm - high) / norm : 0;
    for (let k = 0; k < sizeOf(g); k++) set<f64>(out, placeOf(g, k), get<f64>(v, placeOf(g, k)) * factor);
  }
  return out;
}

function check(d: i32, kind: i32, scattered: bool): void {
  for (let share: f64 = 0.01; share < 1; share += 0.3) {
    reset();
    const v = vector<f64>(kind, d);
    groups(d, 6, scattered);
    const radius = share * sumOfNorms(v);
    if (radius == 0) continue;
    const want = slowly(v, d, radius);
    // The norms, and the sums of d of them, to their rounding.
    const tolerance = 8 * <f64>d * unit<f64>() * l2<f64>(v, d);
    projectGroupL2BallF64(v, d, bytes(40 * <usize>d), offsets, indices, count, radius);
    const message = `kind ${kind}, d = ${d}, ${count} groups, share ${share}`;
    expect(distance<f64>(v, want, d)).toBeLessThanOrEqual(tolerance, message);
    expect(sumOfNorms(v)).toBeLessThanOrEqual(radius * (1 + 4 * <f64>d * unit<f64>()), message);
    expect(intact()).toBe(true, message);
  }
}

function every(): void {
  for (let kind = 0; kind < KINDS; kind++) {
    for (let d = 1; d <= 33; d++) {
      check(d, kind, false);
      check(d, kind, true);
    }
    check(600, kind, true);
  }
}

function inside(): void {
  for (let d = 1; d <= 33; d++) {
    reset();
    const v = vector<f64>(0, d);
    set<f64>(v, d / 2, -0.0);
    groups(d, 6, false);
    const before = copy<f64>(v, d);
    projectGroupL2BallF64(v, d, bytes(40 * <usize>d), offsets, indices, count, 100);
    expect(difference<f64>(v, before, d)).toBe(-1, `d = ${d}`);
  }
}

function magnitudes(): void {
  for (let power: f64 = -300; power <= 300; power += 150) {
    const unit = 10.0 ** power;
    reset();
    const v = list<f64>([6 * unit, 3 * unit, 8 * unit]);
    projectGroupL2BallF64(v, 3, bytes(120), list<i32>([0, 2, 3]), list<i32>([0, 2, 1]), 2, 5 * unit);
    expect(distance<f64>(v, list<f64>([3 * unit, 0, 4 * unit]), 3)).toBeLessThan(1e-14 * unit);
  }
}

describe("projectGroupL2Ball", () => {
  test("bisection, groups side by side and scattered", every);
  test("inside the ball no bit changes", inside);
  test("magnitudes from 1e−300 to 1e300", magnitudes);
});
