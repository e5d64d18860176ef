import { wasmEngine } from '../../src/engine/wasm.js';
import type { Constraint, Numbers, Precision } from '../../src/index.js';
import { leastSquares } from '../../src/index.js';

/** The projection of one engine in ℝᵈ; what follows the d weights in memory must stay as it is. */
export interface KernelProjection {
  project(v: Float64Array, set: Constraint): { projected: Numbers; intercept: number };
  dispose(): void;
}

export const INTERCEPT = 12345;

export function kernelProjection(d: number, precision: Precision): KernelProjection {
  const Numbers = precision === 'f32' ? Float32Array : Float64Array;
  const data = wasmEngine.load({
    data: new Numbers(d),
    rows: 1,
    columns: d,
    y: new Numbers(1),
    precision,
  });
  const workspace = data.workspace({ loss: leastSquares(), alpha: 0, intercept: true });
  const [vector] = workspace.allocate(1);
  return {
    project(v, set) {
      vector.array.set(v);
      vector.array[d] = INTERCEPT;
      workspace.project(vector, set);
      return { projected: vector.array.slice(0, d), intercept: vector.array[d] };
    },
    dispose() {
      workspace.release();
      data.dispose();
    },
  };
}
