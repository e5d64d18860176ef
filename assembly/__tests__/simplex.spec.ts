import { projectSimplexF64 } from "../projections/simplex";
import { array, bytes, copy, difference, distance, get, intact, list, reset, set, unit } from "./support/memory";
import { KINDS, vector } from "./support/projection";

function project(v: usize, d: i32, radius: f64): void {
  projectSimplexF64(v, d, bytes((<usize>d) << 4), radius);
}

// σ = max vⱼ − τ by bisection: Σ max(σ − (max vⱼ − vⱼ), 0) grows with σ.
function slowly(v: usize, d: i32, radius: f64): usize {
  let most = -Infinity;
  for (let j = 0; j < d; j++) most = max(most, get<f64>(v, j));
  let low: f64 = 0;
  let high = radius;
  for (let k = 0; k < 200; k++) {
    const sigma = (low + high) / 2;
    let sum: f64 = 0;
    for (let j = 0; j < d; j++) sum += max(sigma - (most - get<f64>(v, j)), 0);
    if (sum < radius) low = sigma;
    else high = sigma;
  }
  const out = array<f64>(d);
  for (let j = 0; j < d; j++) set<f64>(out, j, max(high - (most - get<f64>(v, j)), 0));
  return out;
}

function every(): void {
  for (let kind = 0; kind < KINDS; kind++) {
    for (let d = 1; d <= 33; d++) {
      for (let radius: f64 = 1e-9; radius < 1e9; radius *= 100) {
        reset();
        const v = vector<f64>(kind, d);
        const want = slowly(v, d, radius);
        project(v, d, radius);
        const message = `kind ${kind}, d = ${d}, radius ${radius}`;
        expect(distance<f64>(v, want, d)).toBeLessThanOrEqual(4 * <f64>(d + 4) * unit<f64>() * radius, message);
        expect(intact()).toBe(true, message);
        // A point of the simplex stays to the bit.
        const before = copy<f64>(v, d);
        project(v, d, radius);
        expect(difference<f64>(v, before, d)).toBe(-1, message);
      }
    }
  }
}

function hand(values: StaticArray<f64>, radius: f64, want: StaticArray<f64>): void {
  reset();
  const v = list<f64>(values);
  project(v, values.length, radius);
  expect(difference<f64>(v, list<f64>(want), values.length)).toBe(-1, `radius ${radius}`);
}

function byHand(): void {
  hand([2, 1, -1], 2, [1.5, 0.5, 0]);
  hand([2, 0], 1, [1, 0]);
  hand([-5], 3, [3]);
  hand([0, -0.0, 0, 0], 1, [0.25, 0.25, 0.25, 0.25]);
  hand([0.5, -0.0, 0.5], 1, [0.5, -0.0, 0.5]);
  hand([-1e150, 1e150, 1e150], 1, [0, 0.5, 0.5]);
}

describe("projectSimplex", () => {
  test("values by hand", byHand);
  test("bisection, every d, radii far below and above the entries", every);
  test("it ends on NaN", () => {
    reset();
    project(list<f64>([1, NaN, 2]), 3, 1);
    project(list<f64>([NaN, NaN]), 2, 1);
    expect(intact()).toBe(true);
  });
});
