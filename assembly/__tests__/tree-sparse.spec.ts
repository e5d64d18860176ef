import { projectTreeSparseF64 } from "../projections/tree-sparse";
import { bytes, copy, difference, get, intact, list, reset, set } from "./support/memory";
import { KINDS, vector } from "./support/projection";

function project(v: usize, d: i32, s: i32): void {
  let size = 4 * d;
  for (let nodes = 1; nodes < d; nodes *= 2) size += 8 * nodes * min(s, d / nodes);
  projectTreeSparseF64(v, d, bytes(<usize>size), s);
}

// Each node's parent is kept as well.
function isTree(mask: i32, d: i32): bool {
  for (let k = 1; k < d; k++) if (((mask >> k) & 1) > ((mask >> (k >> 1)) & 1)) return false;
  return true;
}

function leftBehind(v: usize, d: i32, mask: i32): f64 {
  let rest: f64 = 0;
  for (let k = 0; k < d; k++) if (((mask >> k) & 1) == 0) rest += get<f64>(v, k) * get<f64>(v, k);
  return rest;
}

function every(): void {
  for (let kind = 0; kind < KINDS; kind++) {
    for (let d = 1; d <= 16; d *= 2) {
      for (let s = 1; s <= d + 1; s++) {
        reset();
        const v = vector<f64>(kind, d);
        const before = copy<f64>(v, d);
        project(v, d, s);
        const message = `kind ${kind}, d = ${d}, s = ${s}`;
        // The kept nodes and those above them.
        let kept = 0;
        for (let k = 0; k < d; k++) {
          if (get<f64>(v, k) == 0) continue;
          expect(get<f64>(v, k)).toBe(get<f64>(before, k), message);
          kept |= 1;
          for (let above = k; above > 0; above >>= 1) kept |= 1 << above;
        }
        expect(popcnt(kept)).toBeLessThanOrEqual(s, message);
        let least = Infinity;
        for (let mask = 0; mask < 1 << d; mask++) {
          if (popcnt(mask) <= s && isTree(mask, d)) least = min(least, leftBehind(before, d, mask));
        }
        expect(leftBehind(before, d, kept)).toBeLessThanOrEqual(least * (1 + 1e-14), message);
        expect(intact()).toBe(true, message);
      }
    }
  }
}

function hand(values: StaticArray<f64>, s: i32, want: StaticArray<f64>): void {
  reset();
  const v = list<f64>(values);
  project(v, values.length, s);
  expect(difference<f64>(v, list<f64>(want), values.length)).toBe(-1, `s = ${s}`);
}

// A path from the root to one leaf: the only tree without loss.
function paths(): void {
  const d = 1024;
  for (let leaf = d / 2; leaf < d; leaf += 17) {
    reset();
    const v = bytes(d * 8);
    memory.fill(v, 0, d * 8);
    for (let k = leaf; k > 0; k >>= 1) set<f64>(v, k, 1);
    set<f64>(v, 0, 1);
    const want = copy<f64>(v, d);
    project(v, d, 11);
    expect(difference<f64>(v, want, d)).toBe(-1, `leaf ${leaf}`);
    project(v, d, 10);
    set<f64>(want, leaf, 0);
    expect(difference<f64>(v, want, d)).toBe(-1, `leaf ${leaf}`);
    expect(intact()).toBe(true, `leaf ${leaf}`);
  }
}

function notNumbers(): void {
  for (let j = 0; j < 8; j++) {
    reset();
    const v = list<f64>([1, 2, 3, 4, 5, 6, 7, 8]);
    set<f64>(v, j, j % 2 == 0 ? NaN : Infinity);
    project(v, 8, 5);
    expect(intact()).toBe(true);
  }
}

describe("projectTreeSparse", () => {
  test("values by hand, ties, magnitudes", () => {
    hand([1, 1, 1, 2, 0, 4, 0, 3], 3, [1, 1, 0, 2, 0, 0, 0, 0]);
    hand([1, 1, 1, 2, 0, 5, 0, 3], 4, [1, 1, 1, 0, 0, 5, 0, 0]);
    hand([0, 9, 9, 9], 1, [0, 0, 0, 0]);
    hand([0, 0, 2, 2], 3, [0, 0, 2, 0]);
    hand([-3], 1, [-3]);
    hand([0, 1e300, 2e300, 3e300], 3, [0, 1e300, 0, 3e300]);
    hand([0, 1e-300, 2e-300, 3e-300], 3, [0, 1e-300, 0, 3e-300]);
  });
  test("all trees of at most 16 nodes", every);
  test("a path, whole and short of its leaf", paths);
  test("with a NaN or an infinity it ends and stays in its memory", notNumbers);
});
