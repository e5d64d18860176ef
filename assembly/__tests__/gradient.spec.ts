import { gradient } from "../macro/gradient";
import { join } from "../macro/nodes";
import { array, bytes, copy, difference, distance, get, intact, reset, set, unit } from "./support/memory";
import { integers, real, reals } from "./support/numbers";
import { addNodes, Problem, zeros } from "./support/problem";

// The rows in their blocks, from `nodes` on.
function nodesOf<T>(p: Problem<T>, begin: i32, end: i32, blockRows: i32, nodes: usize): i32 {
  return gradient<T>(
    p.X, p.pitch, p.y, begin, end, blockRows, p.d, p.w, p.bias, p.alpha, 0, 0, 0, 0, nodes, p.nodeBytes, p.scratch, true,
  );
}

function run<T>(p: Problem<T>, begin: i32, end: i32, blockRows: i32, g: usize, stats: usize): void {
  addNodes<T>(p, nodesOf<T>(p, begin, end, blockRows, p.nodes), p.d, g, stats);
}

function exactly<T>(n: i32, d: i32, blockRows: i32, padding: usize, alpha: T, bias: T): void {
  reset();
  const p = new Problem<T>(n, d, padding, true);
  p.alpha = alpha;
  p.bias = bias;
  const g = integers<T>(d);
  const stats = integers<f64>(3);
  const wantG = copy<T>(g, d);
  const wantStats = copy<f64>(stats, 3);
  p.addGradient(0, n, wantG);
  p.addStats(0, n, wantStats);
  run<T>(p, 0, n, blockRows, g, stats);
  const message = `n = ${n}, d = ${d}, blocks of ${blockRows}, padding ${padding}, α = ${alpha}, b = ${bias}`;
  // Compared as numbers: a sum may be 0 or −0.
  expect(distance<T>(g, wantG, d)).toBe(0, message);
  expect(distance<f64>(stats, wantStats, 3)).toBe(0, message);
  expect(intact()).toBe(true, message);
}

function sizes<T>(): void {
  for (let d = 1; d <= 33; d++) {
    for (let n = 0; n <= 20; n++) exactly<T>(n, d, 8, 0, <T>0, <T>0);
  }
}

function blocks<T>(): void {
  for (let blockRows = 1; blockRows <= 21; blockRows++) {
    for (let n = 0; n <= 40; n += 3) exactly<T>(n, 5, blockRows, 0, <T>0, <T>1);
  }
  exactly<T>(20, 5, i32.MAX_VALUE, 0, <T>0, <T>1);
}

function pitches<T>(): void {
  for (let padding: usize = 0; padding <= 33; padding++) {
    for (let d = 1; d <= 33; d += 4) exactly<T>(11, d, 16, padding, <T>0, <T>-1);
  }
}

function slopes<T>(): void {
  for (let d = 1; d <= 33; d++) {
    exactly<T>(19, d, 16, 0, <T>0.25, <T>0);
    exactly<T>(19, d, 16, 0, <T>0.5, <T>2);
    exactly<T>(19, d, 16, 0, <T>1, <T>-2);
  }
}

function rounding<T>(): void {
  for (let d = 1; d <= 33; d++) {
    reset();
    const p = new Problem<T>(40, d, 3, false);
    p.bias = <T>0.1;
    p.alpha = <T>0.3;
    const g = zeros<T>(d);
    const want = zeros<T>(d);
    p.addGradient(0, 40, want);
    run<T>(p, 0, 40, 16, g, zeros<f64>(3));
    // 40 rows of |ψ| ≤ 2(d + 2), each with the rounding of some d + 40 additions.
    expect(distance<T>(g, want, d)).toBeLessThanOrEqual(80 * <f64>((d + 2) * (d + 40)) * unit<T>(), `d = ${d}`);
  }
}

// Where every ψ is 0 – by z < 0, or by an exact fit – no bit of g moves.
function silent<T>(): void {
  for (let d = 1; d <= 33; d++) {
    for (let n = 1; n <= 20; n++) {
      reset();
      const p = new Problem<T>(n, d, 0, false);
      for (let j = 0; j < d; j++) set<T>(p.w, j, <T>1);
      for (let i = 0; i < n; i++) {
        const fits = i % 3 == 0;
        for (let j = 0; j < d; j++) p.setX(i, j, fits ? <T>(i + j) : <T>(-1e6 - <f64>j));
        if (fits) set<T>(p.y, i, p.z(i));
      }
      const g = reals<T>(d);
      const before = copy<T>(g, d);
      const stats = zeros<f64>(3);
      run<T>(p, 0, n, 8, g, stats);
      expect(difference<T>(g, before, d)).toBe(-1, `n = ${n}, d = ${d}`);
      expect(get<f64>(stats, 1)).toBe(0, `n = ${n}, d = ${d}`);
      expect(get<f64>(stats, 2)).toBe(0, `n = ${n}, d = ${d}`);
    }
  }
}

// What a row with ψ = 0 holds, and where it stands among the others, makes no difference to a bit of g.
function indifferent<T>(): void {
  for (let d = 1; d <= 33; d++) {
    reset();
    const p = new Problem<T>(20, d, 0, false);
    const g = zeros<T>(d);
    run<T>(p, 0, 20, 20, g, zeros<f64>(3));
    for (let i = 0; i < 20; i++) {
      if (p.z(i) < <T>-0.01) for (let j = 0; j < d; j++) p.setX(i, j, p.x(i, j) * <T>1e9);
    }
    const h = zeros<T>(d);
    run<T>(p, 0, 20, 20, h, zeros<f64>(3));
    expect(difference<T>(h, g, d)).toBe(-1, `d = ${d}`);
  }
}

function origin<T>(): void {
  for (let d = 1; d <= 33; d++) {
    reset();
    const p = new Problem<T>(13, d, 0, true);
    memory.fill(p.w, 0, (<usize>d) * sizeof<T>());
    const want = zeros<T>(d);
    for (let i = 0; i < 13; i++) {
      for (let j = 0; j < d; j++) set<T>(want, j, get<T>(want, j) - get<T>(p.y, i) * p.x(i, j));
    }
    const g = zeros<T>(d);
    run<T>(p, 0, 13, 8, g, zeros<f64>(3));
    expect(distance<T>(g, want, d)).toBe(0, `d = ${d}`);
  }
}

// Ranges computed apart, each node joined to those before it, come to the bits of the whole.
function splits<T>(): void {
  const n = 43;
  for (let d = 1; d <= 33; d += 2) {
    for (let blockRows = 1; blockRows <= 20; blockRows += d % 3 + 1) {
      reset();
      const p = new Problem<T>(n, d, 5, false);
      p.alpha = d % 2 == 0 ? <T>0 : <T>0.1;
      p.bias = <T>real();
      const g = zeros<T>(d);
      const stats = zeros<f64>(3);
      run<T>(p, 0, n, blockRows, g, stats);
      const h = array<T>(d);
      const hStats = array<f64>(3);
      const part = bytes(13 * p.nodeBytes, 0);
      for (let rows = blockRows; rows < n; rows += blockRows) {
        let count = 0;
        for (let begin = 0; begin < n; begin += rows) {
          const parts = nodesOf<T>(p, begin, min(begin + rows, n), blockRows, part);
          let block = begin / blockRows;
          for (let k = 0; k < parts; k++) {
            const node = part + (<usize>k) * p.nodeBytes;
            block += 1 << load<i32>(node, 24);
            memory.copy(p.nodes + (<usize>count) * p.nodeBytes, node, p.nodeBytes);
            count = join<T>(p.nodes, count + 1, p.nodeBytes, d, block - 1);
          }
        }
        memory.fill(h, 0, (<usize>d) * sizeof<T>());
        memory.fill(hStats, 0, 24);
        addNodes<T>(p, count, d, h, hStats);
        const message = `d = ${d}, blocks of ${blockRows}, ranges of ${rows}`;
        expect(difference<T>(h, g, d)).toBe(-1, message);
        expect(difference<f64>(hStats, stats, 3)).toBe(-1, message);
      }
      expect(intact()).toBe(true, `d = ${d}, blocks of ${blockRows}`);
    }
  }
}

// The fewest nodes that cover the blocks: levels that fall from the left.
function levels(): void {
  reset();
  const p = new Problem<f64>(43, 3, 0, true);
  for (let n = 1; n <= 43; n++) {
    const count = nodesOf<f64>(p, 0, n, 1, p.nodes);
    let covered = 0;
    for (let k = 0; k < count; k++) covered += 1 << load<i32>(p.nodes + (<usize>k) * p.nodeBytes, 24);
    expect(covered).toBe(n);
    expect(count).toBe(popcnt(n), `n = ${n}`);
  }
  expect(nodesOf<f64>(p, 5, 5, 1, p.nodes)).toBe(0);
}

function notFinite<T>(): void {
  const huge: T = sizeof<T>() == 4 ? <T>1e30 : <T>1e200;
  for (let d = 1; d <= 33; d++) {
    for (let k = 0; k < 4; k++) {
      reset();
      const p = new Problem<T>(11, d, 0, true);
      // A row of the group of eight, then one of the rest.
      const row = k % 2 == 0 ? 4 : 9;
      set<T>(p.w, d - 1, huge);
      for (let i = 0; i < 11; i++) p.setX(i, d - 1, <T>0);
      p.setX(row, d - 1, k < 2 ? huge : -huge);
      const stats = zeros<f64>(3);
      run<T>(p, 0, 11, 8, zeros<T>(d), stats);
      expect(isFinite(get<f64>(stats, 0))).toBe(false, `d = ${d}, squares`);
      expect(isFinite(get<f64>(stats, 2))).toBe(false, `d = ${d}, largest`);
    }
  }
}

describe("gradient", () => {
  test("f32: the plain sum over integers, every size", () => sizes<f32>());
  test("f64: the plain sum over integers, every size", () => sizes<f64>());
  test("f32: the plain sum, every block size", () => blocks<f32>());
  test("f64: the plain sum, every block size", () => blocks<f64>());
  test("f32: the plain sum, every pitch", () => pitches<f32>());
  test("f64: the plain sum, every pitch", () => pitches<f64>());
  test("f32: leaky and linear slopes", () => slopes<f32>());
  test("f64: leaky and linear slopes", () => slopes<f64>());
  test("f32: the plain sum over reals, within the rounding", () => rounding<f32>());
  test("f64: the plain sum over reals, within the rounding", () => rounding<f64>());
  test("f32: rows with ψ = 0 leave g as it is", () => silent<f32>());
  test("f64: rows with ψ = 0 leave g as it is", () => silent<f64>());
  test("f32: what rows with ψ = 0 hold does not matter", () => indifferent<f32>());
  test("f64: what rows with ψ = 0 hold does not matter", () => indifferent<f64>());
  test("f32: −Σ yᵢxᵢ at w = 0", () => origin<f32>());
  test("f64: −Σ yᵢxᵢ at w = 0", () => origin<f64>());
  test("f32: the same bits for every split at a block", () => splits<f32>());
  test("f64: the same bits for every split at a block", () => splits<f64>());
  test("f64: as few nodes as can be", levels);
  test("f32: an overflow shows in the stats", () => notFinite<f32>());
  test("f64: an overflow shows in the stats", () => notFinite<f64>());
});
