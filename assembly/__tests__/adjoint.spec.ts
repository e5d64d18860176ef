import { adjoint } from "../macro/adjoint";
import { join } from "../macro/nodes";
import { bytes, copy, difference, distance, get, intact, reset, set } from "./support/memory";
import { integer, integers, reals } from "./support/numbers";
import { addNodes, Problem, zeros } from "./support/problem";

function nodesOf<T>(p: Problem<T>, weights: usize, begin: i32, end: i32, blockRows: i32, nodes: usize): i32 {
  return adjoint<T>(p.X, p.pitch, weights, begin, end, blockRows, p.d, nodes, p.nodeBytes, p.scratch);
}

// Small integers: every sum is exact. A weight of 0 keeps its row from being read.
function exactly<T>(n: i32, d: i32, blockRows: i32, padding: usize): void {
  reset();
  const p = new Problem<T>(n, d, padding, true);
  p.scratch = bytes(256);
  const weights = integers<f64>(n);
  const g = integers<T>(d);
  const want = copy<T>(g, d);
  const stats = zeros<f64>(3);
  let total: f64 = 0;
  for (let i = 0; i < n; i++) {
    const weight = get<f64>(weights, i);
    total += weight;
    for (let j = 0; j < d; j++) {
      if (weight == 0) p.setX(i, j, <T>NaN);
      else set<T>(want, j, get<T>(want, j) + <T>weight * p.x(i, j));
    }
  }
  addNodes<T>(p, nodesOf<T>(p, weights, 0, n, blockRows, p.nodes), d, g, stats);
  const message = `n = ${n}, d = ${d}, blocks of ${blockRows}, padding ${padding}`;
  expect(distance<T>(g, want, d)).toBe(0, message);
  expect(get<f64>(stats, 0)).toBe(0, message);
  expect(get<f64>(stats, 1)).toBe(total, message);
  expect(get<f64>(stats, 2)).toBe(0, message);
  expect(intact()).toBe(true, message);
}

function sizes<T>(): void {
  for (let d = 1; d <= 33; d++) {
    for (let n = 0; n <= 20; n++) exactly<T>(n, d, 8, <usize>(d % 5));
  }
  for (let blockRows = 1; blockRows <= 21; blockRows++) exactly<T>(40, 5, blockRows, 0);
}

// Nodes of ranges side by side, joined one by one, are those of both, to the bit.
function ranges<T>(): void {
  const blockRows = 4;
  const n = 37;
  const d = 9;
  for (let cut = 0; cut <= n; cut += blockRows) {
    reset();
    const p = new Problem<T>(n, d, 0, false);
    const weights = reals<f64>(n);
    for (let k = 0; k < 9; k++) set<f64>(weights, integer(0, n - 1), 0);
    const whole = bytes(13 * p.nodeBytes);
    const count = nodesOf<T>(p, weights, 0, n, blockRows, whole);
    let joined = nodesOf<T>(p, weights, 0, cut, blockRows, p.nodes);
    let block = cut / blockRows;
    const rest = bytes(13 * p.nodeBytes);
    const others = nodesOf<T>(p, weights, cut, n, blockRows, rest);
    for (let k = 0; k < others; k++) {
      const from = rest + (<usize>k) * p.nodeBytes;
      memory.copy(p.nodes + (<usize>joined) * p.nodeBytes, from, p.nodeBytes);
      block += 1 << load<i32>(from + 24);
      joined = join<T>(p.nodes, joined + 1, p.nodeBytes, d, block - 1);
    }
    expect(joined).toBe(count, `cut at ${cut}`);
    for (let k = 0; k < count; k++) {
      const at = (<usize>k) * p.nodeBytes;
      expect(difference<T>(p.nodes + at + 64, whole + at + 64, d)).toBe(-1, `cut at ${cut}`);
    }
    expect(intact()).toBe(true, `cut at ${cut}`);
  }
}

describe("adjoint", () => {
  test("f32: Σ ωᵢ xᵢ and Σ ωᵢ; rows of weight 0 are not read", () => sizes<f32>());
  test("f64: Σ ωᵢ xᵢ and Σ ωᵢ; rows of weight 0 are not read", () => sizes<f64>());
  test("f32: a range cut in two leaves the same nodes", () => ranges<f32>());
  test("f64: a range cut in two leaves the same nodes", () => ranges<f64>());
});
