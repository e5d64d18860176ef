import { residuals, rowWeights } from "../micro/residual";

// Lane 1 of a vector whose lane 0 has the opposite sign: a lane must not see another one.
function residual<T>(z: T, y: T, alpha: T): T {
  return v128.extract_lane<T>(residuals<T>(pair<T>(-z, z), pair<T>(y - <T>1, y), alpha), 1);
}

function psi<T>(z: T, y: T, alpha: T): T {
  const zs = pair<T>(-z, z);
  const e = residuals<T>(zs, pair<T>(y - <T>1, y), alpha);
  return v128.extract_lane<T>(rowWeights<T>(zs, e, alpha), 1);
}

function pair<T>(a: T, b: T): v128 {
  return v128.replace_lane<T>(v128.splat<T>(a), 1, b);
}

function formula<T>(): void {
  const alphas: StaticArray<f64> = [0, 0.25, 0.5, 1, -0.5, 2];
  for (let k = 0; k < alphas.length; k++) {
    const alpha = <T>alphas[k];
    for (let z: T = <T>-3; z <= <T>3; z += <T>0.5) {
      for (let y: T = <T>-3; y <= <T>3; y += <T>0.5) {
        const sign: T = z > <T>0 ? <T>1 : z < <T>0 ? <T>-1 : <T>0;
        const r: T = (z > <T>0 ? z : alpha * z) - y;
        expect(residual<T>(z, y, alpha)).toBe(r);
        const want: T = r * (<T>1 + alpha + (<T>1 - alpha) * sign);
        expect(psi<T>(z, y, alpha) == want).toBe(true, `ψ(${z}, ${y}), α = ${alpha}`);
      }
    }
  }
}

function byHand<T>(): void {
  // ReLU: 2(z − y), nothing, and −y where sgn is 0.
  expect(psi<T>(<T>2, <T>0.5, <T>0)).toBe(<T>3);
  expect(psi<T>(<T>-2, <T>5, <T>0)).toBe(<T>0);
  expect(psi<T>(<T>0, <T>5, <T>0)).toBe(<T>-5);
  expect(psi<T>(<T>-0.0, <T>5, <T>0)).toBe(<T>-5);
  // Leaky, α = ¼: 2α(αz − y) below 0, (1 + α)(−y) at 0.
  expect(psi<T>(<T>-2, <T>1, <T>0.25)).toBe(<T>-0.75);
  expect(psi<T>(<T>0, <T>4, <T>0.25)).toBe(<T>-5);
  // Linear: 2(z − y) everywhere.
  expect(psi<T>(<T>-2, <T>1, <T>1)).toBe(<T>-6);
  expect(psi<T>(<T>0, <T>1, <T>1)).toBe(<T>-2);
}

function notFinite<T>(): void {
  expect(isNaN<T>(psi<T>(<T>NaN, <T>1, <T>0))).toBe(true, "z is NaN");
  expect(isNaN<T>(psi<T>(<T>NaN, <T>1, <T>0.5))).toBe(true, "z is NaN, leaky");
  expect(isNaN<T>(psi<T>(<T>1, <T>NaN, <T>0))).toBe(true, "y is NaN");
  expect(isNaN<T>(psi<T>(<T>-1, <T>NaN, <T>0))).toBe(true, "y is NaN, the row is off");
  expect(isFinite<T>(psi<T>(<T>Infinity, <T>1, <T>0))).toBe(false, "z is ∞");
  expect(isFinite<T>(psi<T>(<T>-Infinity, <T>1, <T>0))).toBe(false, "z is −∞");
}

describe("residuals and rowWeights", () => {
  test("f32: the formula of the paper", () => formula<f32>());
  test("f64: the formula of the paper", () => formula<f64>());
  test("f32: values by hand", () => byHand<f32>());
  test("f64: values by hand", () => byHand<f64>());
  test("f32: what is not finite stays so", () => notFinite<f32>());
  test("f64: what is not finite stays so", () => notFinite<f64>());
});
