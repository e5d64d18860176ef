import { projectAnnulusF64 } from "../projections/annulus";
import { bytes, copy, difference, distance, get, intact, list, reset, set, unit } from "./support/memory";
import { KINDS, l2, vector } from "./support/projection";

function project(v: usize, d: i32, inner: f64, outer: f64): void {
  projectAnnulusF64(v, d, bytes(0), inner, outer);
}

function every(): void {
  for (let kind = 0; kind < KINDS; kind++) {
    for (let d = 1; d <= 33; d++) {
      for (let share: f64 = 0.125; share <= 8; share *= 2) {
        reset();
        const v = vector<f64>(kind, d);
        const norm = l2<f64>(v, d);
        if (norm == 0) continue;
        const inner = share * norm;
        const outer = 2 * inner;
        const want = copy<f64>(v, d);
        const factor: f64 = inner > norm ? share : outer < norm ? 2 * share : 1;
        for (let j = 0; j < d; j++) set<f64>(want, j, factor * get<f64>(v, j));
        project(v, d, inner, outer);
        const message = `kind ${kind}, d = ${d}, share ${share}`;
        expect(distance<f64>(v, want, d)).toBeLessThanOrEqual(4 * <f64>(d + 4) * unit<f64>() * outer, message);
        // A point of the sphere stays to the bit.
        const before = copy<f64>(v, d);
        project(v, d, inner, outer);
        expect(difference<f64>(v, before, d)).toBe(-1, message);
        expect(intact()).toBe(true, message);
      }
    }
  }
}

function hand(values: StaticArray<f64>, inner: f64, outer: f64, want: StaticArray<f64>): void {
  reset();
  const v = list<f64>(values);
  project(v, values.length, inner, outer);
  expect(difference<f64>(v, list<f64>(want), values.length)).toBe(-1, `${inner} to ${outer}`);
}

describe("projectAnnulus", () => {
  test("values by hand, 0 and −0 among them", () => {
    hand([0, -0.0, 0], 2, 3, [2, 0, 0]);
    hand([-0.0], 2, 2, [2]);
    hand([0, -0.0, -8], 1, 2, [0, -0.0, -2]);
    hand([0, 5e-324], 1, 2, [0, 1]);
    hand([-1e300, 0], 1, 2, [-2, 0]);
    hand([0, -1.5], 1, 2, [0, -1.5]);
  });
  test("a plain scaling, every d", every);
});
