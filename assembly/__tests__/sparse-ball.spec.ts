import { projectSparse } from "../projections/sparse";
import { projectSparseBallF64 } from "../projections/sparse-ball";
import { bytes, copy, difference, distance, get, intact, list, reset, set, unit } from "./support/memory";
import { KINDS, l2, linf, vector } from "./support/projection";

function project(v: usize, d: i32, s: i32, radius: f64): void {
  projectSparseBallF64(v, d, bytes(8192 + ((<usize>d) << 3)), s, radius);
}

function every(): void {
  for (let kind = 0; kind < KINDS; kind++) {
    for (let d = 1; d <= 33; d++) {
      for (let s = 1; s <= d + 1; s += 2) {
        for (let radius: f64 = 1e-3; radius < 1e10; radius *= 100) {
          reset();
          const v = vector<f64>(kind, d);
          const want = copy<f64>(v, d);
          projectSparse<f64>(want, d, bytes(8192 + ((<usize>d) << 3)), s);
          const norm = l2<f64>(want, d);
          if (norm > radius) for (let j = 0; j < d; j++) set<f64>(want, j, (get<f64>(want, j) / norm) * radius);
          const tolerance = 2 * <f64>(d + 4) * unit<f64>() * linf<f64>(want, d);
          project(v, d, s, radius);
          const message = `kind ${kind}, d = ${d}, s = ${s}, radius ${radius}`;
          expect(distance<f64>(v, want, d)).toBeLessThanOrEqual(tolerance, message);
          expect(intact()).toBe(true, message);
        }
      }
    }
  }
}

function hand(values: StaticArray<f64>, s: i32, radius: f64, want: StaticArray<f64>): void {
  reset();
  const v = list<f64>(values);
  project(v, values.length, s, radius);
  expect(difference<f64>(v, list<f64>(want), values.length)).toBe(-1, `s = ${s}`);
}

describe("projectSparseBall", () => {
  test("values by hand, ties", () => {
    hand([3, -3], 1, 2, [2, 0]);
    hand([3, 0, -4], 2, 5, [3, 0, -4]);
    hand([1, 4], 1, 1, [0, 1]);
    hand([0, -0.0], 1, 1, [0, 0]);
    hand([1e200, -8e200, 0], 1, 2, [0, -2, 0]);
  });
  test("selection and shrinking, every d, s and radius", every);
});
