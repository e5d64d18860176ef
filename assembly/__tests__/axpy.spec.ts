import { axpy, axpy4 } from "../micro/axpy";
import { array, copy, difference, get, intact, reset, set } from "./support/memory";
import { real, reals } from "./support/numbers";

// Element by element there is one order of operations, so reals must agree to the last bit too.
function one<T>(): void {
  for (let d = 0; d <= 33; d++) {
    reset();
    const psi = <T>real();
    const x = reals<T>(d);
    const g = reals<T>(d);
    const want = copy<T>(g, d);
    for (let j = 0; j < d; j++) set<T>(want, j, get<T>(want, j) + psi * get<T>(x, j));
    axpy<T>(psi, x, g, d);
    expect(difference<T>(g, want, d)).toBe(-1, `d = ${d}`);
    expect(intact()).toBe(true, `d = ${d}`);
  }
}

function addresses(a: usize, b: usize, c: usize, d: usize): usize {
  const rows = array<u32>(4);
  store<usize>(rows, a);
  store<usize>(rows, b, sizeof<usize>());
  store<usize>(rows, c, 2 * sizeof<usize>());
  store<usize>(rows, d, 3 * sizeof<usize>());
  return rows;
}

function four<T>(): void {
  for (let d = 0; d <= 101; d++) {
    reset();
    const p = reals<T>(4);
    const a = reals<T>(d);
    const b = reals<T>(d);
    const c = reals<T>(d);
    const e = reals<T>(d);
    const g = reals<T>(d);
    const want = copy<T>(g, d);
    for (let j = 0; j < d; j++) {
      const left: T = get<T>(p, 0) * get<T>(a, j) + get<T>(p, 1) * get<T>(b, j);
      const right: T = get<T>(p, 2) * get<T>(c, j) + get<T>(p, 3) * get<T>(e, j);
      set<T>(want, j, get<T>(want, j) + (left + right));
    }
    axpy4<T>(p, addresses(a, b, c, e), g, d);
    expect(difference<T>(g, want, d)).toBe(-1, `d = ${d}`);
    expect(intact()).toBe(true, `d = ${d}`);
  }
}

// The queue of the gradient may hold one row after another of the same memory.
function sameRow<T>(): void {
  for (let d = 1; d <= 33; d++) {
    reset();
    const x = reals<T>(d);
    const g = reals<T>(d);
    const before = copy<T>(g, d);
    const p = array<T>(4);
    for (let k = 0; k < 4; k++) set<T>(p, k, k % 2 == 0 ? <T>(k + 1) : <T>-k);
    axpy4<T>(p, addresses(x, x, x, x), g, d);
    expect(difference<T>(g, before, d)).toBe(-1, `d = ${d}`);
  }
}

describe("axpy", () => {
  test("f32: a plain loop, to the last bit", () => one<f32>());
  test("f64: a plain loop, to the last bit", () => one<f64>());
});

describe("axpy4", () => {
  test("f32: a plain loop, to the last bit", () => four<f32>());
  test("f64: a plain loop, to the last bit", () => four<f64>());
  test("f32: weights that cancel leave g as it was", () => sameRow<f32>());
  test("f64: weights that cancel leave g as it was", () => sameRow<f64>());
});
