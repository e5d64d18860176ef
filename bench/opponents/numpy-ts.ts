import type { Opponent } from './opponent.js';
import { type Peers, peer, versionOf } from './peer.js';

/** numpy-ts: products with X in its WebAssembly; the mask is quicker in JavaScript between them. */
export async function numpyTs(): Promise<Opponent> {
  const np = await peer<Peers['numpyTs']>('numpy-ts');
  return {
    name: 'numpy-ts',
    version: versionOf('numpy-ts'),
    precisions: ['f32', 'f64'],
    load({ X, y, n, d }) {
      const rows = np.asarray(X).reshape([n, d]);
      return {
        gradient(w, g) {
          const weights = np.asarray(w);
          const z = np.matmul(rows, weights);
          const psi = z.data.slice();
          for (let i = 0; i < n; i++) {
            psi[i] = ((Math.max(0, psi[i]) - y[i]) * (1 + Math.sign(psi[i]))) / n;
          }
          const weightsOfRows = np.asarray(psi);
          const sums = np.matmul(weightsOfRows, rows);
          g.set(sums.data);
          for (const held of [weights, z, weightsOfRows, sums]) held.dispose();
        },
        dispose: () => rows.dispose(),
      };
    },
  };
}
