// Groups as the kernels take them: offsets and indices.

import { array, get, set } from "./memory";
import { integer } from "./numbers";

/** Where the groups of the last `groups` begin, with d at last; and their indices. */
export let offsets: usize = 0;
export let indices: usize = 0;
export let count: i32 = 0;

/** Groups of 0 … d − 1, of 1 to `most` entries: side by side where `scattered` is false, each r mod count where true. */
export function groups(d: i32, most: i32, scattered: bool): void {
  offsets = array<i32>(d + 1);
  indices = array<i32>(d);
  set<i32>(offsets, 0, 0);
  count = 0;
  if (scattered) {
    count = integer(1, d);
    let i = 0;
    for (let g = 0; g < count; g++) {
      for (let j = g; j < d; j += count) set<i32>(indices, i++, j);
      set<i32>(offsets, g + 1, i);
    }
    return;
  }
  for (let j = 0; j < d; j++) set<i32>(indices, j, j);
  let end = 0;
  while (end < d) {
    end = min(d, end + integer(1, most));
    set<i32>(offsets, ++count, end);
  }
}

/** How many entries group g has. */
export function sizeOf(g: i32): i32 {
  return get<i32>(offsets, g + 1) - get<i32>(offsets, g);
}

/** The place of entry k of group g in v. */
export function placeOf(g: i32, k: i32): i32 {
  return get<i32>(indices, get<i32>(offsets, g) + k);
}
