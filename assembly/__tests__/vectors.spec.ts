import { inner, scale, squaredDistance, step } from "../macro/vectors";
import { array, copy, difference, get, intact, list, reset, set } from "./support/memory";
import { integers, real, reals } from "./support/numbers";

function steps<T>(): void {
  for (let d = 0; d <= 33; d++) {
    reset();
    const mu = <T>real();
    const w = reals<T>(d);
    const g = reals<T>(d);
    const start = copy<T>(w, d);
    const want = array<T>(d);
    for (let j = 0; j < d; j++) set<T>(want, j, get<T>(w, j) - mu * get<T>(g, j));
    const out = array<T>(d);
    step<T>(w, g, mu, out, d);
    expect(difference<T>(out, want, d)).toBe(-1, `d = ${d}`);
    expect(difference<T>(w, start, d)).toBe(-1, `w, d = ${d}`);
    step<T>(w, g, mu, w, d);
    expect(difference<T>(w, want, d)).toBe(-1, `in place, d = ${d}`);
    expect(intact()).toBe(true, `d = ${d}`);
  }
}

function scales<T>(): void {
  for (let d = 0; d <= 33; d++) {
    reset();
    const c = <T>real();
    const g = reals<T>(d);
    const want = copy<T>(g, d);
    for (let j = 0; j < d; j++) set<T>(want, j, get<T>(want, j) * c);
    expect(scale<T>(g, c, g, d)).toBe(0, `d = ${d}`);
    expect(difference<T>(g, want, d)).toBe(-1, `d = ${d}`);
    expect(intact()).toBe(true, `d = ${d}`);
  }
}

function scaleCheck<T>(): void {
  for (let d = 1; d <= 33; d++) {
    for (let bad = 0; bad < d; bad++) {
      reset();
      const g = reals<T>(d);
      const values = list<T>([NaN, Infinity, -Infinity]);
      set<T>(g, bad, get<T>(values, bad % 3));
      expect(isNaN(scale<T>(g, <T>0.5, g, d))).toBe(true, `${bad} of ${d}`);
    }
  }
}

function products<T>(): void {
  for (let d = 0; d <= 33; d++) {
    reset();
    const a = integers<T>(d);
    const b = integers<T>(d);
    let product: f64 = 0;
    let distance: f64 = 0;
    for (let j = 0; j < d; j++) {
      const x = <f64>get<T>(a, j);
      const y = <f64>get<T>(b, j);
      product += x * y;
      distance += (x - y) * (x - y);
    }
    expect(inner<T>(a, b, d)).toBe(product, `d = ${d}`);
    expect(squaredDistance<T>(a, b, d)).toBe(distance, `d = ${d}`);
    expect(squaredDistance<T>(a, a, d)).toBe(0, `d = ${d}`);
    expect(intact()).toBe(true, `d = ${d}`);
  }
}

function rounded<T>(): void {
  for (let d = 1; d <= 33; d++) {
    reset();
    const a = reals<T>(d);
    const b = reals<T>(d);
    let product: f64 = 0;
    let distance: f64 = 0;
    for (let j = 0; j < d; j++) {
      const x = <f64>get<T>(a, j);
      const y = <f64>get<T>(b, j);
      product += x * y;
      distance += (x - y) * (x - y);
    }
    // Sums in f64 whatever T is.
    expect(abs(inner<T>(a, b, d) - product)).toBeLessThan(1e-13, `d = ${d}`);
    expect(abs(squaredDistance<T>(a, b, d) - distance)).toBeLessThan(1e-13, `d = ${d}`);
  }
}

describe("step", () => {
  test("f32: w − μg to the last bit, in place too", () => steps<f32>());
  test("f64: w − μg to the last bit, in place too", () => steps<f64>());
});

describe("scale", () => {
  test("f32: cg to the last bit, and 0", () => scales<f32>());
  test("f64: cg to the last bit, and 0", () => scales<f64>());
  test("f32: NaN where one entry is not finite", () => scaleCheck<f32>());
  test("f64: NaN where one entry is not finite", () => scaleCheck<f64>());
});

describe("inner and squaredDistance", () => {
  test("f32: plain sums over integers", () => products<f32>());
  test("f64: plain sums over integers", () => products<f64>());
  test("f32: plain sums over reals", () => rounded<f32>());
  test("f64: plain sums over reals", () => rounded<f64>());
});
