// The O(d) steps between two gradients. Sums are f64 whatever T is.

import { lanes, sumLanes } from "../micro/lanes";

/** out = w − μ g. out may be w. */
export function step<T>(w: usize, g: usize, mu: T, out: usize, d: i32): void {
  const m = v128.splat<T>(mu);
  let j = 0;
  for (; j + lanes<T>() <= d; j += lanes<T>()) {
    v128.store(out, v128.sub<T>(v128.load(w), v128.mul<T>(m, v128.load(g))));
    w += 16;
    g += 16;
    out += 16;
  }
  for (; j < d; j++) {
    store<T>(out, load<T>(w) - mu * load<T>(g));
    w += sizeof<T>();
    g += sizeof<T>();
    out += sizeof<T>();
  }
}

/** out = c a; answers 0 where every a_j is finite, NaN otherwise. out may be a. */
export function scale<T>(a: usize, c: T, out: usize, d: i32): f64 {
  const factor = v128.splat<T>(c);
  const zero = v128.splat<T>(<T>0);
  let checks = zero;
  let j = 0;
  for (; j + lanes<T>() <= d; j += lanes<T>()) {
    const value = v128.load(a);
    checks = v128.add<T>(checks, v128.mul<T>(value, zero));
    v128.store(out, v128.mul<T>(value, factor));
    a += 16;
    out += 16;
  }
  let check = sumLanes<T>(checks);
  for (; j < d; j++) {
    const value = load<T>(a);
    check += value * <T>0;
    store<T>(out, value * c);
    a += sizeof<T>();
    out += sizeof<T>();
  }
  return <f64>check;
}

/** ⟨a, b⟩ in f64, two accumulators. */
export function inner<T>(a: usize, b: usize, d: i32): f64 {
  let s: f64 = 0;
  let t: f64 = 0;
  let j = 0;
  for (; j + 2 <= d; j += 2) {
    s += <f64>load<T>(a) * <f64>load<T>(b);
    t += <f64>load<T>(a + sizeof<T>()) * <f64>load<T>(b + sizeof<T>());
    a += 2 * sizeof<T>();
    b += 2 * sizeof<T>();
  }
  if (j < d) s += <f64>load<T>(a) * <f64>load<T>(b);
  return s + t;
}

/** ‖a − b‖² in f64, two accumulators. */
export function squaredDistance<T>(a: usize, b: usize, d: i32): f64 {
  let s: f64 = 0;
  let t: f64 = 0;
  let j = 0;
  for (; j + 2 <= d; j += 2) {
    const u = <f64>load<T>(a) - <f64>load<T>(b);
    const v = <f64>load<T>(a + sizeof<T>()) - <f64>load<T>(b + sizeof<T>());
    s += u * u;
    t += v * v;
    a += 2 * sizeof<T>();
    b += 2 * sizeof<T>();
  }
  if (j < d) {
    const u = <f64>load<T>(a) - <f64>load<T>(b);
    s += u * u;
  }
  return s + t;
}
