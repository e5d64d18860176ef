import { projectBlockSparseF64 } from "../projections/block-sparse";
import { projectSparse } from "../projections/sparse";
import { bytes, copy, difference, get, intact, list, reset, set } from "./support/memory";
import { KINDS, vector } from "./support/projection";

function project(v: usize, d: i32, s: i32, blocks: i32): void {
  const quarter = ((s + 2) * (blocks + 1) + 3) >> 2;
  projectBlockSparseF64(v, d, bytes(<usize>(64 * quarter + 8 * (s + 2) + d * quarter)), s, blocks);
}

// Of all sets of indices, those of low indices first, the first that leaves the least behind.
function slowly(v: usize, d: i32, s: i32, blocks: i32): usize {
  let least = Infinity;
  let best = 0;
  for (let mask = (1 << d) - 1; mask >= 0; mask--) {
    if (popcnt(mask) > s || popcnt(mask & ~(mask >> 1)) > blocks) continue;
    let rest: f64 = 0;
    for (let j = 0; j < d; j++) {
      if (((mask >> (d - 1 - j)) & 1) == 0) rest += get<f64>(v, j) * get<f64>(v, j);
    }
    if (rest < least) {
      least = rest;
      best = mask;
    }
  }
  const out = copy<f64>(v, d);
  for (let j = 0; j < d; j++) if (((best >> (d - 1 - j)) & 1) == 0) set<f64>(out, j, 0);
  return out;
}

function check(v: usize, want: usize, d: i32, s: i32, blocks: i32, message: string): void {
  project(v, d, s, blocks);
  expect(difference<f64>(v, want, d)).toBe(-1, message);
  expect(intact()).toBe(true, message);
}

// Without the kind of many magnitudes, whose sums are equal but for rounding.
function every(): void {
  for (let kind = 0; kind < KINDS - 1; kind++) {
    for (let d = 1; d <= 9; d++) {
      for (let s = 1; s <= d + 1; s++) {
        for (let blocks = 1; blocks <= 4; blocks++) {
          reset();
          const v = vector<f64>(kind, d);
          const want = slowly(v, d, s, blocks);
          check(v, want, d, s, blocks, `kind ${kind}, d = ${d}, s = ${s}, ${blocks} blocks`);
        }
      }
    }
  }
}

// As many runs as indices are no bound.
function free(): void {
  for (let kind = 0; kind < KINDS - 1; kind++) {
    for (let s = 1; s < 40; s += 7) {
      reset();
      const v = vector<f64>(kind, 100);
      const want = copy<f64>(v, 100);
      projectSparse<f64>(want, 100, bytes(8192 + 800), s);
      check(v, want, 100, s, s, `kind ${kind}, s = ${s}`);
    }
  }
}

function hand(values: StaticArray<f64>, s: i32, blocks: i32, want: StaticArray<f64>): void {
  reset();
  check(list<f64>(values), list<f64>(want), values.length, s, blocks, `s = ${s}, ${blocks} blocks`);
}

function notNumbers(): void {
  for (let j = 0; j < 5; j++) {
    reset();
    const v = list<f64>([1, 2, 3, 4, 5]);
    set<f64>(v, j, j % 2 == 0 ? NaN : Infinity);
    project(v, 5, 2, 2);
    expect(intact()).toBe(true);
  }
}

describe("projectBlockSparse", () => {
  test("values by hand, ties, zeros, magnitudes", () => {
    hand([5, 0, 0, 3, 3, 3], 3, 1, [0, 0, 0, 3, 3, 3]);
    hand([5, 0, 0, 3, 3, 3], 3, 2, [5, 0, 0, 3, 3, 0]);
    hand([1, 1, 1, 1], 2, 1, [1, 1, 0, 0]);
    hand([2, 0, -2, 2, 0], 2, 2, [2, 0, -2, 0, 0]);
    hand([0, 0, -0.0], 1, 1, [0, 0, -0.0]);
    hand([1e300, 2e300, 0], 1, 1, [0, 2e300, 0]);
    hand([1e-300, 2e-300, 0], 1, 1, [0, 2e-300, 0]);
    hand([0.5e-8, 0, 0.7e-8, 0, 1], 2, 2, [0, 0, 0.7e-8, 0, 1]);
  });
  test("all sets of indices, every d, s and number of blocks", every);
  test("as many runs as indices", free);
  test("with a NaN or an infinity it ends and stays in its memory", notNumbers);
});
