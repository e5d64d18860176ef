import { expect, test } from 'vitest';
import {
  constantStep,
  fitSync,
  paperSchedule,
  plantedProblem,
  sparse,
  wholeSpace,
} from '../../src/index.js';

test('iterates that repeat end a run as stalled, and say so', () => {
  const found: string[] = [];
  for (let seed = 1; seed <= 12; seed++) {
    const { X, y } = plantedProblem({ n: 40, d: 60, sparsity: 5, seed });
    const options = { constraint: sparse(5), stepSize: constantStep(1), maxIterations: 400 };
    const { status, certificate, iterations, objective } = fitSync(X, y, options);
    const warning = certificate.warnings.find((text) => text.includes('repeat with period'));
    expect(warning === undefined).toBe(status !== 'stalled');
    if (warning === undefined) continue;
    found.push(warning);
    // So they do: a whole number of periods later the run is where it was.
    const period = Number(/period (\d+)/.exec(warning)?.[1]);
    const later = fitSync(X, y, {
      ...options,
      tolerance: 0,
      maxIterations: iterations + 9 * period,
    });
    expect(later.status).toBe('iteration-limit');
    expect(later.objective / objective).toBeCloseTo(1, 9);
    expect(period).toBeGreaterThan(1);
  }
  expect(found.length).toBeGreaterThan(0);
});

test.each(['f32', 'f64'] as const)(
  'convergence that alternates slowly is not taken for one, %s',
  (precision) => {
    // A quadratic with curvature 2 and a step just short of 1: the error changes its sign and shrinks by 1 − 2δ.
    const data = (precision === 'f32' ? Float32Array : Float64Array).of(1, -1);
    const X = { data, rows: 2, columns: 1 };
    for (const delta of precision === 'f32' ? [1e-2, 1e-3] : [1e-2, 1e-4, 1e-6]) {
      const { status, certificate } = fitSync(X, [1, -1], {
        ...{ constraint: wholeSpace(), observation: 'linear', maxIterations: 3000 },
        stepSize: constantStep(1 - delta),
      });
      expect(status).not.toBe('stalled');
      expect(certificate.warnings.filter((text) => text.includes('repeat'))).toEqual([]);
    }
  },
);

test('and a step that just keeps turning round is', () => {
  const X = { data: Float64Array.of(1, -1), rows: 2, columns: 1 };
  const { status, iterations, certificate } = fitSync(X, [1, -1], {
    ...{ constraint: wholeSpace(), observation: 'linear' },
    stepSize: constantStep(1),
  });
  expect(status).toBe('stalled');
  expect(iterations).toBeLessThan(10);
  expect(certificate.warnings.join()).toContain('repeat with period 2 from iteration 0 on');
});

test('at tolerance 0 a run goes on all the same', () => {
  const { X, y } = plantedProblem({ n: 100, d: 200, sparsity: 10, seed: 1 });
  const options = { constraint: sparse(10), stepSize: paperSchedule(), maxIterations: 300 };
  const result = fitSync(X, y, { ...options, tolerance: 0 });
  expect([result.status, result.iterations]).toEqual(['iteration-limit', 300]);
});
