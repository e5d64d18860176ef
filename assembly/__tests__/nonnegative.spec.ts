import { projectNonnegative } from "../projections/nonnegative";
import { bytes, copy, difference, get, intact, list, reset, set } from "./support/memory";
import { KINDS, vector } from "./support/projection";

function every<T>(): void {
  for (let kind = 0; kind < KINDS; kind++) {
    for (let d = 0; d <= 33; d++) {
      reset();
      const v = vector<T>(kind, d);
      const want = copy<T>(v, d);
      for (let j = 0; j < d; j++) if (!(get<T>(v, j) > <T>0)) set<T>(want, j, <T>0);
      projectNonnegative<T>(v, d, bytes(0));
      expect(difference<T>(v, want, d)).toBe(-1, `kind ${kind}, d = ${d}`);
      expect(intact()).toBe(true, `kind ${kind}, d = ${d}`);
    }
  }
}

function hand<T>(values: StaticArray<f64>, want: StaticArray<f64>): void {
  reset();
  const v = list<T>(values);
  projectNonnegative<T>(v, values.length, bytes(0));
  expect(difference<T>(v, list<T>(want), values.length)).toBe(-1);
}

function byHand<T>(): void {
  hand<T>([0.5, -2, 0, 4, -1], [0.5, 0, 0, 4, 0]);
  // −0 becomes 0, in the vectors and in the rest.
  hand<T>([-0.0, -0.0, -0.0, -0.0, -0.0], [0, 0, 0, 0, 0]);
  hand<T>([Infinity, -Infinity, 1e-30, -1e-30, 1e30], [Infinity, 0, 1e-30, 0, 1e30]);
}

describe("projectNonnegative", () => {
  test("f32: values by hand, −0", () => byHand<f32>());
  test("f64: values by hand, −0", () => byHand<f64>());
  test("f32: a plain maximum, every d", () => every<f32>());
  test("f64: a plain maximum, every d", () => every<f64>());
});
