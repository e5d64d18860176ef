import { projectNuclearBall } from "../projections/nuclear-ball";
import { byHand, frobenius, insideUnchanged, keptFor, MATRICES, matrix, product, scratchFor, spectral, warmAsCold } from "./support/matrices";
import { array, copy, get, intact, reset, set } from "./support/memory";

function values(): void {
  byHand(projectNuclearBall, 2, 2, 2, [3, 0, 0, 1], [2, 0, 0, 0]);
  byHand(projectNuclearBall, 2, 2, 3, [0, 3, -2, 0], [0, 2, -1, 0]);
  byHand(projectNuclearBall, 2, 2, 1, [1, 1, 1, 1], [0.5, 0.5, 0.5, 0.5]);
  byHand(projectNuclearBall, 1, 2, 1, [3, 4], [0.6, 0.8]);
  byHand(projectNuclearBall, 2, 3, 4, [0, 0, 3, 2, 0, 0], [0, 0, 2.5, 1.5, 0, 0]);
  byHand(projectNuclearBall, 2, 2, 1, [0, 0, 0, 0], [0, 0, 0, 0]);
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

describe("projectNuclearBall", () => {
  test("values by hand", values);
  test("the variational inequality, every shape and kind", every);
  test("warm as cold", () => warmAsCold(projectNuclearBall, 2));
  test("inside the ball no bit changes", () => insideUnchanged(projectNuclearBall));
});
