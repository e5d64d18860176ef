import type { Dataset } from '../../src/dataset.js';

/** X as the engine has it, column by column: x_ij is ⟨xᵢ, e_j⟩, exactly. */
export function loadedColumns(data: Dataset): Float64Array[] {
  const workspace = data.loaded.workspace({ alpha: 1, intercept: false });
  const [w] = workspace.allocate(1);
  const columns = Array.from({ length: data.columns }, (_, j) => {
    w.array.fill(0);
    w.array[j] = 1;
    return workspace.latent(w) as Float64Array;
  });
  workspace.release();
  return columns;
}
