import { projectSparseNonnegativeF64 } from "../projections/sparse-nonnegative";
import { bytes, copy, difference, get, intact, list, reset, set } from "./support/memory";
import { KINDS, vector } from "./support/projection";

function project(v: usize, d: i32, s: i32): void {
  projectSparseNonnegativeF64(v, d, bytes(8192 + ((<usize>d) << 3)), s);
}

// Takes the largest positive entry that is left, s times; the first of equals.
function slowly(v: usize, d: i32, s: i32): usize {
  const out = copy<f64>(v, d);
  for (let j = 0; j < d; j++) set<f64>(out, j, 0);
  for (let k = 0; k < s; k++) {
    let best = -1;
    let most: f64 = 0;
    for (let j = 0; j < d; j++) {
      if (get<f64>(out, j) == 0 && get<f64>(v, j) > most) {
        best = j;
        most = get<f64>(v, j);
      }
    }
    if (best >= 0) set<f64>(out, best, most);
  }
  return out;
}

function every(): void {
  for (let kind = 0; kind < KINDS; kind++) {
    for (let d = 1; d <= 33; d++) {
      for (let s = 1; s <= d + 1; s++) {
        reset();
        const v = vector<f64>(kind, d);
        const want = slowly(v, d, s);
        project(v, d, s);
        expect(difference<f64>(v, want, d)).toBe(-1, `kind ${kind}, d = ${d}, s = ${s}`);
        expect(intact()).toBe(true, `kind ${kind}, d = ${d}, s = ${s}`);
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

describe("projectSparseNonnegative", () => {
  test("values by hand, ties", () => {
    hand([0.5, -2, 3, 4], 2, [0, 0, 3, 4]);
    hand([1, -2, 2, 2, 2], 2, [0, 0, 2, 2, 0]);
    hand([-1, -2, -0.0], 1, [0, 0, 0]);
    hand([-1, 3], 2, [0, 3]);
  });
  test("a slow selection, every d and s", every);
});
