import type { Opponent } from './opponent.js';
import { type Peers, peer, versionOf } from './peer.js';

/** @jax-js/jax: one jitted function; X and its transpose are loaded, which is its quickest way in both precisions. */
export async function jax(): Promise<Opponent> {
  // It looks for names that Node 20 has not.
  const global = globalThis as { navigator?: unknown; Float16Array?: unknown };
  global.navigator ??= { hardwareConcurrency: 1, userAgent: 'node' };
  global.Float16Array ??= class Float16Array {};
  const { init, jit, blockUntilReady, numpy: np } = await peer<Peers['jax']>('@jax-js/jax');
  await init();
  return {
    name: 'jax-js',
    version: versionOf('@jax-js/jax'),
    precisions: ['f32', 'f64'],
    async load({ X, y, n, d, precision }) {
      const dtype = precision === 'f32' ? np.float32 : np.float64;
      const array = (values: ArrayLike<number>) => np.array(values, { dtype });
      const rows = array(X).reshape([n, d]);
      const columns = array(X.map((_, k) => X[(k % n) * d + Math.floor(k / n)])).reshape([d, n]);
      const target = array(y);
      await blockUntilReady([rows.ref, columns.ref, target.ref]);
      const gradient = jit((rows, columns, y, w) => {
        const z = np.matmul(rows, w);
        const psi = np.maximum(z.ref, 0).sub(y).mul(np.sign(z).add(1));
        return np.matmul(columns, psi).div(n);
      });
      return {
        gradient(w, g) {
          g.set(gradient(rows.ref, columns.ref, target.ref, array(w)).dataSync());
        },
        dispose() {
          for (const held of [rows, columns, target]) held.dispose();
          gradient.dispose();
        },
      };
    },
  };
}
