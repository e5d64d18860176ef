import { decompose, recompose, valuesOf } from "../projections/svd";
import { frobenius, keptFor, MATRICES, matrix, product, scratchFor, spectral } from "./support/matrices";
import { copy, difference, distance, get, intact, list, reset, set, unit } from "./support/memory";
import { real } from "./support/numbers";

const filled = (count: i32): i32 => (count + 3) & ~3;

const at = (p: usize, index: i32): usize => p + ((<usize>index) << 3);

const cosine = (x: usize, y: usize, m: i32): f64 =>
  abs(product(x, y, m)) / (frobenius(x, m) * frobenius(y, m));

// The parts put together are A, both sides are orthonormal, the values descend.
function check(A: usize, rows: i32, columns: i32, scratch: usize, kept: usize, message: string): void {
  const n = min(rows, columns);
  const m = max(rows, columns);
  const before = copy<f64>(A, rows * columns);
  const size = frobenius(A, rows * columns);
  const done = decompose(A, rows, columns, n, scratch, kept);
  expect(done).toBe(size > 0, message);
  expect(difference<f64>(A, before, rows * columns)).toBe(-1, message);
  if (!done) return;
  const values = valuesOf(scratch, rows, columns);
  for (let k = 1; k < n; k++) expect(get<f64>(values, k - 1) >= get<f64>(values, k)).toBe(true, message);
  // As in test/support/matrices.ts.
  const tolerance = <f64>(32 * n + m + 16) * unit<f64>();
  const pitch = filled(m) + filled(n);
  for (let p = 0; p < n; p++) {
    const column = at(scratch, p * pitch);
    const turns = at(column, filled(m));
    for (let q = 0; q < p; q++) {
      const other = at(scratch, q * pitch);
      if (get<f64>(values, p) > 0) expect(cosine(column, other, m)).toBeLessThanOrEqual(tolerance, message);
      expect(abs(product(turns, at(other, filled(m)), n))).toBeLessThanOrEqual(tolerance, message);
    }
    expect(abs(product(turns, turns, n) - 1)).toBeLessThanOrEqual(tolerance, message);
  }
  recompose(A, rows, columns, n, scratch);
  expect(distance<f64>(A, before, rows * columns)).toBeLessThanOrEqual(tolerance * size, message);
  expect(intact()).toBe(true, message);
}

function every(): void {
  for (let kind = 0; kind < MATRICES; kind++) {
    for (let rows = 1; rows <= 9; rows++) {
      for (let columns = 1; columns <= 9; columns++) {
        reset();
        const A = matrix(kind, rows, columns);
        const scratch = scratchFor(rows, columns);
        const kept = keptFor(rows, columns);
        check(A, rows, columns, scratch, kept, `kind ${kind}, ${rows} × ${columns}`);
      }
    }
  }
}

// A changes a little from call to call; V is kept.
function warm(rows: i32, columns: i32): void {
  reset();
  const A = matrix(0, rows, columns);
  const next = copy<f64>(A, rows * columns);
  const scratch = scratchFor(rows, columns);
  const kept = keptFor(rows, columns);
  // Guards are few: the copies that check makes are of no use afterwards.
  for (let call = 0; call < 20; call++) {
    for (let k = 0; k < rows * columns; k++) set<f64>(next, k, get<f64>(next, k) + 0.01 * real());
    memory.copy(A, next, (<usize>(rows * columns)) << 3);
    check(A, rows, columns, scratch, kept, `call ${call}`);
  }
}

// The same calls give the same bits, and a NaN or a 0 in between changes nothing of what is kept.
function repeated(): void {
  reset();
  const rows = 6;
  const columns = 5;
  const scratch = scratchFor(rows, columns);
  const first = keptFor(rows, columns);
  const second = keptFor(rows, columns);
  const one = matrix(0, rows, columns);
  const other = matrix(0, rows, columns);
  const bad = copy<f64>(one, rows * columns);
  set<f64>(bad, 7, NaN);
  const endless = copy<f64>(one, rows * columns);
  set<f64>(endless, 3, Infinity);
  const zero = copy<f64>(one, rows * columns);
  memory.fill(zero, 0, <usize>(8 * rows * columns));
  for (let round = 0; round < 2; round++) {
    const kept = round == 0 ? first : second;
    decompose(one, rows, columns, columns, scratch, kept);
    if (round == 1) {
      expect(decompose(bad, rows, columns, columns, scratch, kept)).toBe(false);
      expect(decompose(endless, rows, columns, columns, scratch, kept)).toBe(false);
      expect(decompose(zero, rows, columns, columns, scratch, kept)).toBe(false);
    }
    decompose(other, rows, columns, columns, scratch, kept);
  }
  expect(difference<f64>(first, second, columns * filled(columns))).toBe(-1);
  expect(intact()).toBe(true);
}

// Rubbish instead of a V is not believed.
function rubbish(): void {
  for (let kind = 0; kind < 3; kind++) {
    reset();
    const A = matrix(0, 7, 5);
    const kept = keptFor(7, 5);
    for (let k = 0; k < 5 * filled(5); k++) set<f64>(kept, k, kind == 0 ? NaN : kind == 1 ? 3 : Infinity);
    check(A, 7, 5, scratchFor(7, 5), kept, `kind ${kind}`);
  }
}

function magnitudes(): void {
  for (let power = -300; power <= 300; power += 150) {
    reset();
    const size = 10.0 ** <f64>power;
    const A = list<f64>([0, 3 * size, -2 * size, 0]);
    const scratch = scratchFor(2, 2);
    decompose(A, 2, 2, 2, scratch, keptFor(2, 2));
    const values = valuesOf(scratch, 2, 2);
    expect(abs(get<f64>(values, 0) / (3 * size) - 1)).toBeLessThan(1e-15);
    expect(abs(get<f64>(values, 1) / (2 * size) - 1)).toBeLessThan(1e-15);
  }
}

function largest(): void {
  for (let rows = 1; rows <= 8; rows += 3) {
    for (let columns = 1; columns <= 8; columns += 2) {
      reset();
      const A = matrix(0, rows, columns);
      const scratch = scratchFor(rows, columns);
      decompose(A, rows, columns, min(rows, columns), scratch, keptFor(rows, columns));
      const value = get<f64>(valuesOf(scratch, rows, columns), 0);
      const found = spectral(A, rows, columns);
      // Power iteration comes from below.
      expect(found).toBeLessThanOrEqual(value * (1 + 1e-13), `${rows} × ${columns}`);
      expect(found).toBeGreaterThan(value * (1 - 1e-6), `${rows} × ${columns}`);
    }
  }
}

describe("decompose", () => {
  test("every shape, every kind, cold", every);
  test("warm, tall", () => warm(12, 7));
  test("warm, wide", () => warm(5, 9));
  test("warm, square", () => warm(8, 8));
  test("the same calls, the same bits; what is not finite leaves no trace", repeated);
  test("a V that is none is not used", rubbish);
  test("magnitudes from 1e−300 to 1e300", magnitudes);
  test("the largest value is that of power iteration", largest);
});
