import { projectSparseSimplexF64 } from "../projections/sparse-simplex";
import { array, bytes, difference, distance, get, intact, list, reset, set, unit } from "./support/memory";
import { KINDS, vector } from "./support/projection";

function project(v: usize, d: i32, s: i32, radius: f64): void {
  projectSparseSimplexF64(v, d, bytes(8192 + ((<usize>d) << 3)), s, radius);
}

// The largest entry that is left, s times, the first of equals; then σ, what is left of the largest, by bisection.
function slowly(v: usize, d: i32, s: i32, radius: f64): usize {
  const gaps = array<f64>(d);
  for (let j = 0; j < d; j++) set<f64>(gaps, j, Infinity);
  let most: f64 = 0;
  for (let k = 0; k < min(s, d); k++) {
    let best = -1;
    for (let j = 0; j < d; j++) {
      if (get<f64>(gaps, j) == Infinity && (best < 0 || get<f64>(v, j) > get<f64>(v, best))) best = j;
    }
    if (k == 0) most = get<f64>(v, best);
    set<f64>(gaps, best, most - get<f64>(v, best));
  }
  let low: f64 = 0;
  let high = radius;
  for (let k = 0; k < 200; k++) {
    const sigma = (low + high) / 2;
    let sum: f64 = 0;
    for (let j = 0; j < d; j++) sum += max<f64>(sigma - get<f64>(gaps, j), 0);
    if (sum < radius) low = sigma;
    else high = sigma;
  }
  for (let j = 0; j < d; j++) set<f64>(gaps, j, max<f64>(high - get<f64>(gaps, j), 0));
  return gaps;
}

function check(kind: i32, d: i32, s: i32, radius: f64): void {
  reset();
  const v = vector<f64>(kind, d);
  const want = slowly(v, d, s, radius);
  project(v, d, s, radius);
  const message = `kind ${kind}, d = ${d}, s = ${s}, radius ${radius}`;
  expect(distance<f64>(v, want, d)).toBeLessThanOrEqual(4 * <f64>d * unit<f64>() * radius, message);
  expect(intact()).toBe(true, message);
}

function every(): void {
  for (let kind = 0; kind < KINDS; kind++) {
    for (let d = 1; d <= 33; d++) {
      for (let s = 1; s <= d + 1; s += 3) {
        for (let radius: f64 = 1e-3; radius < 1e6; radius *= 100) check(kind, d, s, radius);
      }
    }
    for (let s = 1; s < 1000; s = 3 * s + 1) check(kind, 1000, s, 100);
  }
}

function hand(values: StaticArray<f64>, s: i32, radius: f64, want: StaticArray<f64>): void {
  reset();
  const v = list<f64>(values);
  project(v, values.length, s, radius);
  expect(difference<f64>(v, list<f64>(want), values.length)).toBe(-1, `s = ${s}, radius ${radius}`);
}

// Selection by the bits of signed numbers, one bit apart, around zero.
function neighbours(): void {
  const values: StaticArray<f64> = [0, -f64.MIN_VALUE, f64.MIN_VALUE, -1, -1 - f64.EPSILON, -f64.MAX_VALUE];
  hand(values, 1, 1, [0, 0, 1, 0, 0, 0]);
  hand(values, 3, 3, [1, 1, 1, 0, 0, 0]);
  hand([-3, -1 - f64.EPSILON, -1, -2], 1, 1, [0, 0, 1, 0]);
}

function notNumbers(): void {
  for (let j = 0; j < 3; j++) {
    reset();
    const v = list<f64>([1, 2, 3]);
    set<f64>(v, j, NaN);
    project(v, 3, 2, 1);
    expect(intact()).toBe(true);
  }
}

describe("projectSparseSimplex", () => {
  test("values by hand, ties, signs", () => {
    hand([2, 1, 0.5], 2, 2, [1.5, 0.5, 0]);
    hand([-3, -5, -3], 2, 1, [0.5, 0, 0.5]);
    hand([-0.0, 0, 0], 1, 1, [1, 0, 0]);
    hand([-7, -2, -2], 1, 1, [0, 1, 0]);
    hand([-9, 0.25], 1, 1, [0, 1]);
    hand([1e17, -5, 1e17], 2, 1, [0.5, 0, 0.5]);
    hand([0.3, 0, 0.7], 2, 1, [0.3, 0, 0.7]);
  });
  test("a slow selection and bisection, every d, s and radius", every);
  test("numbers one bit apart, of both signs", neighbours);
  test("with a NaN it ends and stays in its memory", notNumbers);
});
