// What theory says of a line: of its set, size and observation alone, whatever n, noise or solver it is run with. It is about
// rows that are as likely in any direction.

import { type ClosedForm, euclideanNorm } from '../../constraints/constraint.js';
import { plantedParts, type Rows } from '../../data/planted.js';
import { namedSeed, trialSeed } from '../../data/trial-seed.js';
import { responseOf } from '../../problem/observation.js';
import { shareOfEquations } from '../../theory/equations.js';
import { requiredSamples } from '../../theory/required-samples.js';
import { listOf, type PhaseCoordinates, type PhaseSetting } from './options.js';
import { plantedSet } from './trial.js';

/** The descent cones of K at weights drawn as those of the trials are: the mean over 16 draws of K and w*. */
export interface PhaseTheory {
  /** δ, the n₀ of the theorem. */
  readonly statisticalDimension: number;
  /** The standard deviation of δ from draw to draw; 0 where it is that of the set alone. */
  readonly spread: number;
  readonly kind: ClosedForm['kind'];
  readonly formula: string;
  /** ⌈2δ⌉ where half of the rows say nothing, ⌈δ⌉ where all are equations, ⌈δ/P⌉ where a share P of them is. */
  readonly requiredSamples: number;
}

type Place = Pick<PhaseCoordinates, 'constraint' | 'd' | 'sparsity' | 'observation' | 'rows'>;

const DRAWS = 16;

/**
 * Null for rows that are not isotropic, where a draw has no formula, or no row would be an equation. 16 draws of K and w*,
 * one where K says it all.
 */
export function theoryOf(setting: PhaseSetting, place: Place): PhaseTheory | null {
  if (!isIsotropic(place.rows)) return null;
  const first = drawn(setting, place, 0);
  if (first === undefined) return null;
  const found = [first];
  while (!first.isFixed && found.length < DRAWS) {
    const next = drawn(setting, place, found.length);
    if (next === undefined) return null;
    found.push(next);
  }
  const deltas = found.map(({ delta }) => delta);
  const mean = meanOf(deltas);
  const squares = deltas.reduce((sum, delta) => sum + (delta - mean) ** 2, 0);
  const needed = meanOf(found.map(({ delta, share }) => (delta === 0 ? 0 : delta / share)));
  // With rows that are all cut off none would do, and JSON has no Infinity.
  if (!Number.isFinite(needed)) return null;
  const { kind, formula } = found.find((one) => one.kind !== 'exact') ?? first;
  return {
    statisticalDimension: mean,
    spread: found.length === 1 ? 0 : Math.sqrt(squares / (found.length - 1)),
    kind,
    formula,
    requiredSamples: Math.ceil(needed),
  };
}

/** Are rows centred, and their entries uncorrelated? Correlated or shifted ones see another cone. */
export const isIsotropic = (rows: Rows): boolean =>
  typeof rows === 'string' || Object.values(rows)[0] === 0;

/** What theory says of each set, size, kind of rows and observation of a setting. */
export function theoriesOf(setting: PhaseSetting): (PhaseTheory | null)[] {
  return listOf(setting.constraint).flatMap((constraint) =>
    listOf(setting.d).flatMap((d) =>
      listOf(setting.sparsity).flatMap((sparsity) =>
        listOf(setting.rows).flatMap((rows) =>
          listOf(setting.observation).map((observation) =>
            theoryOf(setting, { constraint, d, sparsity, observation, rows }),
          ),
        ),
      ),
    ),
  );
}

interface Drawn {
  readonly delta: number;
  readonly share: number;
  readonly kind: ClosedForm['kind'];
  readonly formula: string;
  /** Is it the same at all weights? */
  readonly isFixed: boolean;
}

function drawn(setting: PhaseSetting, place: Place, draw: number): Drawn | undefined {
  const { constraint, d, sparsity, observation } = place;
  const { values } = setting;
  const name = `theory ${JSON.stringify({ constraint, d, sparsity, values })}`;
  const { planting, set } = plantedSet(setting, place, trialSeed(namedSeed(0, name), draw));
  const { planted } = plantedParts({ n: 1, d, ...planting });
  if (set.statisticalDimension?.(d, planted) === undefined) return undefined;
  // Some projections, of sets made of others, end within a rounding of their set or somewhat more.
  const how = { observation, method: 'closed-form', tolerance: 1e-6 } as const;
  const { n0: delta, kind, formula } = requiredSamples(set, planted, how);
  if (kind === 'estimate') return undefined;
  const response = responseOf(observation);
  const share = shareOfEquations(response, euclideanNorm(planted));
  // Where nothing is cut off but at 0, the size of the weights does not matter.
  const isScaleFree = shareOfEquations(response, 1) === shareOfEquations(response, 2);
  const isFixed = isScaleFree && set.statisticalDimension(d) !== undefined;
  return { delta, share, kind, formula, isFixed };
}

// Of equal numbers that number to the bit.
function meanOf([first, ...others]: readonly number[]): number {
  return first + others.reduce((sum, value) => sum + (value - first), 0) / (others.length + 1);
}
