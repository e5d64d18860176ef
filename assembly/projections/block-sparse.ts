// P(v): of all ways to place at most `blocks` runs of s indices in all, the one with the least Σ v_j² outside stays;
// among equals the one of lowest indices. By a dynamic programme from the last index to the first, whose states are
// how many indices and runs are left to place, and whether the index before is kept. A state's choice is one bit.
//
// A row of states for each number b of runs left, in order of b; in a row, a guard and then k = 0 … s indices left:
//
//     ∞ ∞ ∞ ∞ | ∞ b0k0 b0k1 b0k2 | ∞ b1k0 b1k1 b1k2 | …
//
// To keep an index leads from bk to the state before it, inside a run, and to the one above that, for a new run. The
// guards, and the row of them that `joined` begins with, forbid what is not there.

import { largestMagnitude } from "../micro/largest";

const START: u32 = 0;
const CONTINUE: u32 = 4;

/**
 * 1 ≤ s, 1 ≤ blocks. scratch: with S = (s + 2)(blocks + 1) rounded up to a multiple of four, 16S + 8(s + 2) bytes and
 * S/4 for each of the d indices.
 */
export function projectBlockSparseF64(v: usize, d: i32, scratch: usize, s: i32, blocks: i32): void {
  const largest = largestMagnitude(v, d);
  if (s >= d || largest == 0) return;
  const row = (<usize>(s + 2)) << 3;
  const end = row * <usize>(blocks + 1);
  const states = ((end >> 3) + 3) & ~3;
  const bytes = states >> 2;
  // The least left behind from an index on, where the one before it is dropped, and where it is kept.
  const apart = scratch;
  const joined = apart + (states << 3) + row;
  const choices = joined + (states << 3);
  memory.fill(apart, 0, states << 3);
  memory.fill(joined, 0, states << 3);
  for (let p = joined - row; p < joined; p += 8) store<f64>(p, Infinity);
  // Sums of the same squares in another order are equals.
  const slack = f64x2.splat(1 + f64.EPSILON * <f64>d);

  for (let j = d - 1; j >= 0; j--) {
    for (let p: usize = 0; p < end; p += row) store<f64>(joined + p, Infinity);
    const u = load<f64>(v + ((<usize>j) << 3)) / largest;
    const square = f64x2.splat(u * u);
    let at = choices + <usize>(j + 1) * bytes;
    // Downwards, so that what is read belongs to j + 1. Four states make a byte of choices.
    for (let p = states << 3; p > 0; ) {
      let starts: i32 = 0;
      let continues: i32 = 0;
      for (let half = 0; half < 2; half++) {
        p -= 16;
        const drop = f64x2.add(square, v128.load(apart + p));
        const start = v128.load(joined + p - row - 8);
        const go = v128.load(joined + p - 8);
        const most = f64x2.mul(drop, slack);
        starts = (starts << 2) | i64x2.bitmask(f64x2.le(start, most));
        continues = (continues << 2) | i64x2.bitmask(f64x2.le(go, most));
        v128.store(apart + p, f64x2.pmin(drop, start));
        v128.store(joined + p, f64x2.pmin(drop, go));
      }
      at--;
      store<u8>(at, <u8>(starts | (continues << CONTINUE)));
    }
  }

  let at = <i32>(end >> 3) - 1;
  let asked = START;
  for (let j = 0; j < d; j++) {
    const four = <u32>load<u8>(choices + (<usize>j) * bytes + <usize>(at >> 2));
    if ((four >> (<u32>(at & 3) + asked)) & 1) {
      at -= asked == START ? s + 3 : 1;
      asked = CONTINUE;
    } else {
      store<f64>(v + ((<usize>j) << 3), 0);
      asked = START;
    }
  }
}
