import { projectGroupSparseF64 } from "../projections/group-sparse";
import { bytes, copy, difference, get, intact, list, reset, set } from "./support/memory";
import { count, groups, indices, offsets, placeOf, sizeOf } from "./support/groups";
import { integer } from "./support/numbers";
import { KINDS, vector } from "./support/projection";

function normOf(v: usize, g: i32): f64 {
  let largest: f64 = 0;
  for (let k = 0; k < sizeOf(g); k++) largest = max(largest, abs(get<f64>(v, placeOf(g, k))));
  let squares: f64 = 0;
  for (let k = 0; k < sizeOf(g); k++) {
    const u = get<f64>(v, placeOf(g, k)) / largest;
    squares += u * u;
  }
  return largest == 0 ? 0 : largest * sqrt(squares);
}

// Drops the groups that `kept` others come before, because their norm is larger or they are listed first.
function slowly(v: usize, d: i32, kept: i32): usize {
  const out = copy<f64>(v, d);
  for (let g = 0; g < count; g++) {
    const norm = normOf(v, g);
    let before = 0;
    for (let h = 0; h < count; h++) {
      const other = normOf(v, h);
      if (other > norm || (other == norm && h < g)) before++;
    }
    if (before < kept) continue;
    for (let k = 0; k < sizeOf(g); k++) set<f64>(out, placeOf(g, k), 0);
  }
  return out;
}

function check(d: i32, most: i32, kind: i32, scattered: bool): void {
  reset();
  const v = vector<f64>(kind, d);
  groups(d, most, scattered);
  const kept = integer(1, count);
  const want = slowly(v, d, kept);
  projectGroupSparseF64(v, d, bytes(8192 + ((<usize>d) << 4)), offsets, indices, count, kept);
  const message = `kind ${kind}, d = ${d}, ${count} groups, ${kept} kept`;
  expect(difference<f64>(v, want, d)).toBe(-1, message);
  expect(intact()).toBe(true, message);
}

function every(): void {
  for (let kind = 0; kind < KINDS; kind++) {
    for (let d = 1; d <= 33; d++) {
      check(d, 6, kind, false);
      check(d, 6, kind, true);
    }
    check(600, 60, kind, false);
    check(600, 60, kind, true);
  }
}

function magnitudes(): void {
  for (let power: f64 = -300; power <= 300; power += 150) {
    const unit = 10.0 ** power;
    reset();
    const v = list<f64>([unit, 2 * unit, 2 * unit, unit, 3 * unit, 0]);
    const want = list<f64>([0, 0, 0, 0, 3 * unit, 0]);
    const pairs = list<i32>([0, 2, 4, 6]);
    const order = list<i32>([0, 1, 2, 3, 4, 5]);
    projectGroupSparseF64(v, 6, bytes(8192 + 96), pairs, order, 3, 1);
    expect(difference<f64>(v, want, 6)).toBe(-1, `10 to ${power}`);
  }
}

describe("projectGroupSparse", () => {
  test("a slow selection, groups side by side and scattered", every);
  test("magnitudes from 1e−300 to 1e300", magnitudes);
});
