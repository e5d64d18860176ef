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

/** g ← g + ((ψ₀ x₀ + ψ₁ x₁) + (ψ₂ x₂ + ψ₃ x₃)) over d elements. */
// @ts-ignore: decorator
@inline
export function axpy4<T>(
  psi0: T, x0: usize,
  psi1: T, x1: usize,
  psi2: T, x2: usize,
  psi3: T, x3: usize,
  g: usize, d: i32,
): void {
  const step: i32 = lanes<T>();
  const p0 = v128.splat<T>(psi0);
  const p1 = v128.splat<T>(psi1);
  const p2 = v128.splat<T>(psi2);
  const p3 = v128.splat<T>(psi3);
  let k: usize = 0;
  const pairs: usize = (<usize>(d / (2 * step))) << 5;
  for (; k < pairs; k += 32) {
    const g0 = v128.add<T>(
      v128.add<T>(v128.mul<T>(p0, v128.load(x0 + k)), v128.mul<T>(p1, v128.load(x1 + k))),
      v128.add<T>(v128.mul<T>(p2, v128.load(x2 + k)), v128.mul<T>(p3, v128.load(x3 + k))),
    );
    v128.store(g + k, v128.add<T>(v128.load(g + k), g0));
    const g1 = v128.add<T>(
      v128.add<T>(v128.mul<T>(p0, v128.load(x0 + k, 16)), v128.mul<T>(p1, v128.load(x1 + k, 16))),
      v128.add<T>(v128.mul<T>(p2, v128.load(x2 + k, 16)), v128.mul<T>(p3, v128.load(x3 + k, 16))),
    );
    v128.store(g + k, v128.add<T>(v128.load(g + k, 16), g1), 16);
  }
  const end = (<usize>d) * sizeof<T>();
  for (; k < end; k += sizeof<T>()) {
    store<T>(
      g + k,
      load<T>(g + k) +
        (psi0 * load<T>(x0 + k) + psi1 * load<T>(x1 + k) +
          (psi2 * load<T>(x2 + k) + psi3 * load<T>(x3 + k))),
    );
  }
}
