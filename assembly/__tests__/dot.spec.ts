import { dot, dot6 } from "../micro/dot";
import { array, bytes, get, intact, reset, set, unit } from "./support/memory";
import { integer, integers, reals } from "./support/numbers";

function plain<T>(x: usize, w: usize, d: i32): f64 {
  let sum: f64 = 0;
  for (let j = 0; j < d; j++) sum += <f64>get<T>(x, j) * <f64>get<T>(w, j);
  return sum;
}

function exact<T>(): void {
  for (let d = 0; d <= 33; d++) {
    reset();
    const x = integers<T>(d);
    const w = integers<T>(d);
    expect(<f64>dot<T>(x, w, d)).toBe(plain<T>(x, w, d), `d = ${d}`);
    expect(intact()).toBe(true, `d = ${d}`);
  }
}

function rounded<T>(): void {
  for (let d = 1; d <= 33; d++) {
    reset();
    const x = reals<T>(d);
    const w = reals<T>(d);
    const error = abs(<f64>dot<T>(x, w, d) - plain<T>(x, w, d));
    expect(error).toBeLessThanOrEqual(2 * <f64>(d * d) * unit<T>(), `d = ${d}`);
  }
}

function six<T>(): void {
  for (let padding: usize = 0; padding <= 17; padding++) {
    for (let d = 0; d <= 33; d++) {
      reset();
      const pitch = (<usize>d) * sizeof<T>() + padding;
      const X = bytes(6 * pitch);
      for (let r: usize = 0; r < 6; r++) {
        for (let j = 0; j < d; j++) set<T>(X + r * pitch, j, <T>integer(-4, 4));
      }
      const w = integers<T>(d);
      const out = array<T>(6);
      dot6<T>(X, pitch, w, d, out);
      for (let r = 0; r < 6; r++) {
        expect(<f64>get<T>(out, r)).toBe(plain<T>(X + (<usize>r) * pitch, w, d), `d = ${d}, row ${r}`);
      }
      expect(intact()).toBe(true, `d = ${d}`);
    }
  }
}

// A row of the six must not see another one, whatever that one holds.
function apart<T>(): void {
  for (let d = 1; d <= 33; d++) {
    reset();
    const pitch = (<usize>d) * sizeof<T>();
    const X = integers<T>(6 * d);
    const w = integers<T>(d);
    const out = array<T>(6);
    for (let bad = 0; bad < 6; bad++) {
      const kept = get<T>(X, bad * d + d - 1);
      set<T>(X, bad * d + d - 1, <T>NaN);
      dot6<T>(X, pitch, w, d, out);
      for (let r = 0; r < 6; r++) expect(isNaN<T>(get<T>(out, r))).toBe(r == bad, `d = ${d}, row ${r}`);
      set<T>(X, bad * d + d - 1, kept);
    }
  }
}

// A row's z must not depend on the rows that happen to share a group with it: threads begin theirs elsewhere.
function alike<T>(): void {
  for (let d = 0; d <= 33; d++) {
    reset();
    const pitch = (<usize>d) * sizeof<T>();
    const X = reals<T>(6 * d);
    const w = reals<T>(d);
    const out = array<T>(6);
    dot6<T>(X, pitch, w, d, out);
    for (let r = 0; r < 6; r++) {
      expect(get<T>(out, r)).toBe(dot<T>(X + (<usize>r) * pitch, w, d), `d = ${d}, row ${r}`);
    }
  }
}

describe("dot", () => {
  test("f32: a plain loop over integers, to the last bit", () => exact<f32>());
  test("f64: a plain loop over integers, to the last bit", () => exact<f64>());
  test("f32: a plain loop over reals, within the rounding", () => rounded<f32>());
  test("f64: a plain loop over reals, within the rounding", () => rounded<f64>());
});

describe("dot6", () => {
  test("f32: six plain loops at every pitch", () => six<f32>());
  test("f64: six plain loops at every pitch", () => six<f64>());
  test("f32: the bits of dot", () => alike<f32>());
  test("f64: the bits of dot", () => alike<f64>());
  test("f32: NaN stays in its row", () => apart<f32>());
  test("f64: NaN stays in its row", () => apart<f64>());
});
