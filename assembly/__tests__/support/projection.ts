// Inputs that the projections are tried on.

import { array, get, set } from "./memory";
import { integer, real } from "./numbers";

/** How many kinds `vector` knows. */
export const KINDS: i32 = 7;

/** A new array of d numbers of one kind: reals, ties, increasing, decreasing, equal, one large, many magnitudes. */
export function vector<T>(kind: i32, d: i32): usize {
  const p = array<T>(d);
  const large = integer(0, max(d - 1, 0));
  for (let j = 0; j < d; j++) {
    let x = real();
    if (kind == 1) x = <f64>integer(-3, 3);
    else if (kind == 2) x += <f64>(2 * j);
    else if (kind == 3) x += <f64>(2 * (d - j));
    else if (kind == 4) x = integer(0, 1) == 0 ? -1.5 : 1.5;
    else if (kind == 5 && j == large) x = -1000;
    else if (kind == 6) x *= 10.0 ** <f64>integer(-9, 9);
    set<T>(p, j, <T>x);
  }
  return p;
}

/** Σ|vⱼ|. */
export function l1<T>(v: usize, d: i32): f64 {
  let sum: f64 = 0;
  for (let j = 0; j < d; j++) sum += abs(<f64>get<T>(v, j));
  return sum;
}

/** √Σvⱼ², for numbers whose squares are in range. */
export function l2<T>(v: usize, d: i32): f64 {
  let sum: f64 = 0;
  for (let j = 0; j < d; j++) sum += <f64>get<T>(v, j) * <f64>get<T>(v, j);
  return sqrt(sum);
}

/** max|vⱼ|. */
export function linf<T>(v: usize, d: i32): f64 {
  let largest: f64 = 0;
  for (let j = 0; j < d; j++) largest = max(largest, abs(<f64>get<T>(v, j)));
  return largest;
}
