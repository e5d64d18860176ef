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
  const quads: usize = (<usize>(d / (4 * step))) << 6;
  for (; k < quads; k += 64) {
    const a0 = x0 + k;
    const a1 = x1 + k;
    const a2 = x2 + k;
    const a3 = x3 + k;
    const to = g + k;
    const s0 = v128.add<T>(
      v128.add<T>(v128.mul<T>(p0, v128.load(a0)), v128.mul<T>(p1, v128.load(a1))),
      v128.add<T>(v128.mul<T>(p2, v128.load(a2)), v128.mul<T>(p3, v128.load(a3))),
    );
    v128.store(to, v128.add<T>(v128.load(to), s0));
    const s16 = v128.add<T>(
      v128.add<T>(v128.mul<T>(p0, v128.load(a0, 16)), v128.mul<T>(p1, v128.load(a1, 16))),
      v128.add<T>(v128.mul<T>(p2, v128.load(a2, 16)), v128.mul<T>(p3, v128.load(a3, 16))),
    );
    v128.store(to, v128.add<T>(v128.load(to, 16), s16), 16);
    const s32 = v128.add<T>(
      v128.add<T>(v128.mul<T>(p0, v128.load(a0, 32)), v128.mul<T>(p1, v128.load(a1, 32))),
      v128.add<T>(v128.mul<T>(p2, v128.load(a2, 32)), v128.mul<T>(p3, v128.load(a3, 32))),
    );
    v128.store(to, v128.add<T>(v128.load(to, 32), s32), 32);
    const s48 = v128.add<T>(
      v128.add<T>(v128.mul<T>(p0, v128.load(a0, 48)), v128.mul<T>(p1, v128.load(a1, 48))),
      v128.add<T>(v128.mul<T>(p2, v128.load(a2, 48)), v128.mul<T>(p3, v128.load(a3, 48))),
    );
    v128.store(to, v128.add<T>(v128.load(to, 48), s48), 48);
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
