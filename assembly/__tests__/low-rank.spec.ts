import { projectLowRank } from "../projections/low-rank";
import { frobenius, keptFor, MATRICES, matrix, product, scratchFor, spectral } from "./support/matrices";
import { array, copy, difference, distance, get, intact, list, reset, set } from "./support/memory";
import { real } from "./support/numbers";

function hand(rows: i32, columns: i32, rank: i32, values: StaticArray<f64>, want: StaticArray<f64>): void {
  reset();
  const v = list<f64>(values);
  projectLowRank(v, values.length, scratchFor(rows, columns), keptFor(rows, columns), rows, columns, rank);
  expect(difference<f64>(v, list<f64>(want), values.length)).toBe(-1, `${rows} × ${columns}, rank ${rank}`);
  expect(intact()).toBe(true);
}

function byHand(): void {
  hand(2, 2, 1, [3, 0, 0, 1], [3, 0, 0, 0]);
  hand(2, 2, 1, [0, 3, -2, 0], [0, 3, 0, 0]);
  hand(2, 2, 2, [1, 2, 3, 4], [1, 2, 3, 4]);
  hand(2, 2, 1, [1, 1, 1, 1], [1, 1, 1, 1]);
  hand(2, 3, 1, [0, 0, -2, 5, 0, 0], [0, 0, 0, 5, 0, 0]);
  hand(3, 2, 1, [0, 5, 0, 0, -2, 0], [0, 5, 0, 0, 0, 0]);
  hand(3, 3, 2, [2, 0, 0, 0, 2, 0, 0, 0, 2], [2, 0, 0, 0, 2, 0, 0, 0, 0]);
  hand(2, 2, 1, [0, 0, 0, 0], [0, 0, 0, 0]);
}

// What is left is orthogonal to P(V), and no singular value of it is above those that stay.
function every(): void {
  for (let kind = 0; kind < MATRICES; kind++) {
    for (let rows = 1; rows <= 7; rows++) {
      for (let columns = 1; columns <= 7; columns++) {
        for (let rank = 1; rank <= min(rows, columns); rank += 2) {
          reset();
          const v = matrix(kind, rows, columns);
          const before = copy<f64>(v, rows * columns);
          const size = frobenius(v, rows * columns);
          projectLowRank(v, rows * columns, scratchFor(rows, columns), keptFor(rows, columns), rows, columns, rank);
          const left = array<f64>(rows * columns);
          for (let k = 0; k < rows * columns; k++) set<f64>(left, k, get<f64>(before, k) - get<f64>(v, k));
          const message = `kind ${kind}, ${rows} × ${columns}, rank ${rank}`;
          expect(abs(product(v, left, rows * columns))).toBeLessThanOrEqual(1e-13 * size * size, message);
          // Of rank 1, what stays is as long as its only singular value.
          if (rank == 1) {
            const kept = frobenius(v, rows * columns);
            expect(spectral(left, rows, columns)).toBeLessThanOrEqual(kept * (1 + 1e-13) + 1e-14 * size, message);
          }
          expect(intact()).toBe(true, message);
        }
      }
    }
  }
}

// After a warm start, whose other columns are left undone or not, the result is that of a cold one.
function warm(rows: i32, columns: i32, rank: i32, noise: f64): void {
  reset();
  const d = rows * columns;
  const base = array<f64>(d);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let x = <f64>(i + 1) / <f64>rows;
      if (rank > 1) x += (i + j) % 2 == 0 ? 1 : -1;
      set<f64>(base, i * columns + j, x);
    }
  }
  const v = array<f64>(d);
  const cold = array<f64>(d);
  const scratch = scratchFor(rows, columns);
  const kept = keptFor(rows, columns);
  const none = keptFor(rows, columns);
  const size = frobenius(base, d);
  for (let call = 0; call < 15; call++) {
    for (let k = 0; k < d; k++) set<f64>(v, k, get<f64>(base, k) + noise * real());
    memory.copy(cold, v, (<usize>d) << 3);
    memory.fill(none, 0, <usize>(8 * min(rows, columns) * ((min(rows, columns) + 3) & ~3)));
    projectLowRank(v, d, scratch, kept, rows, columns, rank);
    projectLowRank(cold, d, scratch, none, rows, columns, rank);
    expect(distance<f64>(v, cold, d)).toBeLessThan(1e-12 * size, `call ${call}`);
    expect(intact()).toBe(true, `call ${call}`);
  }
}

// The first column of the last call is orthogonal to the others and longer than each, but not than both together.
function overtaken(): void {
  reset();
  const v = list<f64>([3, 0, 0, 0, 2, 0, 0, 0, 1]);
  const scratch = scratchFor(3, 3);
  const kept = keptFor(3, 3);
  projectLowRank(v, 9, scratch, kept, 3, 3, 1);
  const next = list<f64>([2, 0, 0, 0, 1.5, 1.5, 0, 0, 0]);
  projectLowRank(next, 9, scratch, kept, 3, 3, 1);
  expect(distance<f64>(next, list<f64>([0, 0, 0, 0, 1.5, 1.5, 0, 0, 0]), 9)).toBeLessThan(1e-15);
  expect(intact()).toBe(true);
}

function notFinite(): void {
  reset();
  const v = list<f64>([1, NaN, 3, Infinity]);
  const before = copy<f64>(v, 4);
  projectLowRank(v, 4, scratchFor(2, 2), keptFor(2, 2), 2, 2, 1);
  expect(difference<f64>(v, before, 4)).toBe(-1);
}

describe("projectLowRank", () => {
  test("values by hand", byHand);
  test("every shape and kind", every);
  test("warm, the others stand apart", () => warm(9, 6, 2, 0.001));
  test("warm, wide", () => warm(5, 8, 1, 0.001));
  test("warm, the others do not stand apart", () => warm(8, 8, 2, 0.5));
  test("warm, the others together overtake", overtaken);
  test("what is not finite ends", notFinite);
});
