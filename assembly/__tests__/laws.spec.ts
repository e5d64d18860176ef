import { correlateRows, shiftRows, toSigns } from "../random/laws";
import { array, get, intact, reset, set } from "./support/memory";

// Not literals: beside an f32 those would be f32.
const SHIFT: f64 = 0.1;
const RHO: f64 = 0.6;
const FRESH: f64 = 0.8;

// Rows begin … end − 1 of n rows, three numbers of gap after each: what is in the gaps and in other rows stays.
function law<T>(kind: i32): void {
  const n = 5;
  for (let d = 1; d <= 9; d++) {
    for (let begin = 0; begin <= 2; begin++) {
      reset();
      const end = 4;
      const stride = d + 3;
      const pitch = (<usize>stride) * sizeof<T>();
      const X = array<T>(n * stride);
      const was = array<T>(n * stride);
      for (let k = 0; k < n * stride; k++) {
        const value = <T>((k * 37) % 11 - 5) / 4;
        set<T>(X, k, value);
        set<T>(was, k, value);
      }
      if (kind == 0) toSigns<T>(X, pitch, begin, end, d);
      else if (kind == 1) shiftRows<T>(X, pitch, begin, end, d, SHIFT);
      else correlateRows<T>(X, pitch, begin, end, d, RHO, FRESH);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < stride; j++) {
          const k = i * stride + j;
          const x = get<T>(was, k);
          let want = x;
          if (i >= begin && i < end && j < d) {
            if (kind == 0) want = x < 0 ? -1 : 1;
            else if (kind == 1) want = <T>(<f64>x + SHIFT);
            else if (j > 0) want = <T>(RHO * <f64>get<T>(X, k - 1) + FRESH * <f64>x);
          }
          expect(get<T>(X, k)).toBe(want, `row ${i}, column ${j} of ${d}`);
        }
      }
      expect(intact()).toBe(true);
    }
  }
}

describe("laws of rows", () => {
  test("f32: signs", () => law<f32>(0));
  test("f64: signs", () => law<f64>(0));
  test("f32: a shift, rounded once", () => law<f32>(1));
  test("f64: a shift", () => law<f64>(1));
  test("f32: each number goes on from the one before it", () => law<f32>(2));
  test("f64: each number goes on from the one before it", () => law<f64>(2));
});
