// Sets whose points stand apart: a fit over one ends where it began, and says that this means little.

import { expect, test } from 'vitest';
import {
  binary,
  type Constraint,
  discrete,
  finiteSet,
  fitSync,
  plantedProblem,
  product,
} from '../../src/index.js';

const CAVEAT =
  /^(binary|discrete|finiteSet): its points stand apart, and where a step does not reach/;

const points = [
  [0, 0, 0],
  [1, 1, 0],
];

test.each<[Constraint]>([[binary()], [discrete({ values: [0, 1] })], [finiteSet({ points })]])(
  '$name converges where it starts, and its certificate tells why',
  (constraint) => {
    const { X, y } = plantedProblem({ n: 50, d: 3, sparsity: 1, seed: 1 });
    const { certificate, status } = fitSync(X, y, { constraint });
    expect(status).toBe('converged');
    expect(certificate.warnings[0]).toMatch(CAVEAT);
  },
);

test('a set of one point, which is convex, has no such caveat; one made of such sets has it once', () => {
  expect(discrete({ values: [2, 2] }).caveats).toBeUndefined();
  expect(finiteSet({ points: [[1]] }).caveats).toBeUndefined();
  const part = { constraint: binary(), size: 2 };
  expect(product([part, part]).caveats).toEqual(binary().caveats);
});
