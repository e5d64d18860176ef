import { latent, latents } from "../macro/latent";
import { groupRows } from "../macro/panel";
import { array, get, intact, reset } from "./support/memory";
import { Packed } from "./support/packed";
import { Problem } from "./support/problem";

function dense<T>(): void {
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

function sparse<T>(): void {
  for (let stride = 1; stride <= 7; stride += 3) {
    for (let n = 0; n <= 50; n += 5) {
      for (let begin = 0; begin <= n; begin += groupRows<T>()) {
        reset();
        const p = new Problem<T>(n, 23, 8, true);
        p.bias = <T>3;
        const packed = new Packed<T>(p, stride);
        const out = array<T>(n - begin + 64);
        latents<T>(
          p.X, p.pitch, begin, n, p.d, packed.weights, p.bias,
          packed.panel, packed.groupBytes, packed.offsets, packed.s, out,
        );
        let wrong = 0;
        for (let i = begin; i < n; i++) wrong += i32(get<T>(out, i - begin) != p.z(i));
        expect(wrong).toBe(0, `rows ${begin} to ${n}, every ${stride}th column`);
        expect(intact()).toBe(true, `rows ${begin} to ${n}, every ${stride}th column`);
      }
    }
  }
}

describe("latent", () => {
  test("f32: of a sparse w by its panel", () => sparse<f32>());
  test("f64: of a sparse w by its panel", () => sparse<f64>());
  test("f32: ⟨xᵢ, w⟩ + b over any range of rows", () => dense<f32>());
  test("f64: ⟨xᵢ, w⟩ + b over any range of rows", () => dense<f64>());
});
