import type { Dataset } from '../dataset.js';

/** All zᵢ = ⟨w,xᵢ⟩ + b of loaded data. Half a trip over X. */
export async function latentOf(
  data: Dataset,
  weights: ArrayLike<number>,
  intercept: number,
): Promise<Float64Array> {
  const { loaded, background } = data;
  background?.hold();
  try {
    if (!loaded.isReady) await loaded.ready;
    const workspace = loaded.workspace({ alpha: 0, intercept: true });
    try {
      const [w] = workspace.allocate(1);
      w.array.set(weights);
      w.array[data.columns] = intercept;
      return Float64Array.from(await workspace.latent(w));
    } finally {
      workspace.release();
    }
  } finally {
    background?.release();
  }
}
