// Pseudo-random numbers, the same in every run. Small integers make every sum of the kernels exact, so that the
// order of additions does not matter and a plain loop must agree to the last bit.

import { array, set } from "./memory";

let state: u32 = 0x9e3779b9;

function next(): u32 {
  state ^= state << 13;
  state ^= state >> 17;
  state ^= state << 5;
  return state;
}

/** An integer of low … high. */
export function integer(low: i32, high: i32): i32 {
  return low + <i32>(next() % <u32>(high - low + 1));
}

/** In (−1, 1). */
export function real(): f64 {
  return (<f64>next() / 4294967296.0) * 2.0 - 1.0;
}

/** A new array of n integers of −4 … 4. */
export function integers<T>(n: i32): usize {
  const p = array<T>(n);
  for (let i = 0; i < n; i++) set<T>(p, i, <T>integer(-4, 4));
  return p;
}

/** A new array of n numbers of (−1, 1). */
export function reals<T>(n: i32): usize {
  const p = array<T>(n);
  for (let i = 0; i < n; i++) set<T>(p, i, <T>real());
  return p;
}
