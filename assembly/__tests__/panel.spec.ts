import { gradient } from "../macro/gradient";
import { groupRows, pack, support } from "../macro/panel";
import { array, bytes, copy, difference, distance, get, intact, list, reset, set } from "./support/memory";
import { integer, integers } from "./support/numbers";
import { Packed } from "./support/packed";
import { addNodes, Problem, zeros } from "./support/problem";

function exactly<T>(n: i32, d: i32, stride: i32, blockRows: i32, alpha: T, bias: T): void {
  reset();
  const p = new Problem<T>(n, d, 8, true);
  p.alpha = alpha;
  p.bias = bias;
  const packed = new Packed<T>(p, stride);
  const g = integers<T>(d);
  const stats = integers<f64>(3);
  const alone = copy<f64>(stats, 3);
  const wantG = copy<T>(g, d);
  const wantStats = copy<f64>(stats, 3);
  p.addGradient(0, n, wantG);
  p.addStats(0, n, wantStats);
  addNodes<T>(
    p,
    gradient<T>(
      p.X, p.pitch, p.y, 0, n, blockRows, d, packed.weights, bias, alpha,
      packed.panel, packed.groupBytes, packed.offsets, packed.s, p.nodes, p.nodeBytes, p.scratch, true,
    ),
    d, g, stats,
  );
  addNodes<T>(
    p,
    gradient<T>(
      p.X, p.pitch, p.y, 0, n, blockRows, d, packed.weights, bias, alpha,
      packed.panel, packed.groupBytes, packed.offsets, packed.s, p.nodes, p.nodeBytes, p.scratch, false,
    ),
    0, 0, alone,
  );
  const message = `n = ${n}, d = ${d}, every ${stride}th column, blocks of ${blockRows}, α = ${alpha}, b = ${bias}`;
  expect(distance<T>(g, wantG, d)).toBe(0, message);
  expect(distance<f64>(stats, wantStats, 3)).toBe(0, message);
  expect(difference<f64>(alone, stats, 3)).toBe(-1, message);
  expect(intact()).toBe(true, message);
}

function sizes<T>(): void {
  for (let d = 1; d <= 33; d += 4) {
    for (let n = 0; n <= 50; n++) exactly<T>(n, d, 1 + integer(0, d), 16, <T>0, <T>0);
  }
  for (let blocks = 1; blocks <= 4; blocks++) {
    exactly<T>(70, 12, 3, 16 * blocks, <T>0, <T>1);
    exactly<T>(70, 12, 5, 16 * blocks, <T>0.25, <T>0);
    exactly<T>(70, 12, 2, 16 * blocks, <T>1, <T>-2);
  }
}

function nonzeros<T>(): void {
  reset();
  const w = list<T>([0, 3, -0.0, -2, 0, 0, 7]);
  const indices = array<i32>(3);
  const values = array<T>(3);
  expect(support<T>(w, 7, 3, indices, values)).toBe(3);
  for (let k = 0; k < 3; k++) expect(get<i32>(indices, k)).toBe(k == 0 ? 1 : k == 1 ? 3 : 6);
  expect(distance<T>(values, list<T>([3, -2, 7]), 3)).toBe(0);
  expect(support<T>(w, 7, 2, indices, values)).toBe(3, "one more than the limit");
  expect(support<T>(zeros<T>(5), 5, 2, indices, values)).toBe(0);
  expect(support<T>(w, 0, 2, indices, values)).toBe(0);
  expect(intact()).toBe(true);
}

describe("panel", () => {
  test("f32: gradient and objective are the plain sums over integers", () => sizes<f32>());
  test("f64: gradient and objective are the plain sums over integers", () => sizes<f64>());
  test("f32: the support in order, and where it is too large", () => nonzeros<f32>());
  test("f64: the support in order, and where it is too large", () => nonzeros<f64>());
});
