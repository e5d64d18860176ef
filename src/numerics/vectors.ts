// The few vector operations of which the linear algebra is made.

/** ⟨a, b⟩ over the entries from `start`. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>, start = 0): number {
  let sum = 0;
  for (let j = start; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}

/** y ← y + t x over the entries from `start`. */
export function addMultiple(y: Float64Array, t: number, x: ArrayLike<number>, start = 0): void {
  for (let j = start; j < y.length; j++) y[j] += t * x[j];
}
