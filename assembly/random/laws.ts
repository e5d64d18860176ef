// Other laws of rows, made of normals in place: rows begin … end − 1, `pitch` bytes apart. Each number is computed in
// f64 and rounded once, as src/data/planted.ts does: the same bits.

/** x_j ← −1 where x_j < 0, else 1. */
export function toSigns<T>(X: usize, pitch: usize, begin: i32, end: i32, d: i32): void {
  for (let i = begin; i < end; i++) {
    const x = X + (<usize>i) * pitch;
    for (let p = x, stop = x + (<usize>d) * sizeof<T>(); p < stop; p += sizeof<T>()) {
      store<T>(p, load<T>(p) < 0 ? <T>-1 : <T>1);
    }
  }
}

/** x_j ← x_j + shift. */
export function shiftRows<T>(X: usize, pitch: usize, begin: i32, end: i32, d: i32, shift: f64): void {
  for (let i = begin; i < end; i++) {
    const x = X + (<usize>i) * pitch;
    for (let p = x, stop = x + (<usize>d) * sizeof<T>(); p < stop; p += sizeof<T>()) {
      store<T>(p, <T>(<f64>load<T>(p) + shift));
    }
  }
}

/** x_j ← ρ x_{j−1} + fresh x_j for j = 1, 2, …, x_{j−1} the new one. */
export function correlateRows<T>(
  X: usize, pitch: usize, begin: i32, end: i32, d: i32, rho: f64, fresh: f64,
): void {
  for (let i = begin; i < end; i++) {
    const x = X + (<usize>i) * pitch;
    let last = <f64>load<T>(x);
    for (let p = x + sizeof<T>(), stop = x + (<usize>d) * sizeof<T>(); p < stop; p += sizeof<T>()) {
      const next = <T>(rho * last + fresh * <f64>load<T>(p));
      store<T>(p, next);
      last = <f64>next;
    }
  }
}
