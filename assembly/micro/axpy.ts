// g ← g + ψ x for one row, and for four rows in one pass over g.
//
// Four rows a pass: g is loaded and stored once for four rows of X, so the pass is bound by reading X.

import { lanes } from "./lanes";

/** g ← g + ψ x over d elements. */
// @ts-ignore: decorator
@inline
export function axpy<T>(psi: T, x: usize, g: usize, d: i32): void {
  const step: i32 = lanes<T>();
  const p = v128.splat<T>(psi);
  let j = 0;
  for (; j + step <= d; j += step) {
    v128.store(g, v128.add<T>(v128.load(g), v128.mul<T>(p, v128.load(x))));
    x += 16;
    g += 16;
  }
  for (; j < d; j++) {
    store<T>(g, load<T>(g) + psi * load<T>(x));
    x += sizeof<T>();
    g += sizeof<T>();
  }
}

/** g ← g + ((ψ₀ x₀ + ψ₁ x₁) + (ψ₂ x₂ + ψ₃ x₃)) over d elements. weights: four ψ; rows: four addresses. */
// @ts-ignore: decorator
@inline
export function axpy4<T>(weights: usize, rows: usize, g: usize, d: i32): void {
  // Loaded as vectors: what is computed from a scalar before a loop, V8 computes again in every turn of it.
  const p0 = splat<T>(weights);
  const p1 = splat<T>(weights + sizeof<T>());
  const p2 = splat<T>(weights + 2 * sizeof<T>());
  const p3 = splat<T>(weights + 3 * sizeof<T>());
  const x0 = load<usize>(rows);
  const x1 = load<usize>(rows, sizeof<usize>());
  const x2 = load<usize>(rows, 2 * sizeof<usize>());
  const x3 = load<usize>(rows, 3 * sizeof<usize>());
  let k: usize = 0;
  // Eight vectors a turn, which costs addresses and a check of the stack; each is stored before the next is loaded, so
  // that they share registers.
  const turns: usize = (<usize>(d / (8 * lanes<T>()))) << 7;
  for (; k < turns; k += 128) {
    const a0 = x0 + k;
    const a1 = x1 + k;
    const a2 = x2 + k;
    const a3 = x3 + k;
    const to = g + k;
    v128.store(to, v128.add<T>(v128.load(to), sum4<T>(p0, a0, p1, a1, p2, a2, p3, a3, 0)));
    v128.store(to, v128.add<T>(v128.load(to, 16), sum4<T>(p0, a0, p1, a1, p2, a2, p3, a3, 16)), 16);
    v128.store(to, v128.add<T>(v128.load(to, 32), sum4<T>(p0, a0, p1, a1, p2, a2, p3, a3, 32)), 32);
    v128.store(to, v128.add<T>(v128.load(to, 48), sum4<T>(p0, a0, p1, a1, p2, a2, p3, a3, 48)), 48);
    v128.store(to, v128.add<T>(v128.load(to, 64), sum4<T>(p0, a0, p1, a1, p2, a2, p3, a3, 64)), 64);
    v128.store(to, v128.add<T>(v128.load(to, 80), sum4<T>(p0, a0, p1, a1, p2, a2, p3, a3, 80)), 80);
    v128.store(to, v128.add<T>(v128.load(to, 96), sum4<T>(p0, a0, p1, a1, p2, a2, p3, a3, 96)), 96);
    v128.store(to, v128.add<T>(v128.load(to, 112), sum4<T>(p0, a0, p1, a1, p2, a2, p3, a3, 112)), 112);
  }
  const end = (<usize>d) * sizeof<T>();
  for (; k + 16 <= end; k += 16) {
    const sum = sum4<T>(p0, x0 + k, p1, x1 + k, p2, x2 + k, p3, x3 + k, 0);
    v128.store(g + k, v128.add<T>(v128.load(g + k), sum));
  }
  for (; k < end; k += sizeof<T>()) {
    const front: T = load<T>(weights) * load<T>(x0 + k) + load<T>(weights + sizeof<T>()) * load<T>(x1 + k);
    const back: T =
      load<T>(weights + 2 * sizeof<T>()) * load<T>(x2 + k) + load<T>(weights + 3 * sizeof<T>()) * load<T>(x3 + k);
    store<T>(g + k, load<T>(g + k) + (front + back));
  }
}

// @ts-ignore: decorator
@inline
function splat<T>(address: usize): v128 {
  return sizeof<T>() == 4 ? v128.load32_splat(address) : v128.load64_splat(address);
}

// @ts-ignore: decorator
@inline
function sum4<T>(
  p0: v128, x0: usize, p1: v128, x1: usize, p2: v128, x2: usize, p3: v128, x3: usize, offset: usize,
): v128 {
  return v128.add<T>(
    v128.add<T>(v128.mul<T>(p0, v128.load(x0 + offset)), v128.mul<T>(p1, v128.load(x1 + offset))),
    v128.add<T>(v128.mul<T>(p2, v128.load(x2 + offset)), v128.mul<T>(p3, v128.load(x3 + offset))),
  );
}
