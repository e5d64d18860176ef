// Vector arithmetic that neither overflows nor underflows, for tests from 1e-150 to 1e150.

/** max |a_j|. */
export function largest(a: ArrayLike<number>): number {
  let most = 0;
  for (let j = 0; j < a.length; j++) most = Math.max(most, Math.abs(a[j]));
  return most;
}

/** ‖a‖₁. */
export function manhattan(a: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += Math.abs(a[j]);
  return sum;
}

/** ‖a‖₂. */
export function euclidean(a: Float64Array): number {
  const most = largest(a);
  if (most === 0 || !Number.isFinite(most)) return most;
  let squares = 0;
  for (let j = 0; j < a.length; j++) squares += (a[j] / most) ** 2;
  return most * Math.sqrt(squares);
}

export const minus = (a: Float64Array, b: Float64Array): Float64Array => a.map((x, j) => x - b[j]);

export const times = (t: number, a: Float64Array): Float64Array => a.map((x) => t * x);

/** ⟨a, b⟩ / (‖a‖ ‖b‖), and 0 where either is 0. */
export function cosine(a: Float64Array, b: Float64Array): number {
  const [sizeA, sizeB] = [euclidean(a), euclidean(b)];
  if (sizeA === 0 || sizeB === 0) return 0;
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j] / sizeA) * (b[j] / sizeB);
  return sum;
}

/** max |a_j − b_j|; infinite where an entry is not a number. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let most = 0;
  for (let j = 0; j < a.length; j++) {
    const gap = Math.abs(a[j] - b[j]);
    if (!(gap <= most)) most = Number.isNaN(gap) ? Infinity : gap;
  }
  return most;
}
