import { projectBox } from "../projections/box";
import { array, bytes, copy, difference, get, intact, list, reset, set } from "./support/memory";
import { integer, real } from "./support/numbers";
import { KINDS, vector } from "./support/projection";

function every<T>(): void {
  for (let kind = 0; kind < KINDS; kind++) {
    for (let d = 0; d <= 33; d++) {
      reset();
      const v = vector<T>(kind, d);
      const lower = array<T>(d);
      const upper = array<T>(d);
      const want = copy<T>(v, d);
      for (let j = 0; j < d; j++) {
        const x = get<T>(v, j);
        const centre = <T>real();
        const low: T = integer(0, 3) == 0 ? <T>-Infinity : centre - <T>0.25;
        const high: T = integer(0, 3) == 0 ? <T>Infinity : centre + <T>0.25;
        set<T>(lower, j, low);
        set<T>(upper, j, high);
        set<T>(want, j, x < low ? low : x > high ? high : x);
      }
      const lowerBefore = copy<T>(lower, d);
      const upperBefore = copy<T>(upper, d);
      projectBox<T>(v, d, bytes(0), lower, upper);
      expect(difference<T>(v, want, d)).toBe(-1, `kind ${kind}, d = ${d}`);
      expect(difference<T>(lower, lowerBefore, d)).toBe(-1, `lower, d = ${d}`);
      expect(difference<T>(upper, upperBefore, d)).toBe(-1, `upper, d = ${d}`);
      expect(intact()).toBe(true, `kind ${kind}, d = ${d}`);
    }
  }
}

function hand<T>(
  values: StaticArray<f64>, lower: StaticArray<f64>, upper: StaticArray<f64>, want: StaticArray<f64>,
): void {
  reset();
  const v = list<T>(values);
  projectBox<T>(v, values.length, bytes(0), list<T>(lower), list<T>(upper));
  expect(difference<T>(v, list<T>(want), values.length)).toBe(-1);
}

function byHand<T>(): void {
  hand<T>([0.5, -2, 0, 4, 9], [0, -1, -1, 5, 1], [1, 1, 1, 6, 2], [0.5, -1, 0, 5, 2]);
  const inf = Infinity;
  hand<T>([5, -5, 5, -5, 7], [-inf, -inf, 0, 0, -inf], [inf, 0, inf, inf, inf], [5, -5, 5, 0, 7]);
  hand<T>([1, -1, 9], [3, 3, 3], [3, 3, 3], [3, 3, 3]);
  hand<T>([-0.0, 0, -0.0], [-1, -1, -1], [1, 1, 1], [-0.0, 0, -0.0]);
  hand<T>([inf, -inf, 1], [-2, -2, -2], [2, 2, 2], [2, -2, 1]);
}

describe("projectBox", () => {
  test("f32: values by hand, infinite and equal bounds", () => byHand<f32>());
  test("f64: values by hand, infinite and equal bounds", () => byHand<f64>());
  test("f32: a plain clamp, every d", () => every<f32>());
  test("f64: a plain clamp, every d", () => every<f64>());
});
