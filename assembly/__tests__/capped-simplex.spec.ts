import { projectCappedSimplexF64 } from "../projections/capped-simplex";
import { projectSimplexF64 } from "../projections/simplex";
import { array, bytes, copy, difference, distance, get, intact, list, reset, set, unit } from "./support/memory";
import { integer } from "./support/numbers";
import { KINDS, linf, vector } from "./support/projection";

function project(v: usize, d: i32, upper: usize, radius: f64): void {
  projectCappedSimplexF64(v, d, bytes((<usize>d) << 3), upper, radius);
}

function clamped(value: f64, cap: f64): f64 {
  return min(cap, max(value, 0));
}

// τ by bisection: the sum falls as τ grows.
function slowly(v: usize, upper: usize, d: i32, radius: f64): usize {
  let low = -8 - linf<f64>(v, d);
  let high = linf<f64>(v, d);
  for (let k = 0; k < 200; k++) {
    const tau = (low + high) / 2;
    let sum: f64 = 0;
    for (let j = 0; j < d; j++) sum += clamped(get<f64>(v, j) - tau, get<f64>(upper, j));
    if (sum > radius) low = tau;
    else high = tau;
  }
  const out = array<f64>(d);
  for (let j = 0; j < d; j++) set<f64>(out, j, clamped(get<f64>(v, j) - high, get<f64>(upper, j)));
  return out;
}

function every(): void {
  for (let kind = 0; kind < KINDS; kind++) {
    for (let d = 1; d <= 33; d++) {
      for (let share: f64 = 0.01; share < 1; share += 0.14) {
        reset();
        const v = vector<f64>(kind, d);
        const upper = array<f64>(d);
        let room: f64 = 0;
        for (let j = 0; j < d; j++) {
          set<f64>(upper, j, 0.125 * <f64>integer(1, 64));
          room += get<f64>(upper, j);
        }
        const want = slowly(v, upper, d, share * room);
        const tolerance = 4 * <f64>(d + 4) * unit<f64>() * (room + linf<f64>(v, d));
        project(v, d, upper, share * room);
        const message = `kind ${kind}, d = ${d}, share ${share}`;
        expect(distance<f64>(v, want, d)).toBeLessThanOrEqual(tolerance, message);
        expect(intact()).toBe(true, message);
      }
    }
  }
}

// Caps that are not met, and a radius far below and above what v has.
function uncapped(): void {
  for (let kind = 0; kind < KINDS; kind++) {
    for (let d = 1; d <= 33; d++) {
      for (let radius: f64 = 1e-12; radius < 1e9; radius *= 100) {
        reset();
        const v = vector<f64>(kind, d);
        const upper = array<f64>(d);
        for (let j = 0; j < d; j++) set<f64>(upper, j, 2 * radius);
        const want = copy<f64>(v, d);
        projectSimplexF64(want, d, bytes((<usize>d) << 4), radius);
        project(v, d, upper, radius);
        const message = `kind ${kind}, d = ${d}, radius ${radius}`;
        expect(distance<f64>(v, want, d)).toBeLessThanOrEqual(8 * <f64>(d + 4) * unit<f64>() * radius, message);
        expect(intact()).toBe(true, message);
      }
    }
  }
}

function hand(values: StaticArray<f64>, upper: StaticArray<f64>, radius: f64, want: StaticArray<f64>): void {
  reset();
  const v = list<f64>(values);
  project(v, values.length, list<f64>(upper), radius);
  expect(difference<f64>(v, list<f64>(want), values.length)).toBe(-1, `radius ${radius}`);
}

describe("projectCappedSimplex", () => {
  test("values by hand", () => {
    hand([3, 0.5, 0], [1, 1, 1], 2, [1, 0.75, 0.25]);
    hand([2, 2, -1], [1, 0.25, 5], 1.5, [1, 0.25, 0.25]);
    hand([3, -1], [5, 5], 2, [2, 0]);
    hand([2.5, 0, 0.5], [2, 2, 2], 3, [2, 0.25, 0.75]);
    hand([-5, 0, 7], [1, 1, 1], 3, [1, 1, 1]);
    hand([0.5, -0.0, 0.5], [1, 1, 1], 1, [0.5, -0.0, 0.5]);
    hand([3e17, 1e17, 1e17], [1, 1, 1], 2, [1, 0.5, 0.5]);
    hand([1e150, -1e150], [1, 1], 0.5, [0.5, 0]);
  });
  test("bisection, every d", every);
  test("with caps that are not met the simplex, radii far below and above the entries", uncapped);
  test("it ends on NaN", () => {
    reset();
    project(list<f64>([1, NaN, 2]), 3, list<f64>([1, 1, 1]), 1);
    expect(intact()).toBe(true);
  });
});
