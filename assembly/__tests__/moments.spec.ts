import { moments } from "../macro/moments";
import { copy, difference, get, intact, reset, set } from "./support/memory";
import { reals } from "./support/numbers";
import { Problem, zeros } from "./support/problem";

// Each column is summed in the order of its rows, so the bits of a plain loop are the bits of the kernel.
function plain<T>(): void {
  for (let d = 0; d <= 33; d++) {
    for (let n = 0; n <= 20; n++) {
      reset();
      const p = new Problem<T>(n, d, <usize>(n % 6), false);
      const begin = n / 3;
      const shift = reals<f64>(d);
      const sums = reals<f64>(d);
      const squares = reals<f64>(d);
      const wantSums = copy<f64>(sums, d);
      const wantSquares = copy<f64>(squares, d);
      for (let i = begin; i < n; i++) {
        for (let j = 0; j < d; j++) {
          const x = <f64>p.x(i, j) - get<f64>(shift, j);
          set<f64>(wantSums, j, get<f64>(wantSums, j) + x);
          set<f64>(wantSquares, j, get<f64>(wantSquares, j) + x * x);
        }
      }
      moments<T>(p.X, p.pitch, begin, n, d, shift, sums, squares);
      expect(difference<f64>(sums, wantSums, d)).toBe(-1, `n = ${n}, d = ${d}`);
      expect(difference<f64>(squares, wantSquares, d)).toBe(-1, `n = ${n}, d = ${d}`);
      expect(intact()).toBe(true, `n = ${n}, d = ${d}`);
    }
  }
}

function notFinite<T>(): void {
  for (let d = 1; d <= 9; d++) {
    for (let bad = 0; bad < d; bad++) {
      for (let k = 0; k < 3; k++) {
        reset();
        const p = new Problem<T>(5, d, 0, false);
        p.setX(bad % 5, bad, k == 0 ? <T>NaN : k == 1 ? <T>Infinity : <T>-Infinity);
        const sums = zeros<f64>(d);
        const squares = zeros<f64>(d);
        moments<T>(p.X, p.pitch, 0, 5, d, zeros<f64>(d), sums, squares);
        for (let j = 0; j < d; j++) {
          expect(isFinite(get<f64>(sums, j))).toBe(j != bad, `column ${j} of ${d}`);
          expect(isFinite(get<f64>(squares, j))).toBe(j != bad, `column ${j} of ${d}`);
        }
      }
    }
  }
}

describe("moments", () => {
  test("f32: the plain sums, to the last bit", () => plain<f32>());
  test("f64: the plain sums, to the last bit", () => plain<f64>());
  test("f32: NaN and infinity show in their column", () => notFinite<f32>());
  test("f64: NaN and infinity show in their column", () => notFinite<f64>());
  test("f32: squares beyond f32 are finite", () => {
    reset();
    const p = new Problem<f32>(1, 1, 0, false);
    p.setX(0, 0, 1e38);
    const squares = zeros<f64>(1);
    moments<f32>(p.X, p.pitch, 0, 1, 1, zeros<f64>(1), zeros<f64>(1), squares);
    expect(isFinite(get<f64>(squares, 0))).toBe(true);
  });
});
