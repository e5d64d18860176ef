import { fillNormalF32, fillNormalF64 } from "../random/normal";
import { philox } from "../random/philox";
import { array, difference, get, intact, reset, set, unit } from "./support/memory";

const SCRATCH = 672;

// @ts-ignore: decorator
@inline
function fill<T>(
  out: usize, stride: i32, row: u64, rows: i32, columns: i32, seed: u64, stream: u32,
): void {
  const scratch = array<u8>(SCRATCH);
  if (sizeof<T>() == 4) {
    fillNormalF32(out, stride, <u32>row, <u32>(row >> 32), rows, columns, <u32>seed, <u32>(seed >> 32), stream, scratch);
  } else {
    fillNormalF64(out, stride, <u32>row, <u32>(row >> 32), rows, columns, <u32>seed, <u32>(seed >> 32), stream, scratch);
  }
}

// Box and Muller by the mathematics of the standard library, in f64, from the words of one block at a time.
function plain<T>(words: usize, row: u64, column: i32, seed: u64, stream: u32): f64 {
  const single = sizeof<T>() == 4;
  const lanes: i32 = single ? 4 : 2;
  const m = (column / lanes) % lanes;
  const block = <u32>((column / (lanes * lanes)) * lanes + (column % lanes));
  const s = single ? stream : stream | 0x80000000;
  philox(words, block, <u32>row, <u32>(row >> 32), s, <u32>seed, <u32>(seed >> 32));
  let u: f64;
  let turns: f64;
  if (single) {
    u = <f64>(get<u32>(words, m & 2) >> 1) * 2.0 ** -31 + 2.0 ** -32;
    turns = <f64>get<u32>(words, (m & 2) + 1) * 2.0 ** -32;
  } else {
    u = 1 - (<f64>get<u32>(words, 1) * 2.0 ** -32 + <f64>(get<u32>(words, 0) >> 11) * 2.0 ** -53);
    turns = <f64>get<u32>(words, 3) * 2.0 ** -32 + <f64>(get<u32>(words, 2) >> 11) * 2.0 ** -53;
  }
  const rho = Math.sqrt(-2 * Math.log(u));
  const theta = 2 * Math.PI * turns;
  return rho * ((m & 1) == 0 ? Math.cos(theta) : Math.sin(theta));
}

const SEED: u64 = 0x0012345687654321;
const ROW: u64 = 0x00000005fffffffe;

// The radius near 0 has the relative error of 1 − u; elsewhere a handful of roundings, on numbers up to 8.6.
function mathematics<T>(): void {
  reset();
  const columns = 203;
  const rows = 5;
  const words = array<u32>(4);
  const out = array<T>(rows * columns);
  fill<T>(out, columns, ROW, rows, columns, SEED, 77);
  const tolerance = unit<T>() * 64;
  for (let i = 0; i < rows; i++) {
    for (let c = 0; c < columns; c++) {
      const want = plain<T>(words, ROW + i, c, SEED, 77);
      const got = <f64>get<T>(out, i * columns + c);
      // In f32 the uniform is rounded, and its rounding is magnified by |d log u| where u is near 1.
      const slack = sizeof<T>() == 4 ? tolerance / max(abs(want), 0.01) : 0;
      expect(abs(got - want)).toBeLessThan(tolerance + slack, `row ${i}, column ${c}`);
    }
  }
  expect(intact()).toBe(true);
}

function everyWidth<T>(): void {
  // A batch of the kernel is 128 columns in f32.
  for (let columns = 0; columns <= 135; columns++) {
    reset();
    const rows = 3;
    const stride = columns + 3;
    const whole = array<T>(rows * 140);
    fill<T>(whole, 140, ROW, rows, 140, SEED, 5);
    const out = array<T>(rows * stride);
    for (let j = 0; j < rows * stride; j++) set<T>(out, j, <T>7);
    fill<T>(out, stride, ROW, rows, columns, SEED, 5);
    for (let i = 0; i < rows; i++) {
      const begin = out + (<usize>(i * stride)) * sizeof<T>();
      expect(difference<T>(begin, whole + (<usize>(i * 140)) * sizeof<T>(), columns)).toBe(-1, `${columns} columns`);
      for (let c = columns; c < stride; c++) expect(get<T>(begin, c)).toBe(<T>7, `${columns} columns`);
    }
    expect(intact()).toBe(true, `${columns} columns`);
  }
}

// A row of its own is the row in the middle of a matrix, also after the low word has overflowed.
function everyRow<T>(): void {
  reset();
  const columns = 20;
  const out = array<T>(4 * columns);
  const row = array<T>(columns);
  fill<T>(out, columns, ROW, 4, columns, SEED, 5);
  for (let i = 0; i < 4; i++) {
    fill<T>(row, columns, ROW + i, 1, columns, SEED, 5);
    expect(difference<T>(row, out + (<usize>(i * columns)) * sizeof<T>(), columns)).toBe(-1, `row ${i}`);
  }
  expect(intact()).toBe(true);
}

describe("fillNormal", () => {
  test("f32 is Box and Muller's transform of the block's words", () => mathematics<f32>());
  test("f64 is Box and Muller's transform of the block's words", () => mathematics<f64>());
  test("f32 fills any number of columns and nothing else", () => everyWidth<f32>());
  test("f64 fills any number of columns and nothing else", () => everyWidth<f64>());
  test("f32 carries the row into its high word", () => everyRow<f32>());
  test("f64 carries the row into its high word", () => everyRow<f64>());
});
