import { gradient } from "../macro/gradient";
import { copy, difference, distance, get, intact, reset, set } from "./support/memory";
import { integers, real } from "./support/numbers";
import { addNodes, Problem, zeros } from "./support/problem";

function run<T>(p: Problem<T>, begin: i32, end: i32, blockRows: i32, stats: usize): void {
  const count = gradient<T>(
    p.X, p.pitch, p.y, begin, end, blockRows, p.d, p.w, p.bias, p.alpha, 0, 0, 0, 0, p.nodes, p.nodeBytes, p.scratch, false,
  );
  addNodes<T>(p, count, 0, 0, stats);
}

function exactly<T>(n: i32, d: i32, blockRows: i32, padding: usize, alpha: T, bias: T): void {
  reset();
  const p = new Problem<T>(n, d, padding, true);
  p.alpha = alpha;
  p.bias = bias;
  const stats = integers<f64>(3);
  const want = copy<f64>(stats, 3);
  p.addStats(0, n, want);
  run<T>(p, 0, n, blockRows, stats);
  const message = `n = ${n}, d = ${d}, blocks of ${blockRows}, padding ${padding}, α = ${alpha}, b = ${bias}`;
  expect(distance<f64>(stats, want, 3)).toBe(0, message);
  expect(intact()).toBe(true, message);
}

function sizes<T>(): void {
  for (let d = 1; d <= 33; d++) {
    for (let n = 0; n <= 20; n++) exactly<T>(n, d, 8, 0, <T>0, <T>0);
    exactly<T>(19, d, 16, 0, <T>0.25, <T>2);
    exactly<T>(19, d, 16, 7, <T>1, <T>-2);
  }
  for (let blockRows = 1; blockRows <= 21; blockRows++) exactly<T>(37, 5, blockRows, 3, <T>0, <T>1);
}

function asGradient<T>(): void {
  for (let d = 1; d <= 33; d++) {
    for (let blockRows = 1; blockRows <= 20; blockRows += 1 + d % 4) {
      reset();
      const p = new Problem<T>(37, d, 5, false);
      p.alpha = d % 2 == 0 ? <T>0 : <T>0.1;
      p.bias = <T>real();
      const stats = zeros<f64>(3);
      const want = zeros<f64>(3);
      run<T>(p, 0, 37, blockRows, stats);
      const count = gradient<T>(
        p.X, p.pitch, p.y, 0, 37, blockRows, d, p.w, p.bias, p.alpha, 0, 0, 0, 0, p.nodes, p.nodeBytes, p.scratch, true,
      );
      addNodes<T>(p, count, d, zeros<T>(d), want);
      expect(difference<f64>(stats, want, 3)).toBe(-1, `d = ${d}, blocks of ${blockRows}`);
    }
  }
}

function notFinite<T>(): void {
  const huge: T = sizeof<T>() == 4 ? <T>1e30 : <T>1e200;
  for (let row = 0; row < 11; row++) {
    reset();
    const p = new Problem<T>(11, 3, 0, true);
    set<T>(p.w, 2, huge);
    for (let i = 0; i < 11; i++) p.setX(i, 2, <T>0);
    p.setX(row, 2, row % 2 == 0 ? huge : -huge);
    const stats = zeros<f64>(3);
    run<T>(p, 0, 11, 8, stats);
    expect(isFinite(get<f64>(stats, 0))).toBe(false, `row ${row}, squares`);
    expect(isFinite(get<f64>(stats, 2))).toBe(false, `row ${row}, largest`);
  }
}

describe("objective", () => {
  test("f32: the plain sums over integers", () => sizes<f32>());
  test("f64: the plain sums over integers", () => sizes<f64>());
  test("f32: the bits of the gradient's stats, for every split at a block", () => asGradient<f32>());
  test("f64: the bits of the gradient's stats, for every split at a block", () => asGradient<f64>());
  test("f32: an overflow shows in the stats", () => notFinite<f32>());
  test("f64: an overflow shows in the stats", () => notFinite<f64>());
});
