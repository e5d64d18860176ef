// The limits that a gradient is held against: reading memory once, front to back, and copying it. Compiled by the
// bench, not shipped.

export { heapBase };
const heapBase: usize = __heap_base;

/** The exclusive or of all bits, 128 bytes at a time in eight accumulators: nothing but loads. */
export function stream(address: usize, bytes: usize): i64 {
  let a = i64x2.splat(0);
  let b = i64x2.splat(0);
  let c = i64x2.splat(0);
  let e = i64x2.splat(0);
  let f = i64x2.splat(0);
  let g = i64x2.splat(0);
  let h = i64x2.splat(0);
  let k = i64x2.splat(0);
  const end = address + (bytes & ~127);
  for (; address < end; address += 128) {
    a = v128.xor(a, v128.load(address));
    b = v128.xor(b, v128.load(address, 16));
    c = v128.xor(c, v128.load(address, 32));
    e = v128.xor(e, v128.load(address, 48));
    f = v128.xor(f, v128.load(address, 64));
    g = v128.xor(g, v128.load(address, 80));
    h = v128.xor(h, v128.load(address, 96));
    k = v128.xor(k, v128.load(address, 112));
  }
  a = v128.xor(v128.xor(v128.xor(a, b), v128.xor(c, e)), v128.xor(v128.xor(f, g), v128.xor(h, k)));
  return i64x2.extract_lane(a, 0) ^ i64x2.extract_lane(a, 1);
}

export function copy(to: usize, from: usize, bytes: usize): void {
  memory.copy(to, from, bytes);
}
