import { expect, test } from 'vitest';
import { fitSync, plantedProblem, type Solver, sparse } from '../../src/index.js';
import type { Channel } from '../../src/solvers/message-passing/channel.js';
import { Messages } from '../../src/solvers/message-passing/messages.js';
import { channelOf, firstNoise } from '../../src/solvers/message-passing/noise.js';

/** The standard deviation that forty rounds of messages learn. */
function learnt(channel: Channel, level: number, seed: number): number {
  let noise = NaN;
  const solver: Solver = {
    name: 'messages',
    parameters: {},
    requires: {},
    coordinates: 'equilibrated',
    *iterate(problem) {
      const [u] = problem.allocate(1);
      const messages = new Messages(problem, channel);
      yield* messages.findMeans();
      messages.begin(u, 1);
      // Wherever it begins.
      messages.noise *= 4;
      for (let round = 0; round < 40; round++) yield* messages.exchange();
      noise = messages.noise;
      const end = { stepSize: 1, residual: 0, relativeResidual: 0, stalled: true, diverged: false };
      yield { iterate: u, objective: 1, ...end };
    },
  };
  const observation = channel === 'linear' ? 'linear' : 'relu';
  const { X, y } = plantedProblem({
    ...{ n: 800, d: 200, sparsity: 5, seed, observation, values: 'sign' },
    noise: { [channel === 'before' ? 'before' : 'after']: level },
  });
  fitSync(X, y, { constraint: sparse(5), solver, observation });
  return Math.sqrt(noise);
}

test.each([
  ['before', 0.3],
  ['before', 0.1],
  ['after', 0.5],
  ['after', 0.1],
  ['linear', 0.3],
] as const)('noise %s of %d is learnt', (channel, level) => {
  for (const seed of [1, 2]) {
    const ratio = learnt(channel, level, seed) / level;
    expect(ratio).toBeGreaterThan(0.88);
    expect(ratio).toBeLessThan(1.12);
  }
});

test('no noise is learnt where there is none', () => {
  expect(learnt('before', 0, 1)).toBeLessThan(1e-3);
  expect(learnt('linear', 0, 1)).toBeLessThan(1e-3);
});

test('y shows where the noise is, and after the ReLU how large', () => {
  expect(channelOf(Float64Array.of(0, 2, 0))).toBe('before');
  expect(channelOf(Float64Array.of(0.1, 2, -0.1))).toBe('after');
  expect(firstNoise('after', Float64Array.of(5, -1, -3))).toBe(5);
  expect(firstNoise('before', Float64Array.of(5, 0))).toBe(0);
});
