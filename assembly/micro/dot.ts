// z = ⟨x, w⟩ for one row, and for six rows at once.
//
// Six rows share every load of w and give six independent sums, which is what hides the latency of an addition. Not
// more: V8 puts all loads of a turn before its arithmetic, and x64 has 16 registers for six sums, six vectors of X and
// one of w. With eight rows, or two vectors a turn, it spilled them to the stack (1.5 times as long).

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

/** out[r] = ⟨x_r, w⟩ for the six rows x, x + pitch, …, x + 5 pitch; pitch in bytes. */
// @ts-ignore: decorator
@inline
export function dot6<T>(x: usize, pitch: usize, w: usize, d: i32, out: usize): void {
  let a0 = v128.splat<T>(<T>0);
  let a1 = v128.splat<T>(<T>0);
  let a2 = v128.splat<T>(<T>0);
  let a3 = v128.splat<T>(<T>0);
  let a4 = v128.splat<T>(<T>0);
  let a5 = v128.splat<T>(<T>0);
  // One pointer walks; the five others are one instruction from it, and need no register across turns.
  const vectors = w + ((<usize>(d / lanes<T>())) << 4);
  for (; w < vectors; w += 16) {
    const u = v128.load(w);
    const x1 = x + pitch;
    const x2 = x + 2 * pitch;
    a0 = v128.add<T>(a0, v128.mul<T>(v128.load(x), u));
    a1 = v128.add<T>(a1, v128.mul<T>(v128.load(x1), u));
    a2 = v128.add<T>(a2, v128.mul<T>(v128.load(x2), u));
    a3 = v128.add<T>(a3, v128.mul<T>(v128.load(x1 + 2 * pitch), u));
    a4 = v128.add<T>(a4, v128.mul<T>(v128.load(x + 4 * pitch), u));
    a5 = v128.add<T>(a5, v128.mul<T>(v128.load(x1 + 4 * pitch), u));
    x += 16;
  }
  let z0 = sumLanes<T>(a0);
  let z1 = sumLanes<T>(a1);
  let z2 = sumLanes<T>(a2);
  let z3 = sumLanes<T>(a3);
  let z4 = sumLanes<T>(a4);
  let z5 = sumLanes<T>(a5);
  for (let left = d % lanes<T>(); left > 0; left--) {
    const u = load<T>(w);
    z0 += load<T>(x) * u;
    z1 += load<T>(x + pitch) * u;
    z2 += load<T>(x + 2 * pitch) * u;
    z3 += load<T>(x + 3 * pitch) * u;
    z4 += load<T>(x + 4 * pitch) * u;
    z5 += load<T>(x + 5 * pitch) * u;
    x += sizeof<T>();
    w += sizeof<T>();
  }
  store<T>(out, z0);
  store<T>(out + sizeof<T>(), z1);
  store<T>(out + 2 * sizeof<T>(), z2);
  store<T>(out + 3 * sizeof<T>(), z3);
  store<T>(out + 4 * sizeof<T>(), z4);
  store<T>(out + 5 * sizeof<T>(), z5);
}
