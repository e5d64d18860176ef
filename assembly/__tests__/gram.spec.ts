import { gram } from "../macro/gram";
import { collapse } from "../macro/nodes";
import { array, bytes, get, intact, reset, set } from "./support/memory";
import { integer, integers } from "./support/numbers";
import { Problem } from "./support/problem";

// Entry (a, b), b ≤ a, of the tiles.
function entry(tiles: usize, a: i32, b: i32): f64 {
  const p = a >> 2;
  return get<f64>(tiles, 16 * ((p * (p + 1)) / 2 + (b >> 2)) + 4 * (a & 3) + (b & 3));
}

// Small integers: every sum is exact. A weight of 0 keeps its row from being read.
function exactly<T>(n: i32, d: i32, k: i32, blockRows: i32): void {
  reset();
  const p = new Problem<T>(n, d, <usize>(k % 3), true);
  const weights = integers<f64>(n);
  const target = integers<f64>(n);
  const columns = array<i32>(k);
  for (let a = 0; a < k; a++) set<i32>(columns, a, integer(0, d));
  for (let i = 0; i < n; i++) {
    if (get<f64>(weights, i) != 0) continue;
    set<f64>(target, i, NaN);
    for (let j = 0; j < d; j++) p.setX(i, j, <T>NaN);
  }
  const m = k / 4 + 1;
  const length = 8 * m * (m + 1);
  const nodeBytes: usize = 64 + 8 * <usize>length;
  const nodes = bytes(8 * nodeBytes);
  const scratch = bytes(4224 * <usize>m, 8);
  const count = gram<T>(
    p.X, p.pitch, weights, target, 0, n, blockRows, d, columns, k, nodes, nodeBytes, scratch,
  );
  const message = `n = ${n}, d = ${d}, k = ${k}, blocks of ${blockRows}`;
  expect(intact()).toBe(true, message);
  if (count == 0) return;
  collapse<f64>(nodes, count, nodeBytes, length);
  let wrong = 0;
  for (let a = 0; a <= k; a++) {
    for (let b = 0; b <= min(a, k - 1); b++) {
      let want: f64 = 0;
      for (let i = 0; i < n; i++) {
        const weight = get<f64>(weights, i);
        if (weight == 0) continue;
        const x = a == k ? get<f64>(target, i) : value<T>(p, i, get<i32>(columns, a));
        want += weight * x * value<T>(p, i, get<i32>(columns, b));
      }
      wrong += i32(entry(nodes + 64, a, b) != want);
    }
  }
  expect(wrong).toBe(0, message);
}

// Column d is that of ones.
function value<T>(p: Problem<T>, i: i32, j: i32): f64 {
  return j == p.d ? 1 : <f64>p.x(i, j);
}

function sizes<T>(): void {
  for (let k = 0; k <= 18; k++) {
    for (let n = 0; n <= 20; n += 4) exactly<T>(n, 1 + (k % 7), k, 8);
  }
  // More rows than one chunk of 64, whole and not.
  for (let n = 60; n <= 200; n += 7) exactly<T>(n, 3, 5, 1000);
  for (let blockRows = 1; blockRows <= 21; blockRows += 4) exactly<T>(40, 5, 6, blockRows);
}

describe("gram", () => {
  test("f32: Σ ωᵢ xᵢⱼ xᵢₗ and Σ ωᵢ tᵢ xᵢⱼ; rows of weight 0 are not read", () => sizes<f32>());
  test("f64: Σ ωᵢ xᵢⱼ xᵢₗ and Σ ωᵢ tᵢ xᵢⱼ; rows of weight 0 are not read", () => sizes<f64>());
});
