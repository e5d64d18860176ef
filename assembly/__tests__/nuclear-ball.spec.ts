import { projectNuclearBall } from "../projections/nuclear-ball";
import { frobenius, keptFor, MATRICES, matrix, product, scratchFor, spectral } from "./support/matrices";
import { array, copy, difference, distance, get, intact, list, reset, set } from "./support/memory";
import { real } from "./support/numbers";

function hand(rows: i32, columns: i32, radius: f64, values: StaticArray<f64>, want: StaticArray<f64>): void {
  reset();
  const v = list<f64>(values);
  projectNuclearBall(v, values.length, scratchFor(rows, columns), keptFor(rows, columns), rows, columns, radius);
  expect(distance<f64>(v, list<f64>(want), values.length)).toBeLessThan(1e-15, `${rows} × ${columns}`);
  expect(intact()).toBe(true);
}

function byHand(): void {
  hand(2, 2, 2, [3, 0, 0, 1], [2, 0, 0, 0]);
  hand(2, 2, 3, [0, 3, -2, 0], [0, 2, -1, 0]);
  hand(2, 2, 1, [1, 1, 1, 1], [0.5, 0.5, 0.5, 0.5]);
  hand(1, 2, 1, [3, 4], [0.6, 0.8]);
  hand(2, 3, 4, [0, 0, 3, 2, 0, 0], [0, 0, 2.5, 1.5, 0, 0]);
  hand(2, 2, 1, [0, 0, 0, 0], [0, 0, 0, 0]);
}

// The variational inequality at its worst point: max ⟨V − P, Z⟩ over the ball is radius · σ₁(V − P), and P attains it.
function every(): void {
  for (let kind = 0; kind < MATRICES; kind++) {
    for (let rows = 1; rows <= 7; rows += 2) {
      for (let columns = 1; columns <= 7; columns++) {
        for (let radius: f64 = 0.05; radius < 1; radius *= 3) {
          reset();
          const d = rows * columns;
          const v = matrix(kind, rows, columns);
          const before = copy<f64>(v, d);
          const size = frobenius(v, d);
          projectNuclearBall(v, d, scratchFor(rows, columns), keptFor(rows, columns), rows, columns, radius * size);
          const left = array<f64>(d);
          for (let k = 0; k < d; k++) set<f64>(left, k, get<f64>(before, k) - get<f64>(v, k));
          const message = `kind ${kind}, ${rows} × ${columns}, radius ${radius}`;
          const attained = product(left, v, d);
          const worst = radius * size * spectral(left, rows, columns);
          expect(worst).toBeLessThanOrEqual(attained + 1e-13 * size * size, message);
          expect(intact()).toBe(true, message);
        }
      }
    }
  }
}

function warm(): void {
  reset();
  const base = matrix(0, 7, 9);
  const v = array<f64>(63);
  const cold = array<f64>(63);
  const scratch = scratchFor(7, 9);
  const kept = keptFor(7, 9);
  const none = keptFor(7, 9);
  for (let call = 0; call < 15; call++) {
    for (let k = 0; k < 63; k++) set<f64>(v, k, get<f64>(base, k) + 0.01 * real());
    memory.copy(cold, v, 63 * 8);
    memory.fill(none, 0, 7 * 8 * 8);
    projectNuclearBall(v, 63, scratch, kept, 7, 9, 2);
    projectNuclearBall(cold, 63, scratch, none, 7, 9, 2);
    expect(distance<f64>(v, cold, 63)).toBeLessThan(1e-13, `call ${call}`);
    expect(intact()).toBe(true, `call ${call}`);
  }
}

function inside(): void {
  reset();
  const v = list<f64>([0.1, -0.0, 0.3, -0.2]);
  const before = copy<f64>(v, 4);
  projectNuclearBall(v, 4, scratchFor(2, 2), keptFor(2, 2), 2, 2, 1);
  expect(difference<f64>(v, before, 4)).toBe(-1);
}

describe("projectNuclearBall", () => {
  test("values by hand", byHand);
  test("the variational inequality, every shape and kind", every);
  test("warm as cold", warm);
  test("inside the ball no bit changes", inside);
});
