// Rows that wait until four of them share one pass over the sum g. In memory: their addresses, from byte 128 on their
// weights; at most three from before and a group of 16.

import { axpy4 } from "../micro/axpy";

const WEIGHTS: usize = 128;

/** Takes the row in where ψ is not exactly 0, without a branch that half of the rows would mispredict. Answers how many wait. */
// @ts-ignore: decorator
@inline
export function enqueue<T>(queue: usize, count: i32, x: usize, psi: T): i32 {
  store<usize>(queue + (<usize>count) * sizeof<usize>(), x);
  store<T>(queue + WEIGHTS + (<usize>count) * sizeof<T>(), psi);
  return count + i32(psi != <T>0);
}

/** g ← g + Σ ψ x over the first rows, four at a time; answers how many are left, at most three. */
export function drain<T>(queue: usize, count: i32, g: usize, d: i32): i32 {
  let head: usize = 0;
  for (; count >= 4; count -= 4) {
    axpy4<T>(queue + WEIGHTS + head * sizeof<T>(), queue + head * sizeof<usize>(), g, d);
    head += 4;
  }
  for (let i: usize = 0; i < <usize>count; i++) {
    store<usize>(queue + i * sizeof<usize>(), load<usize>(queue + (head + i) * sizeof<usize>()));
    store<T>(queue + WEIGHTS + i * sizeof<T>(), load<T>(queue + WEIGHTS + (head + i) * sizeof<T>()));
  }
  return count;
}

/** g ← g + Σ ψ x over the rows left: one pass, filled up with the first row at weight 0, which adds nothing. */
export function flush<T>(queue: usize, count: i32, g: usize, d: i32): void {
  if (count == 0) return;
  for (; count < 4; count++) {
    store<usize>(queue + (<usize>count) * sizeof<usize>(), load<usize>(queue));
    store<T>(queue + WEIGHTS + (<usize>count) * sizeof<T>(), <T>0);
  }
  drain<T>(queue, 4, g, d);
}
