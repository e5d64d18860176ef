// z = ⟨x, w⟩ for one row, and for eight rows at once.
//
// Eight rows share every load of w and give eight independent sums, which is what hides the latency of an
// addition. A single row is what is left of a block: short, so it is kept small instead of fast.

import { lanes, sumLanes } from "./lanes";

/** ⟨x, w⟩ over d elements. */
// @ts-ignore: decorator
@inline
export function dot<T>(x: usize, w: usize, d: i32): T {
  const step: i32 = lanes<T>();
  let a = v128.splat<T>(<T>0);
  let j = 0;
  for (; j + step <= d; j += step) {
    a = v128.add<T>(a, v128.mul<T>(v128.load(x), v128.load(w)));
    x += 16;
    w += 16;
  }
  let z = sumLanes<T>(a);
  for (; j < d; j++) {
    z += load<T>(x) * load<T>(w);
    x += sizeof<T>();
    w += sizeof<T>();
  }
  return z;
}

/** out[r] = ⟨x_r, w⟩ for the eight rows x, x + pitch, …, x + 7 pitch; pitch in bytes. */
// @ts-ignore: decorator
@inline
export function dot8<T>(x: usize, pitch: usize, w: usize, d: i32, out: usize): void {
  const step: i32 = lanes<T>();
  let x0 = x;
  let x1 = x0 + pitch;
  let x2 = x1 + pitch;
  let x3 = x2 + pitch;
  let x4 = x3 + pitch;
  let x5 = x4 + pitch;
  let x6 = x5 + pitch;
  let x7 = x6 + pitch;
  let a0 = v128.splat<T>(<T>0);
  let a1 = v128.splat<T>(<T>0);
  let a2 = v128.splat<T>(<T>0);
  let a3 = v128.splat<T>(<T>0);
  let a4 = v128.splat<T>(<T>0);
  let a5 = v128.splat<T>(<T>0);
  let a6 = v128.splat<T>(<T>0);
  let a7 = v128.splat<T>(<T>0);
  // One byte offset walks all eight rows, so the loop adds once a turn.
  let k: usize = 0;
  const pairs: usize = (<usize>(d / (2 * step))) << 5;
  for (; k < pairs; k += 32) {
    const w0 = v128.load(w + k);
    const w1 = v128.load(w + k, 16);
    a0 = v128.add<T>(a0, v128.mul<T>(v128.load(x0 + k), w0));
    a1 = v128.add<T>(a1, v128.mul<T>(v128.load(x1 + k), w0));
    a2 = v128.add<T>(a2, v128.mul<T>(v128.load(x2 + k), w0));
    a3 = v128.add<T>(a3, v128.mul<T>(v128.load(x3 + k), w0));
    a4 = v128.add<T>(a4, v128.mul<T>(v128.load(x4 + k), w0));
    a5 = v128.add<T>(a5, v128.mul<T>(v128.load(x5 + k), w0));
    a6 = v128.add<T>(a6, v128.mul<T>(v128.load(x6 + k), w0));
    a7 = v128.add<T>(a7, v128.mul<T>(v128.load(x7 + k), w0));
    a0 = v128.add<T>(a0, v128.mul<T>(v128.load(x0 + k, 16), w1));
    a1 = v128.add<T>(a1, v128.mul<T>(v128.load(x1 + k, 16), w1));
    a2 = v128.add<T>(a2, v128.mul<T>(v128.load(x2 + k, 16), w1));
    a3 = v128.add<T>(a3, v128.mul<T>(v128.load(x3 + k, 16), w1));
    a4 = v128.add<T>(a4, v128.mul<T>(v128.load(x4 + k, 16), w1));
    a5 = v128.add<T>(a5, v128.mul<T>(v128.load(x5 + k, 16), w1));
    a6 = v128.add<T>(a6, v128.mul<T>(v128.load(x6 + k, 16), w1));
    a7 = v128.add<T>(a7, v128.mul<T>(v128.load(x7 + k, 16), w1));
  }
  let z0 = sumLanes<T>(a0);
  let z1 = sumLanes<T>(a1);
  let z2 = sumLanes<T>(a2);
  let z3 = sumLanes<T>(a3);
  let z4 = sumLanes<T>(a4);
  let z5 = sumLanes<T>(a5);
  let z6 = sumLanes<T>(a6);
  let z7 = sumLanes<T>(a7);
  const end = (<usize>d) * sizeof<T>();
  for (; k < end; k += sizeof<T>()) {
    const wj = load<T>(w + k);
    z0 += load<T>(x0 + k) * wj;
    z1 += load<T>(x1 + k) * wj;
    z2 += load<T>(x2 + k) * wj;
    z3 += load<T>(x3 + k) * wj;
    z4 += load<T>(x4 + k) * wj;
    z5 += load<T>(x5 + k) * wj;
    z6 += load<T>(x6 + k) * wj;
    z7 += load<T>(x7 + k) * wj;
  }
  store<T>(out, z0);
  store<T>(out + sizeof<T>(), z1);
  store<T>(out + 2 * sizeof<T>(), z2);
  store<T>(out + 3 * sizeof<T>(), z3);
  store<T>(out + 4 * sizeof<T>(), z4);
  store<T>(out + 5 * sizeof<T>(), z5);
  store<T>(out + 6 * sizeof<T>(), z6);
  store<T>(out + 7 * sizeof<T>(), z7);
}
