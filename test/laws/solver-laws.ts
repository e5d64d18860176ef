// What every fit obeys, whatever the solver, the set and the loss, as plain functions: a law answers how a case breaks it,
// or nothing. Solvers and losses are those of src/recipes.ts: a new line there is a new row of cases here.

import {
  affine,
  box,
  type Constraint,
  discrete,
  type FitOptions,
  type FitResult,
  fitSync,
  groupL2Ball,
  groupSparse,
  halfspace,
  inBasis,
  intersection,
  type Loss,
  l1Ball,
  l2Ball,
  lowRank,
  monotoneCone,
  nonnegative,
  plantedProblem,
  RelufitError,
  type Solver,
  type StepSize,
  simplex,
  sparse,
  sparseBall,
  sparseNonnegative,
  sphere,
  treeSparse,
  wholeSpace,
} from '../../src/index.js';
import { RELU } from '../../src/problem/observation.js';
import { LOSSES, SOLVERS, STEP_SIZES } from '../../src/recipes.js';

/** The parameters of what cannot be made without, or is to be made with others than its defaults. */
const PARAMETERS: Readonly<Record<string, object>> = {
  constantStep: { mu: 0.05 },
  robust: { outliers: 0.1 },
  stochasticGradient: { batch: 64 },
};

/** Which solvers promise, with a step that adapts, that L never rises on a set. */
const NEVER_RISES: Readonly<Record<string, (set: Constraint) => boolean>> = {
  projectedGradient: () => true,
  acceleratedProjectedGradient: (set) => set.convex,
};

const made = <T>(table: Readonly<Record<string, (parameters: never) => T>>): T[] =>
  Object.entries(table).map(([name, make]) => make((PARAMETERS[name] ?? {}) as never));

export const solvers: readonly Solver[] = made(SOLVERS);
export const losses: readonly Loss[] = made(LOSSES);
export const stepSizes: readonly StepSize[] = made(STEP_SIZES);

const D = 16;
const ones = new Array(D).fill(1);
const groups = [0, 4, 8, 12].map((first) => [0, 1, 2, 3].map((k) => first + k));

/** A set of each kind, of 16 weights; where a radius is to matter it is below the planted weights'. */
export const sets: readonly Constraint[] = [
  wholeSpace(),
  l2Ball(0.8),
  l1Ball(1.2),
  groupL2Ball({ groups, radius: 1.5 }),
  box({ lower: -0.3, upper: 0.4 }),
  nonnegative(),
  simplex(1),
  halfspace({ normal: ones, offset: 0.1 }),
  affine({ A: [ones], b: [1] }),
  monotoneCone(),
  intersection([nonnegative(), l2Ball(0.9)]),
  sparse(3),
  sparseNonnegative(3),
  sparseBall({ sparsity: 3, radius: 0.9 }),
  groupSparse({ groups, count: 1 }),
  treeSparse(4),
  inBasis({ basis: 'dct', constraint: sparse(3) }),
  lowRank({ rows: 4, columns: 4, rank: 1 }),
  sphere(1),
  discrete({ values: [-0.5, 0, 0.5] }),
];

export interface SolverCase {
  readonly solver: Solver;
  readonly set: Constraint;
  readonly loss: Loss;
  readonly stepSize: StepSize;
  readonly engine: 'wasm' | 'reference';
  readonly precision: 'f32' | 'f64';
}

export const nameOf = ({ solver, set, loss, stepSize, engine, precision }: SolverCase): string =>
  `${solver.name}, ${set.name}, ${loss.name}, ${stepSize.name}, ${engine} ${precision}`;

/** Every solver with every set and loss; engines and precisions take turns. */
export function casesOf(solver: Solver, stepSize: StepSize): SolverCase[] {
  return sets.flatMap((set, i) =>
    losses.map((loss, k) => ({
      ...{ solver, set, loss, stepSize },
      engine: (i + k) % 3 === 0 ? ('reference' as const) : ('wasm' as const),
      precision: (i + k) % 4 === 1 ? ('f32' as const) : ('f64' as const),
    })),
  );
}

const LIMIT = 1000;
// Every loss of the library can stand with it.
const OBSERVATION = 'relu';
const TOLERANCE = { f64: 1e-7, f32: 1e-5 };

/** Rows enough for the weights to be found, by those who can. */
function dataOf({ set, precision }: SolverCase, noise: number) {
  return plantedProblem({ n: 160, d: D, constraint: set, seed: 5, noise, precision });
}

/** What a fit answers, or why it was refused before anything ran. */
export interface Run {
  readonly given: SolverCase;
  readonly data: ReturnType<typeof dataOf>;
  readonly result: FitResult;
  readonly iterates: readonly Float64Array[];
}

/** The run of a case on noisy data; a text where it was refused, with INCOMPATIBLE, before anything ran. */
export function runOf(
  given: SolverCase,
  more: Partial<FitOptions> = {},
  noise = 0.05,
): Run | string {
  const { solver, set, loss, stepSize, engine, precision } = given;
  const data = dataOf(given, noise);
  const iterates: Float64Array[] = [];
  let started = false;
  try {
    const result = fitSync(data.X, data.y, {
      ...{ constraint: set, loss, stepSize, engine, planted: data.planted },
      ...{ maxIterations: LIMIT, tolerance: TOLERANCE[precision] },
      observation: OBSERVATION,
      solver: {
        ...solver,
        iterate(...args) {
          started = true;
          return solver.iterate(...args);
        },
      },
      onIteration: ({ iterate }) => iterates.push(Float64Array.from(iterate)),
      ...more,
    });
    return { given, data, result, iterates };
  } catch (error) {
    const refused = error instanceof RelufitError && error.code === 'INCOMPATIBLE';
    if (!refused || started) throw error;
    return error.message;
  }
}

/** How a refusal fails to say what is missing, or nothing. */
export function unclear({ solver, set, loss, stepSize }: SolverCase, message: string) {
  const [, where, got, expected] =
    /^(options\.\w+ \w+): got (.+?), expected (.+)\. .+\.$/s.exec(message) ?? [];
  if (expected === undefined) return `it says ${message}`;
  const named = [solver, loss, stepSize].some(({ name }) => where.endsWith(` ${name}`));
  if (!named) return `it is about ${where}`;
  const says = [set.name, loss.name, 'observation', 'relu', 'linear'];
  return says.some((name) => got.includes(name)) ? undefined : `it got ${got}`;
}

export interface SolverLaw {
  readonly title: string;
  readonly applies?: (given: SolverCase) => boolean;
  readonly broken: (run: Run) => string | undefined;
}

const isIn = (set: Constraint, w: Float64Array, precision: 'f32' | 'f64') =>
  set.contains(w, precision === 'f32' ? 1e-4 : 1e-8);

/** z of plain loops. */
function latent({ X }: Run['data'], w: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: X.rows }, (_, i) => {
    let z = 0;
    for (let j = 0; j < D; j++) z += X.data[i * D + j] * w[j];
    return z;
  });
}

/** L(w) by the loss's own formula. */
export function objectiveOf({ given: { loss }, data }: Run, w: ArrayLike<number>): number {
  const response = RELU;
  const z = latent(data, w);
  const shared = loss.shared?.(z, data.y, response) ?? NaN;
  return z.reduce((sum, z, i) => sum + loss.value(z, data.y[i], response, shared), 0) / z.length;
}

/** ∇L(w) by plain loops. */
function gradientOf({ given: { loss }, data }: Run, w: ArrayLike<number>): Float64Array {
  const response = RELU;
  const z = latent(data, w);
  const shared = loss.shared?.(z, data.y, response) ?? NaN;
  const g = new Float64Array(D);
  z.forEach((z, i) => {
    const psi = loss.rowWeight(z, data.y[i], response, shared);
    for (let j = 0; j < D; j++) g[j] += (psi * data.X.data[i * D + j]) / data.X.rows;
  });
  return g;
}

const distance = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.hypot(...Array.from(a, (x, j) => x - b[j]));

export const laws: readonly SolverLaw[] = [
  {
    title: 'every iterate is a point of the set, and finite',
    broken({ given: { set, precision }, iterates, result }) {
      const all = [...iterates, Float64Array.from(result.weights)];
      const bad = all.findIndex((w) => !w.every(Number.isFinite) || !isIn(set, w, precision));
      return bad < 0 ? undefined : `iterate ${bad + 1} of ${all.length} is not`;
    },
  },
  {
    title: 'nothing in trace and result is NaN',
    broken({ result: { trace, objective, residual, certificate, status } }) {
      if (!trace.objective.every(Number.isFinite) || !Number.isFinite(objective)) return 'L';
      const known = [...trace.residual, ...trace.stepSize, ...(trace.error ?? []), residual];
      // Where no projection was found, how far it is to a fixed point is not known.
      const unknown = certificate.warnings.some((text) => text.startsWith('no next step'));
      if (status === 'stalled' && unknown) return undefined;
      return known.some(Number.isNaN) ? 'a residual, a step or an error' : undefined;
    },
  },
  {
    title: 'trace and result agree, and the objective is that of the weights',
    broken(run) {
      const { given, result, iterates } = run;
      const { trace, objective, residual, iterations, weights } = result;
      const lengths = [trace.objective, trace.residual, trace.stepSize, trace.supportSize].map(
        ({ length }) => length,
      );
      if (lengths.some((length) => length !== iterations + 1)) return `lengths ${lengths}`;
      if (trace.objective.at(-1) !== objective) return 'the last objective is another';
      if (trace.residual.at(-1) !== residual) return 'the last residual is another';
      if (iterates.length !== iterations) return `${iterates.length} calls for ${iterations}`;
      const expected = objectiveOf(run, weights);
      const slack = (given.precision === 'f32' ? 1e-4 : 1e-9) * (Math.abs(expected) + 1e-3);
      return Math.abs(objective - expected) <= slack
        ? undefined
        : `L is ${expected}, and was said to be ${objective}`;
    },
  },
  {
    title: 'the objective does not rise where that is promised',
    applies: ({ solver, set, stepSize }) =>
      stepSize.adaptive && (NEVER_RISES[solver.name]?.(set) ?? false),
    broken({ given: { precision }, result: { trace } }) {
      const { objective } = trace;
      const slack = precision === 'f32' ? 1e-4 : 1e-12;
      for (let t = 1; t < objective.length; t++) {
        const rise = objective[t] - objective[t - 1];
        if (rise > slack * (Math.abs(objective[t - 1]) + 1e-3)) return `by ${rise} at ${t}`;
      }
      return undefined;
    },
  },
  {
    title: 'the answer is no worse than the start',
    broken({ result: { trace, objective } }) {
      const start = trace.objective[0];
      return objective <= start + 1e-5 * Math.abs(start) ? undefined : `${start} to ${objective}`;
    },
  },
  {
    title: 'the status is true',
    broken(run) {
      const { given, result } = run;
      const { status, residual, iterations, weights } = result;
      const tolerance = TOLERANCE[given.precision];
      if (status === 'iteration-limit') {
        return iterations === LIMIT ? undefined : `after ${iterations} iterations`;
      }
      if (status !== 'converged') return status === 'stalled' ? undefined : `it is ${status}`;
      if (!(residual <= tolerance)) return `converged with residual ${residual}`;
      if (!given.set.convex) return undefined;
      // A fixed point of one step is one of every step, in any coordinates, where K is convex: asked of plain numbers.
      const g = gradientOf(run, weights);
      const next = given.set.project(Float64Array.from(weights, (w, j) => w - 0.1 * g[j]));
      const move = distance(weights, next) / Math.max(Math.hypot(...weights), 0.1);
      return move <= 200 * tolerance ? undefined : `converged, and a plain step goes ${move} on`;
    },
  },
];
