import { projectSpectralBall } from "../projections/spectral-ball";
import { byHand, frobenius, insideUnchanged, keptFor, MATRICES, matrix, product, scratchFor, spectral, warmAsCold } from "./support/matrices";
import { array, copy, get, intact, reset, set } from "./support/memory";

function values(): void {
  byHand(projectSpectralBall, 2, 2, 2, [0, 3, 1, 0], [0, 2, 1, 0]);
  byHand(projectSpectralBall, 2, 2, 2, [3, 0, 0, -5], [2, 0, 0, -2]);
  byHand(projectSpectralBall, 2, 2, 1, [1, 1, 1, 1], [0.5, 0.5, 0.5, 0.5]);
  byHand(projectSpectralBall, 1, 2, 1, [3, 4], [0.6, 0.8]);
  byHand(projectSpectralBall, 2, 3, 2, [0, 0, 3, 1, 0, 0], [0, 0, 2, 1, 0, 0]);
  byHand(projectSpectralBall, 2, 2, 1, [0, 0, 0, 0], [0, 0, 0, 0]);
}

// P is in the ball, and P/radius shrinks what V − P has no part in: ⟨V − P, P⟩ = radius · Σσ(V − P), at least
// radius · ‖V − P‖.
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
          projectSpectralBall(v, d, scratchFor(rows, columns), keptFor(rows, columns), rows, columns, radius * size);
          const left = array<f64>(d);
          for (let k = 0; k < d; k++) set<f64>(left, k, get<f64>(before, k) - get<f64>(v, k));
          const message = `kind ${kind}, ${rows} × ${columns}, radius ${radius}`;
          const attained = product(left, v, d);
          const least = radius * size * frobenius(left, d);
          expect(attained).toBeGreaterThanOrEqual(least - 1e-13 * size * size, message);
          expect(spectral(v, rows, columns)).toBeLessThanOrEqual(radius * size * (1 + 1e-13), message);
          expect(intact()).toBe(true, message);
        }
      }
    }
  }
}

describe("projectSpectralBall", () => {
  test("values by hand", values);
  test("the variational inequality, every shape and kind", every);
  test("warm as cold", () => warmAsCold(projectSpectralBall, 0.7));
  test("inside the ball no bit changes", () => insideUnchanged(projectSpectralBall));
});
