import { expect, test } from 'vitest';
import { multiplyHigh, philox } from '../../src/data/philox.js';

const hex = (words: Uint32Array) =>
  Array.from(words, (word) => word.toString(16).padStart(8, '0')).join(' ');

// Random123's kat_vectors: counter, key, words.
test.each([
  [[0, 0, 0, 0], [0, 0], '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
  [
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    '408f276d 41c83b0e a20bc7c6 6d5451fd',
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    'd16cfe09 94fdcceb 5001e420 24126ea1',
  ],
])('the words of counter %j, key %j are the known answer', ([a, b, c, d], [k0, k1], answer) => {
  const out = new Uint32Array(4);
  philox(out, a, b, c, d, k0, k1);
  expect(hex(out)).toBe(answer);
});

test('signed and unsigned words are the same counter', () => {
  const signed = new Uint32Array(4);
  philox(signed, -1, -2, -3, -4, -5, -6);
  const unsigned = new Uint32Array(4);
  philox(unsigned, ...([1, 2, 3, 4, 5, 6].map((x) => 2 ** 32 - x) as Six));
  expect(signed).toEqual(unsigned);
});

type Six = [number, number, number, number, number, number];

test('multiplyHigh is the upper half of the product', () => {
  const edges = [0, 1, 2, 0xffff, 0x10000, 0x10001, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];
  const words = new Uint32Array(4);
  for (let i = 0; i < 500; i++) {
    philox(words, i, 0, 0, 0, 1, 2);
    edges.push(words[0]);
  }
  for (const a of edges) {
    for (const b of edges) {
      const exact = Number((BigInt(a) * BigInt(b)) >> 32n);
      if (multiplyHigh(a, b) >>> 0 !== exact) expect.fail(`${a} · ${b}`);
    }
  }
});
