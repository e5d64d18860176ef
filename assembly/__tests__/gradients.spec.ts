import { gradient } from "../macro/gradient";
import { gradients } from "../macro/gradients";
import { latent } from "../macro/latent";
import { array, bytes, copy, difference, get, intact, reset, set } from "./support/memory";
import { integer, reals } from "./support/numbers";
import { Problem } from "./support/problem";

const K: i32 = 3;

// The nodes of each iterate are those of `gradient` alone, to the bit; a fold left out is rows whose ψ is 0.
function asAlone<T>(n: i32, d: i32, blockRows: i32, withFolds: bool): void {
  reset();
  const p = new Problem<T>(n, d, <usize>(d % 3), false);
  const folds = bytes(<usize>n);
  for (let i = 0; i < n; i++) store<u8>(folds + <usize>i, <u8>integer(0, 2));
  const treeBytes: usize = (<usize>13) * p.nodeBytes;
  const trees = bytes(<usize>K * treeBytes, 0);
  const scratch = bytes(512 * K, 0);
  const iterates = bytes(32 * K, 0);
  for (let k = 0; k < K; k++) {
    const at = iterates + 32 * <usize>k;
    store<i32>(at, <i32>reals<T>(d));
    store<i32>(at, k, 12);
    store<f64>(at, 0.5 * <f64>k, 16);
  }
  const count = gradients<T>(
    p.X, p.pitch, p.y, withFolds ? folds : 0, 0, n, blockRows, d, <T>0.25, iterates, K, 0, 0,
    trees, treeBytes, p.nodeBytes, scratch,
  );
  const message = `n = ${n}, d = ${d}, blocks of ${blockRows}, folds ${withFolds}`;
  expect(intact()).toBe(true, message);
  for (let k = 0; k < K; k++) {
    const at = iterates + 32 * <usize>k;
    // y = z makes the residual of a row, and with it all it adds, exactly 0.
    const y = copy<T>(p.y, n);
    const w = <usize>load<i32>(at);
    const bias = <T>load<f64>(at, 16);
    if (withFolds) {
      for (let i = 0; i < n; i++) if (load<u8>(folds + <usize>i) == <u8>k) set<T>(y, i, fitted<T>(p, i, n, blockRows, w, bias));
    }
    const alone = gradient<T>(
      p.X, p.pitch, y, 0, n, blockRows, d, w, bias, <T>0.25, 0, 0, 0, 0, p.nodes, p.nodeBytes, p.scratch, true,
    );
    expect(alone).toBe(count, message);
    for (let b = 0; b < count; b++) {
      const place = <usize>b * p.nodeBytes;
      const tree = trees + <usize>k * treeBytes + place;
      expect(difference<f64>(tree, p.nodes + place, 3)).toBe(-1, `${message}, node ${b} of ${k}`);
      expect(load<i32>(tree, 24)).toBe(load<i32>(p.nodes + place, 24), message);
      expect(difference<T>(tree + 64, p.nodes + place + 64, d)).toBe(-1, `${message}, node ${b} of ${k}`);
    }
  }
}

// φ(zᵢ) with the bits that `gradient` has for it: rows go in groups of six from the first of their block.
function fitted<T>(p: Problem<T>, i: i32, n: i32, blockRows: i32, w: usize, bias: T): T {
  const first = i - (i % blockRows);
  const begin = first + ((i - first) & ~7);
  const end = min(min(first + blockRows, n), begin + 8);
  const out = array<T>(8);
  latent<T>(p.X, p.pitch, begin, end, p.d, w, bias, out);
  const z = get<T>(out, i - begin);
  return z > <T>0 ? z : <T>0.25 * z;
}

function sizes<T>(withFolds: bool): void {
  for (let d = 1; d <= 18; d++) {
    for (let n = 0; n <= 40; n += 5) asAlone<T>(n, d, 16, withFolds);
  }
  asAlone<T>(50, 9, 1000, withFolds);
}

describe("gradients", () => {
  test("f32: each iterate has the nodes of its own call", () => sizes<f32>(false));
  test("f64: each iterate has the nodes of its own call", () => sizes<f64>(false));
  test("f32: rows of the fold left out add nothing", () => sizes<f32>(true));
  test("f64: rows of the fold left out add nothing", () => sizes<f64>(true));
});
