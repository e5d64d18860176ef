import { type Opponent, residuals } from './opponent.js';
import { type Peers, peer, versionOf } from './peer.js';

/** @stdlib/blas: its own sgemv and dgemv, published apart. */
export async function stdlib(): Promise<Opponent> {
  const { default: sgemv } = await peer<Peers['stdlib']>('@stdlib/blas-base-sgemv');
  const { default: dgemv } = await peer<Peers['stdlib']>('@stdlib/blas-base-dgemv');
  return {
    name: 'stdlib',
    version: `blas-base-sgemv ${versionOf('@stdlib/blas-base-sgemv')}`,
    precisions: ['f32', 'f64'],
    load({ X, y, n, d, precision }) {
      const gemv = precision === 'f32' ? sgemv : dgemv;
      const psi = y.slice();
      return {
        gradient(w, g) {
          gemv('row-major', 'no-transpose', n, d, 1, X, d, w, 1, 0, psi, 1);
          residuals(psi, y);
          gemv('row-major', 'transpose', n, d, 1 / n, X, d, psi, 1, 0, g, 1);
        },
      };
    },
  };
}
