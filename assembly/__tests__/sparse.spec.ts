import { projectSparse } from "../projections/sparse";
import { array, bytes, difference, get, intact, list, reset, set } from "./support/memory";
import { KINDS, vector } from "./support/projection";

function project<T>(v: usize, d: i32, s: i32): void {
  projectSparse<T>(v, d, bytes(8192 + ((<usize>d) << 3)), s);
}

// Takes the largest of what is left, s times; the first of equals.
function slowly<T>(v: usize, d: i32, s: i32): usize {
  const taken = new StaticArray<bool>(d);
  const out = array<T>(d);
  for (let j = 0; j < d; j++) set<T>(out, j, <T>0);
  for (let k = 0; k < min(s, d); k++) {
    let best = -1;
    for (let j = 0; j < d; j++) {
      if (!taken[j] && (best < 0 || abs<T>(get<T>(v, j)) > abs<T>(get<T>(v, best)))) best = j;
    }
    taken[best] = true;
    set<T>(out, best, get<T>(v, best));
  }
  return out;
}

function check<T>(v: usize, d: i32, s: i32, message: string): void {
  const want = slowly<T>(v, d, s);
  project<T>(v, d, s);
  expect(difference<T>(v, want, d)).toBe(-1, message);
  expect(intact()).toBe(true, message);
}

function every<T>(): void {
  for (let kind = 0; kind < KINDS; kind++) {
    for (let d = 1; d <= 33; d++) {
      for (let s = 1; s <= d + 1; s++) {
        reset();
        check<T>(vector<T>(kind, d), d, s, `kind ${kind}, d = ${d}, s = ${s}`);
      }
    }
  }
}

function long<T>(): void {
  for (let kind = 0; kind < KINDS; kind++) {
    for (let s = 1; s < 1000; s = 3 * s + 1) {
      reset();
      check<T>(vector<T>(kind, 1000), 1000, s, `kind ${kind}, s = ${s}`);
    }
  }
}

function hand<T>(values: StaticArray<f64>, s: i32, want: StaticArray<f64>): void {
  reset();
  const v = list<T>(values);
  project<T>(v, values.length, s);
  expect(difference<T>(v, list<T>(want), values.length)).toBe(-1, `s = ${s}`);
}

function byHand<T>(): void {
  hand<T>([0.5, -2, 0, 4], 2, [0, -2, 0, 4]);
  hand<T>([0.5, -2, 0, 4], 1, [0, 0, 0, 4]);
  hand<T>([0.5, -2, 0, 4], 4, [0.5, -2, 0, 4]);
  hand<T>([1, -1, 1, -1], 2, [1, -1, 0, 0]);
  hand<T>([1, -2, 1, 2, -1], 3, [1, -2, 0, 2, 0]);
  hand<T>([3, 3, 3], 1, [3, 0, 0]);
  hand<T>([0, 0, 0], 2, [0, 0, 0]);
  hand<T>([-0.0, 5, -0.0, 0], 2, [-0.0, 5, 0, 0]);
  hand<T>([1, -Infinity, 2], 1, [0, -Infinity, 0]);
  hand<T>([-7], 1, [-7]);
}

// Magnitudes one bit apart, in every digit of the selection.
function neighbours<T>(): void {
  const bits: i32 = sizeof<T>() * 8 - 1;
  const top: u64 = sizeof<T>() == 4 ? 0x7f80_0000 : 0x7ff0_0000_0000_0000;
  for (let bit = 0; bit < bits; bit++) {
    for (let s = 1; s < 6; s++) {
      reset();
      const v = array<T>(6);
      for (let j = 0; j < 6; j++) {
        const m = ((<u64>1 << <u64>bit) * <u64>(j % 3)) % top;
        if (sizeof<T>() == 4) set<u32>(v, j, <u32>m);
        else set<u64>(v, j, m);
      }
      check<T>(v, 6, s, `bit ${bit}, s = ${s}`);
    }
  }
}

describe("projectSparse", () => {
  test("f32: values by hand, ties, zeros", () => byHand<f32>());
  test("f64: values by hand, ties, zeros", () => byHand<f64>());
  test("f32: a slow selection, every d and s", () => every<f32>());
  test("f64: a slow selection, every d and s", () => every<f64>());
  test("f32: a slow selection, long vectors", () => long<f32>());
  test("f64: a slow selection, long vectors", () => long<f64>());
  test("f32: magnitudes one bit apart, subnormals too", () => neighbours<f32>());
  test("f64: magnitudes one bit apart, subnormals too", () => neighbours<f64>());
});
