// The measurements of `npm run bench:constants`: sets of one kind together, with the sizes that are natural to them.

import {
  constantsTable,
  type NoiseLine,
  noiseStability,
  type PhaseSetting,
  version,
} from '../../dist/index.js';
import { machine } from '../machine.js';
import type { Constants, ConstantsLine } from './result.js';

const D = 200;
const CONVEX = { solver: 'acceleratedProjectedGradient', observation: ['relu', 'linear'] } as const;
const OTHERS = { solver: ['projectedGradient', 'pursuit'] } as const;

const GROUPS = [
  { constraint: ['l1Ball', 'nonnegativeL1Ball'], sparsity: [4, 10], ...CONVEX },
  { constraint: ['groupL2Ball'], sparsity: [1, 2], ...CONVEX },
  { constraint: ['nuclearBall'], sparsity: 1, ...CONVEX },
  { constraint: ['monotoneCone', 'subspace'], sparsity: [5, 20], ...CONVEX },
  { constraint: ['nonnegative', 'linfBall'], sparsity: 100, ...CONVEX },
  { constraint: ['wholeSpace'], sparsity: 100, ...CONVEX },
  { constraint: ['sparse', 'sparseNonnegative'], sparsity: [4, 10], ...OTHERS },
  { constraint: ['groupSparse'], sparsity: [1, 2], ...OTHERS },
  { constraint: ['lowRank'], sparsity: 1, ...OTHERS },
];

const NOISE = { n: 400, noise: [1e-4, 1e-3, 1e-2, 1e-1], observation: ['relu', 'linear'] } as const;
const IN_NOISE = [
  { constraint: ['sparse', 'l1Ball', 'monotoneCone'], sparsity: 10 },
  { constraint: ['lowRank', 'nuclearBall'], sparsity: 1 },
];

/** All of it; `report` is called after each part. */
export async function measure(trials: number, report: (line: string) => void): Promise<Constants> {
  const began = performance.now();
  const rows: ConstantsLine[] = [];
  const noise: NoiseLine[] = [];
  const settings: PhaseSetting[] = [];
  let count = 0;
  const how = { d: D, trials, maxIterations: 2000, onRecord: () => count++ };
  for (const group of GROUPS) {
    const table = await constantsTable({ ...group, ...how });
    settings.push(table.phase.options);
    for (const { constraint, sparsity, solver, observation, ...found } of table.rows) {
      const place = { constraint, sparsity, solver, observation };
      const { n0, spread, kind, n, c } = found;
      rows.push({ ...(place as ConstantsLine), n0, spread, kind, n, c });
    }
    report(`${group.constraint.join(', ')}: ${seconds(began)} s, ${count} trials`);
  }
  for (const group of IN_NOISE) {
    const { lines, phase } = await noiseStability({ ...group, ...NOISE, ...how });
    settings.push(phase.options);
    noise.push(...lines);
    report(`noise on ${group.constraint.join(', ')}: ${seconds(began)} s, ${count} trials`);
  }
  return { version, machine: machine(), seconds: seconds(began), count, settings, rows, noise };
}

const seconds = (began: number) => Math.round((performance.now() - began) / 1000);
