import type { Opponent } from './opponent.js';
import { type Peers, peer, versionOf } from './peer.js';

/** @tensorflow/tfjs-backend-wasm, f32 alone: tensors of the backend, X loaded. */
export async function tfjs(): Promise<Opponent> {
  const tf = await peer<Peers['tfjs']>('@tensorflow/tfjs-core');
  await peer('@tensorflow/tfjs-backend-wasm');
  await tf.setBackend('wasm');
  await tf.ready();
  return {
    name: 'tfjs-wasm',
    version: versionOf('@tensorflow/tfjs-backend-wasm'),
    precisions: ['f32'],
    load({ X, y, n, d }) {
      const rows = tf.tensor2d(X, [n, d]);
      const target = tf.tensor2d(y, [n, 1]);
      return {
        gradient(w, g) {
          const answer = tf.tidy(() => {
            const z = tf.matMul(rows, tf.tensor2d(w, [d, 1]));
            const active = tf.add(tf.sign(z), 1);
            const psi = tf.mul(tf.sub(tf.relu(z), target), active);
            return tf.div(tf.matMul(psi, rows, true, false), n);
          });
          g.set(answer.dataSync());
          answer.dispose();
        },
        dispose() {
          rows.dispose();
          target.dispose();
        },
      };
    },
  };
}
