import { projectLinfBall } from "../projections/linf-ball";
import { bytes, copy, difference, get, intact, list, reset, set } from "./support/memory";
import { KINDS, linf, vector } from "./support/projection";

function every<T>(): void {
  for (let kind = 0; kind < KINDS; kind++) {
    for (let d = 0; d <= 33; d++) {
      reset();
      const v = vector<T>(kind, d);
      const radius = <T>(linf<T>(v, d) / 2);
      const want = copy<T>(v, d);
      for (let j = 0; j < d; j++) {
        const x = get<T>(v, j);
        set<T>(want, j, x > radius ? radius : x < -radius ? -radius : x);
      }
      projectLinfBall<T>(v, d, bytes(0), radius);
      expect(difference<T>(v, want, d)).toBe(-1, `kind ${kind}, d = ${d}`);
      projectLinfBall<T>(v, d, bytes(0), radius);
      expect(difference<T>(v, want, d)).toBe(-1, `again: kind ${kind}, d = ${d}`);
      expect(intact()).toBe(true, `kind ${kind}, d = ${d}`);
    }
  }
}

function hand<T>(values: StaticArray<f64>, radius: T, want: StaticArray<f64>): void {
  reset();
  const v = list<T>(values);
  projectLinfBall<T>(v, values.length, bytes(0), radius);
  expect(difference<T>(v, list<T>(want), values.length)).toBe(-1, `radius ${radius}`);
}

function byHand<T>(): void {
  hand<T>([0.5, -2, 0, 4, 1], <T>1, [0.5, -1, 0, 1, 1]);
  hand<T>([-0.0, 0, -0.0, 3, -0.0], <T>2, [-0.0, 0, -0.0, 2, -0.0]);
  hand<T>([Infinity, -Infinity, 1, Infinity, -Infinity], <T>2, [2, -2, 1, 2, -2]);
  hand<T>([1e30, -1e-30, 1e-30], <T>Infinity, [1e30, -1e-30, 1e-30]);
}

describe("projectLinfBall", () => {
  test("f32: values by hand", () => byHand<f32>());
  test("f64: values by hand", () => byHand<f64>());
  test("f32: a plain clamp, every d, and unchanged by a second one", () => every<f32>());
  test("f64: a plain clamp, every d, and unchanged by a second one", () => every<f64>());
});
