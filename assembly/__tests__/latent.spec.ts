import { latent } from "../macro/latent";
import { array, get, intact, reset } from "./support/memory";
import { Problem } from "./support/problem";

function latents<T>(): void {
  for (let d = 0; d <= 33; d++) {
    for (let n = 0; n <= 20; n++) {
      for (let begin = 0; begin <= n; begin += 3) {
        reset();
        const p = new Problem<T>(n, d, <usize>(d % 5), true);
        p.bias = <T>3;
        const out = array<T>(n - begin);
        latent<T>(p.X, p.pitch, begin, n, d, p.w, p.bias, out);
        let wrong = 0;
        for (let i = begin; i < n; i++) wrong += i32(get<T>(out, i - begin) != p.z(i));
        expect(wrong).toBe(0, `rows ${begin} to ${n}, d = ${d}`);
        expect(intact()).toBe(true, `rows ${begin} to ${n}, d = ${d}`);
      }
    }
  }
}

describe("latent", () => {
  test("f32: ⟨xᵢ, w⟩ + b over any range of rows", () => latents<f32>());
  test("f64: ⟨xᵢ, w⟩ + b over any range of rows", () => latents<f64>());
});
