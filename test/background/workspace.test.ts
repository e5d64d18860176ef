// What a solver on this thread asks of X in a worker has the bits of X here.

import { expect, test } from 'vitest';
import { load } from '../../src/dataset.js';
import { Random } from '../../src/testing/random.js';
import { iterates } from '../support/gradients.js';
import { rowWeights } from '../support/row-weights.js';

test.each(['f32', 'f64'] as const)('%s: sums over rows', async (precision) => {
  const { table, weights, target } = rowWeights(150, 70, precision);
  const random = new Random(1);
  const ws = iterates(random, 71, 70, [3, 70, 0, 20]);
  const folds = Uint8Array.from({ length: 150 }, (_, i) => i % 3);
  const columns = Int32Array.of(4, 0, 69, 70, 33);
  const answers = [];
  for (const background of [false, true]) {
    const data = load(table, table.y, { engine: 'wasm', background });
    await data.ready;
    const workspace = data.loaded.workspace({ alpha: 0, intercept: true });
    const [g, ...vectors] = workspace.allocate(9);
    const [us, gs] = [vectors.slice(0, 4), vectors.slice(4)];
    us.forEach((u, k) => {
      u.array.set(ws[k]);
    });
    const answer = [];
    for (const left of [
      { folds, left: [0, 1, 2, -1] },
      { folds, left: [-1, 2, 0, 0] },
    ]) {
      const objectives = await workspace.gradients(us, gs, left);
      answer.push(
        objectives,
        gs.map(({ array }) => array.slice()),
      );
    }
    await workspace.adjoint(weights, g);
    answer.push(g.array.slice(), await workspace.gram(columns, weights, target));
    answer.push(await workspace.objective(us[0]), await workspace.latent(us[3]));
    answers.push(answer);
    workspace.release();
    data.dispose();
  }
  expect(answers[1]).toEqual(answers[0]);
});
