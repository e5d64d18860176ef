import { type Opponent, residuals } from './opponent.js';
import { type Peers, peer, versionOf } from './peer.js';

/** ml-matrix, f64 alone: X and its transpose are loaded, since Xᵀψ by `transpose().mmul` takes twice as long. */
export async function mlMatrix(): Promise<Opponent> {
  const { Matrix } = await peer<Peers['mlMatrix']>('ml-matrix');
  return {
    name: 'ml-matrix',
    version: versionOf('ml-matrix'),
    precisions: ['f64'],
    load({ X, y, n, d }) {
      const rows = Matrix.from1DArray(n, d, X);
      const columns = rows.transpose();
      return {
        gradient(w, g) {
          const psi = Float64Array.from(rows.mmul(Matrix.columnVector(w)).to1DArray());
          residuals(psi, y);
          g.set(columns.mmul(Matrix.columnVector(psi)).div(n).to1DArray());
        },
      };
    },
  };
}
