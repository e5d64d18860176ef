// Where vectors are not 0.

import type { Vector } from '../engine/engine.js';

/** Where the first `length` entries of v are not 0, ascending. */
export function supportOf(v: ArrayLike<number>, length: number): Int32Array {
  const support: number[] = [];
  for (let j = 0; j < length; j++) if (v[j] !== 0) support.push(j);
  return Int32Array.from(support);
}

/** Are two supports one? */
export const same = (a: Int32Array, b: Int32Array): boolean =>
  a.length === b.length && a.every((j, k) => j === b[k]);

/** Are the first `columns` entries of both 0 at the same places? */
export function sameSupport(u: Vector, next: Vector, columns: number): boolean {
  for (let j = 0; j < columns; j++) {
    if ((u.array[j] !== 0) !== (next.array[j] !== 0)) return false;
  }
  return true;
}
