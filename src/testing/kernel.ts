import type { Constraint } from '../constraints/constraint.js';
import { wasmEngine } from '../engine/wasm.js';
import { loadRareKernels } from '../kernels/rare-kernels.js';
import type { Numbers, Precision } from '../problem/dataset.js';

export const INTERCEPT = 12345;

/** P_K(v) by the wasm engine, and the intercept that follows the weights in memory, which must stay as it was. */
export function projectByKernel(
  v: Float64Array,
  set: Constraint,
  precision: Precision,
): { projected: Numbers; intercept: number } {
  loadRareKernels();
  const d = v.length;
  // Disposed of at once: a page can hold about a hundred memories, and they are reused.
  const data = wasmEngine.open({ rows: 1, columns: d, precision });
  const workspace = data.workspace({ alpha: 0, intercept: true });
  const [vector] = workspace.allocate(1);
  vector.array.set(v);
  vector.array[d] = INTERCEPT;
  workspace.project(vector, set);
  const result = { projected: vector.array.slice(0, d), intercept: vector.array[d] };
  workspace.release();
  data.dispose();
  return result;
}
