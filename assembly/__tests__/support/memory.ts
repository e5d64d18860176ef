// Memory for the kernels, between guard cells: whatever a kernel writes outside its arrays, `intact` sees.

const BYTES: usize = 1 << 18;
const GUARD: usize = 64;
const FILL: u8 = 0xa5;

const arena: usize = heap.alloc(BYTES);
// The arrays handed out, in order: begin, end, begin, end, …
const ranges = new StaticArray<usize>(512);
let count: i32 = 0;
let top: usize = arena;

/** Gives all arrays back. */
export function reset(): void {
  memory.fill(arena, FILL, BYTES);
  count = 0;
  top = arena;
}

/** `size` bytes of rubbish, `off` bytes away from an alignment of 16. */
export function bytes(size: usize, off: usize = 0): usize {
  const begin = ((top + GUARD + 15) & ~15) + off;
  top = begin + size;
  assert(top + GUARD <= arena + BYTES, "the arena is too small");
  ranges[count++] = begin;
  ranges[count++] = top;
  return begin;
}

/** n elements of T, by default not aligned to more than T. */
export function array<T>(n: i32, off: usize = sizeof<T>()): usize {
  return bytes((<usize>n) * sizeof<T>(), off);
}

/** Whether every byte outside the arrays is as it was. */
export function intact(): bool {
  let p = arena;
  for (let r = 0; r <= count; r += 2) {
    const end = r < count ? ranges[r] : top + GUARD;
    for (; p < end; p++) if (load<u8>(p) != FILL) return false;
    if (r < count) p = ranges[r + 1];
  }
  return true;
}

export function get<T>(p: usize, i: i32): T {
  return load<T>(p + (<usize>i) * sizeof<T>());
}

export function set<T>(p: usize, i: i32, value: T): void {
  store<T>(p + (<usize>i) * sizeof<T>(), value);
}

/** A new array with the given elements. */
export function list<T>(values: StaticArray<f64>): usize {
  const p = array<T>(values.length);
  for (let i = 0; i < values.length; i++) set<T>(p, i, <T>values[i]);
  return p;
}

/** A new array with the elements of another. */
export function copy<T>(from: usize, n: i32): usize {
  const p = array<T>(n);
  memory.copy(p, from, (<usize>n) * sizeof<T>());
  return p;
}

/** The first index where the bits differ, −1 where they are the same. */
export function difference<T>(a: usize, b: usize, n: i32): i32 {
  for (let i = 0; i < n; i++) {
    if (memory.compare(a + (<usize>i) * sizeof<T>(), b + (<usize>i) * sizeof<T>(), sizeof<T>()) != 0) return i;
  }
  return -1;
}

/** The largest |aᵢ − bᵢ|; NaN where there is one. */
export function distance<T>(a: usize, b: usize, n: i32): f64 {
  let largest: f64 = 0;
  for (let i = 0; i < n; i++) largest = max(largest, abs(<f64>get<T>(a, i) - <f64>get<T>(b, i)));
  return largest;
}

/** The rounding unit of T. */
export function unit<T>(): f64 {
  return sizeof<T>() == 4 ? 2.0 ** -24 : 2.0 ** -53;
}
