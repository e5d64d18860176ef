// What the kernels that make rows, and y from them, are called with: for the rows of this thread and of a shard alike.

import { high, low } from '../data/address.js';
import type { RowKernels } from '../problem/row-source.js';
import type { Arena } from './arena.js';

/** Rows begin … end − 1; X is the address that row 0 would have. */
export interface Place {
  readonly X: number;
  readonly pitch: number;
  readonly size: number;
  readonly columns: number;
  readonly begin: number;
  readonly end: number;
  readonly scratch: number;
}

/** The calls that make the rows. */
export function fillCalls(rows: RowKernels, place: Place): [kernel: string, ...args: number[]][] {
  const { seed, stream } = rows;
  const { X, pitch, size, columns, begin, end, scratch } = place;
  const count = end - begin;
  const numbers = [low(begin), high(begin), count, columns, low(seed), high(seed), stream];
  return [
    ['fillNormal', X + begin * pitch, pitch / size, ...numbers, scratch],
    ...rows.laws.map(([kernel, ...scalars]): [string, ...number[]] => [
      kernel,
      ...[X, pitch, begin, end, columns],
      ...scalars,
    ]),
  ];
}

/** Room in a memory for what `addProducts` takes and gives; z is copied in. */
export function placeProducts(
  arena: Arena,
  support: Int32Array,
  weights: Float64Array,
  z: Float64Array,
): { readonly args: number[]; readonly end: () => void } {
  const arrays = [support, weights, z];
  const places = arrays.map(({ byteLength }) => arena.take(byteLength));
  const [at, w, out] = places;
  arena.i32.set(support, at / 4);
  arena.f64.set(weights, w / 8);
  arena.f64.set(z, out / 8);
  return {
    args: [at, w, support.length, out],
    /** Copies z out and gives the room back. */
    end: () => {
      z.set(arena.f64.subarray(out / 8, out / 8 + z.length));
      places.forEach((place, k) => {
        arena.give(place, arrays[k].byteLength);
      });
    },
  };
}
