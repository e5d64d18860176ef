import { projectSparsePerGroupF64 } from "../projections/sparse-per-group";
import { array, bytes, copy, difference, get, intact, reset, set } from "./support/memory";
import { count, groups, indices, offsets, placeOf, sizeOf } from "./support/groups";
import { integer } from "./support/numbers";
import { KINDS, vector } from "./support/projection";

// Drops the entries that enough others of their group come before, because they are larger or of a lower index.
function slowly(v: usize, d: i32, sparsities: usize): usize {
  const out = copy<f64>(v, d);
  for (let g = 0; g < count; g++) {
    for (let k = 0; k < sizeOf(g); k++) {
      const magnitude = abs(get<f64>(v, placeOf(g, k)));
      let before = 0;
      for (let i = 0; i < sizeOf(g); i++) {
        const other = abs(get<f64>(v, placeOf(g, i)));
        if (other > magnitude || (other == magnitude && i < k)) before++;
      }
      if (before >= get<i32>(sparsities, g)) set<f64>(out, placeOf(g, k), 0);
    }
  }
  return out;
}

function check(d: i32, most: i32, kind: i32, scattered: bool): void {
  reset();
  const v = vector<f64>(kind, d);
  groups(d, most, scattered);
  const sparsities = array<i32>(count);
  for (let g = 0; g < count; g++) set<i32>(sparsities, g, integer(1, sizeOf(g) + 1));
  const want = slowly(v, d, sparsities);
  projectSparsePerGroupF64(v, d, bytes(8192 + ((<usize>d) << 4)), offsets, indices, sparsities, count);
  const message = `kind ${kind}, d = ${d}, ${count} groups`;
  expect(difference<f64>(v, want, d)).toBe(-1, message);
  expect(intact()).toBe(true, message);
}

function every(): void {
  for (let kind = 0; kind < KINDS; kind++) {
    for (let d = 1; d <= 33; d++) {
      check(d, 6, kind, false);
      check(d, 6, kind, true);
    }
    check(600, 300, kind, false);
    check(600, 300, kind, true);
  }
}

describe("projectSparsePerGroup", () => {
  test("a slow selection, groups side by side and scattered", every);
});
