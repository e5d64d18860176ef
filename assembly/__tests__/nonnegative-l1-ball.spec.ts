import { projectNonnegativeL1BallF64 } from "../projections/nonnegative-l1-ball";
import { projectSimplexF64 } from "../projections/simplex";
import { bytes, copy, difference, get, intact, list, reset, set } from "./support/memory";
import { KINDS, vector } from "./support/projection";

function project(v: usize, d: i32, radius: f64): void {
  projectNonnegativeL1BallF64(v, d, bytes((<usize>d) << 4), radius);
}

// A clamp where that is inside, the simplex where it is not.
function every(): void {
  for (let kind = 0; kind < KINDS; kind++) {
    for (let d = 1; d <= 33; d++) {
      for (let radius: f64 = 1e-9; radius < 1e9; radius *= 100) {
        reset();
        const v = vector<f64>(kind, d);
        const want = copy<f64>(v, d);
        let sum: f64 = 0;
        for (let j = 0; j < d; j++) sum += max(get<f64>(v, j), 0);
        if (sum > radius) projectSimplexF64(want, d, bytes((<usize>d) << 4), radius);
        else for (let j = 0; j < d; j++) set<f64>(want, j, max<f64>(get<f64>(v, j), 0));
        project(v, d, radius);
        const message = `kind ${kind}, d = ${d}, radius ${radius}`;
        expect(difference<f64>(v, want, d)).toBe(-1, message);
        expect(intact()).toBe(true, message);
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

describe("projectNonnegativeL1Ball", () => {
  test("values by hand", () => {
    hand([0.5, -3, 1], 2, [0.5, 0, 1]);
    hand([2, 1, -1], 2, [1.5, 0.5, 0]);
    hand([-3, -4], 1, [0, 0]);
    hand([2, 1, -7], 3, [2, 1, 0]);
  });
  test("a clamp or the simplex, every d", every);
});
