import { projectMonotoneConeF64 } from "../projections/monotone-cone";
import { array, bytes, copy, difference, distance, get, intact, list, reset, set, unit } from "./support/memory";
import { KINDS, linf, vector } from "./support/projection";

function project(v: usize, d: i32): void {
  projectMonotoneConeF64(v, d, bytes((<usize>d) * 12));
}

// max over i ≤ j of the min over k ≥ j of the mean of v_i … v_k.
function slowly(v: usize, d: i32): usize {
  const out = array<f64>(d);
  for (let j = 0; j < d; j++) set<f64>(out, j, -Infinity);
  for (let i = 0; i < d; i++) {
    for (let j = i; j < d; j++) {
      let least = Infinity;
      let sum: f64 = 0;
      for (let k = i; k < d; k++) {
        sum += get<f64>(v, k);
        if (k >= j) least = min(least, sum / <f64>(k - i + 1));
      }
      set<f64>(out, j, max(get<f64>(out, j), least));
    }
  }
  return out;
}

function everyKind(): void {
  for (let kind = 0; kind < KINDS; kind++) {
    for (let d = 1; d <= 33; d++) {
      reset();
      const v = vector<f64>(kind, d);
      const want = slowly(v, d);
      const tolerance = 4 * <f64>d * unit<f64>() * linf<f64>(v, d);
      project(v, d);
      expect(distance<f64>(v, want, d)).toBeLessThanOrEqual(tolerance, `kind ${kind}, d = ${d}`);
      for (let j = 1; j < d; j++) expect(get<f64>(v, j)).toBeGreaterThanOrEqual(get<f64>(v, j - 1));
      const before = copy<f64>(v, d);
      project(v, d);
      expect(difference<f64>(v, before, d)).toBe(-1, `again, kind ${kind}, d = ${d}`);
      expect(intact()).toBe(true, `kind ${kind}, d = ${d}`);
    }
  }
}

function hand(values: StaticArray<f64>, want: StaticArray<f64>): void {
  reset();
  const v = list<f64>(values);
  project(v, values.length);
  expect(difference<f64>(v, list<f64>(want), values.length)).toBe(-1);
}

function byHand(): void {
  hand([2, 1], [1.5, 1.5]);
  hand([1, 3, 2, 4], [1, 2.5, 2.5, 4]);
  hand([3, 2, 1], [2, 2, 2]);
  hand([-0.0, 0, -0.0], [-0.0, 0, -0.0]);
  hand([1e16, 3, -1e16], [1, 1, 1]);
  hand([1e150, -1e150], [0, 0]);
}

describe("projectMonotoneConeF64", () => {
  test("values by hand", byHand);
  test("the max-min formula, every d", everyKind);
});
