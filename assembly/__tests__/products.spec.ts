import { addProducts } from "../macro/products";
import { array, get, intact, reset, set } from "./support/memory";

function products<T>(): void {
  const d = 7;
  const stride = d + 1;
  for (let n = 0; n <= 9; n++) {
    for (let s = 0; s <= d; s++) {
      for (let begin = 0; begin <= n; begin += 2) {
        reset();
        const X = array<T>(n * stride);
        for (let k = 0; k < n * stride; k++) set<T>(X, k, <T>((k * 29) % 13 - 6) / 3);
        const support = array<i32>(s);
        const weights = array<f64>(s);
        for (let k = 0; k < s; k++) {
          set<i32>(support, k, (3 * k) % d);
          set<f64>(weights, k, 1 / <f64>(k + 2));
        }
        const z = array<f64>(n - begin);
        for (let i = 0; i < n - begin; i++) set<f64>(z, i, <f64>i / 7);
        addProducts<T>(X, (<usize>stride) * sizeof<T>(), begin, n, support, weights, s, z);
        for (let i = begin; i < n; i++) {
          let want = <f64>(i - begin) / 7;
          for (let k = 0; k < s; k++) {
            want += <f64>get<T>(X, i * stride + get<i32>(support, k)) * get<f64>(weights, k);
          }
          expect(get<f64>(z, i - begin)).toBe(want, `row ${i} of ${n}, ${s} of ${d} columns`);
        }
        expect(intact()).toBe(true);
      }
    }
  }
}

describe("addProducts", () => {
  test("f32: has the bits of a plain loop in f64", () => products<f32>());
  test("f64: has the bits of a plain loop", () => products<f64>());
});
