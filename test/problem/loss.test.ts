// What every loss promises: ψ is the derivative of the value, the curvature that of ψ, and the number that all rows share
// the best one, so that ∇L needs no derivative of it.

import { describe, expect, test } from 'vitest';
import {
  backtracking,
  type Loss,
  leastSquares,
  matching,
  oneSided,
  projectedGradient,
  robust,
  tobit,
  wholeSpace,
} from '../../src/index.js';
import { observe, type Response } from '../../src/problem/observation.js';
import { lossOf } from '../../src/recipes.js';
import { checkRequirements } from '../../src/solvers/requirements.js';
import { normals } from '../../src/testing/random.js';
import { expectError } from '../support/errors.js';
import { RESPONSES } from '../support/responses.js';

const LOSSES: readonly Loss[] = [
  leastSquares(),
  matching(),
  oneSided(),
  robust({ outliers: 0.2 }),
  robust({ outliers: 3 }),
  tobit(),
];
const pairs = LOSSES.flatMap((loss) =>
  RESPONSES.filter((response) => loss.refuses?.(response, 40) === undefined).map(
    (response) => [`${loss.name} of ${JSON.stringify(response)}`, loss, response] as const,
  ),
);
const N = 40;

// y as it is observed, with noise before and after the cut.
function sample(response: Response, seed: number) {
  const z = normals(N, seed);
  const [before, after] = [normals(N, seed + 100), normals(N, seed + 200)];
  const y = z.map((value, i) => {
    const cut = observe(value + 0.5 * before[i], response);
    return i % 3 === 0 ? cut + 0.1 * after[i] : cut;
  });
  return { z, y };
}

const kinks = ({ lower, upper }: Response) => [lower, upper].filter(Number.isFinite);

describe.each(pairs)('%s', (_, loss, response) => {
  const { z, y } = sample(response, 3);
  const weights = normals(N, 9).map(Math.abs);
  weights[4] = 0;
  const mean = weights.reduce((sum, weight) => sum + weight / N, 0);
  const given: [Float64Array?][] = [[undefined], [weights.map((weight) => weight / mean)]];
  // Are there no kinks of φ, and no threshold of a robust loss, within 2h of row i?
  const isSmooth = (i: number, h: number, shared: number) =>
    kinks(response).every((kink) => Math.abs(z[i] - kink) > 2 * h) &&
    !(
      loss.name === 'robust' && Math.abs(Math.abs(observe(z[i], response) - y[i]) - shared) < 2 * h
    );

  test.each(given)(
    'ψ is the derivative of L, shared number and all; weights %#',
    (sampleWeight) => {
      const h = 1e-5;
      const total = (points: Float64Array) => {
        const shared = loss.shared?.(points, y, response, sampleWeight) ?? NaN;
        return points.reduce(
          (sum, point, i) =>
            sum + (sampleWeight?.[i] ?? 1) * loss.value(point, y[i], response, shared),
          0,
        );
      };
      const shared = loss.shared?.(z, y, response, sampleWeight) ?? NaN;
      let checked = 0;
      z.forEach((point, i) => {
        if (!isSmooth(i, h, shared)) return;
        const [left, right] = [z.slice(), z.slice()];
        left[i] -= h;
        right[i] += h;
        const slope = (total(right) - total(left)) / (2 * h);
        const psi = (sampleWeight?.[i] ?? 1) * loss.rowWeight(point, y[i], response, shared);
        expect(Math.abs(psi - slope)).toBeLessThan(1e-7 * (1 + Math.abs(psi)));
        checked++;
      });
      expect(checked).toBeGreaterThan(N / 2);
    },
  );

  test('the curvature is the derivative of ψ, or what of it is not negative', () => {
    if (loss.curvature === undefined) return;
    const h = 1e-5;
    const shared = loss.shared?.(z, y, response) ?? NaN;
    for (let i = 0; i < N; i++) {
      if (!isSmooth(i, h, shared)) continue;
      const psi = (point: number) => loss.rowWeight(point, y[i], response, shared);
      const slope = (psi(z[i] + h) - psi(z[i] - h)) / (2 * h);
      const curvature = loss.curvature(z[i], y[i], response, shared);
      expect(curvature).toBeGreaterThanOrEqual(0);
      expect(Math.abs(curvature - slope)).toBeLessThan(1e-6 * (1 + curvature));
      // Who solves with it needs a row that pulls to be curved.
      if (curvature === 0) expect(psi(z[i]) + 0).toBe(0);
    }
  });

  test('is made again from its name and parameters, and cannot be changed', () => {
    const again = lossOf(JSON.parse(JSON.stringify(loss)));
    const shared = loss.shared?.(z, y, response) ?? NaN;
    expect(again.shared?.(z, y, response) ?? NaN).toBe(shared);
    expect(again.value(z[1], y[1], response, shared)).toBe(
      loss.value(z[1], y[1], response, shared),
    );
    expect(Object.isFrozen(loss)).toBe(true);
  });
});

describe('what a loss cannot stand with is refused by name', () => {
  const parts = {
    constraint: wholeSpace(),
    solver: projectedGradient(),
    stepSize: backtracking(),
    intercept: false,
  };
  const check = (loss: Loss, response: Response, rows = 40) =>
    checkRequirements({ ...parts, loss, response }, rows);
  const [relu, linear, leaky, ...censored] = RESPONSES;

  test('oneSided of what cuts nothing off', () => {
    for (const response of [linear, leaky]) {
      const got = response === linear ? "'linear'" : '{ leaky: 0.3 }';
      expectError(() => check(oneSided(), response), 'INCOMPATIBLE', 'options.loss oneSided', got);
    }
    for (const response of [relu, ...censored]) check(oneSided(), response);
  });

  test('tobit of a leaky observation', () => {
    expectError(
      () => check(tobit(), leaky),
      'INCOMPATIBLE',
      'options.loss tobit',
      '{ leaky: 0.3 }',
    );
    for (const response of [relu, linear, ...censored]) check(tobit(), response);
  });

  test('robust of more outliers than rows', () => {
    const parts = ['options.loss robust', '40 outliers in 40 rows'];
    expectError(() => check(robust({ outliers: 40 }), relu), 'INCOMPATIBLE', ...parts);
    check(robust({ outliers: 39 }), relu);
    check(robust({ outliers: 0.5 }), relu, 1);
  });
});
