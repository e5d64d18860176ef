import { projectBinaryF64 } from "../projections/binary";
import { bytes, copy, difference, get, intact, list, reset, set } from "./support/memory";
import { KINDS, vector } from "./support/projection";

function every(): void {
  for (let kind = 0; kind < KINDS; kind++) {
    for (let d = 0; d <= 33; d++) {
      reset();
      const v = vector<f64>(kind, d);
      const want = copy<f64>(v, d);
      for (let j = 0; j < d; j++) {
        set<f64>(want, j, abs(get<f64>(v, j) + 0.25) <= abs(get<f64>(v, j) - 0.75) ? -0.25 : 0.75);
      }
      projectBinaryF64(v, d, bytes(0), -0.25, 0.75, 0.25);
      expect(difference<f64>(v, want, d)).toBe(-1, `kind ${kind}, d = ${d}`);
      expect(intact()).toBe(true, `kind ${kind}, d = ${d}`);
    }
  }
}

describe("projectBinary", () => {
  test("values by hand, the middle", () => {
    reset();
    const v = list<f64>([0.2, 0.5, 0.5 + f64.EPSILON, 7, -Infinity, Infinity]);
    projectBinaryF64(v, 6, bytes(0), 0, 1, 0.5);
    expect(difference<f64>(v, list<f64>([0, 0, 1, 1, 0, 1]), 6)).toBe(-1);
  });
  test("the smaller of two distances, every d", every);
});
