import { philox } from "../random/philox";
import { array, get, intact, reset } from "./support/memory";

// Random123's kat_vectors.
function known(c: StaticArray<u32>, k: StaticArray<u32>, answer: StaticArray<u32>): void {
  reset();
  const out = array<u32>(4);
  philox(out, c[0], c[1], c[2], c[3], k[0], k[1]);
  for (let i = 0; i < 4; i++) expect(get<u32>(out, i)).toBe(answer[i], `word ${i}`);
  expect(intact()).toBe(true);
}

describe("philox", () => {
  test("counter and key of zeros", () => {
    known([0, 0, 0, 0], [0, 0], [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
  });

  test("counter and key of ones", () => {
    const f: u32 = 0xffffffff;
    known([f, f, f, f], [f, f], [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]);
  });

  test("the digits of π", () => {
    known(
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    );
  });
});
