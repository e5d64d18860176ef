import { statSync } from 'node:fs';
import { type Command, Option } from 'commander';
import {
  type Constraint,
  type Loss,
  type Observation,
  type Part,
  type PhaseOptions,
  type PhasePlan,
  phasePlan,
  type Rows,
  type Search,
  type Solver,
  type StepSize,
} from 'relufit';
import { notNegative, wholeNumber } from '../arguments.js';
import type { CommandText } from '../command.js';
import { refusalIsUsage, UsageError } from '../exit.js';
import { counted } from '../format.js';
import { CONSTRAINT_HELP } from '../grammar/constraint.js';
import { FAMILY_HELP, familyOrSet } from '../grammar/family.js';
import { LOSSES, lossOf, SOLVERS, solverOf } from '../grammar/named.js';
import { counts, deviations, rowsList } from '../grammar/number-list.js';
import { OBSERVATIONS, observationOf } from '../grammar/observation.js';
import { partOf } from '../grammar/part.js';
import { ROWS, rowsOf } from '../grammar/rows.js';
import { several } from '../grammar/several.js';
import type { Spelled } from '../grammar/spelled.js';
import { STEP_SIZES, stepSizeOf } from '../grammar/step-size.js';
import { interruptible } from '../interrupt.js';
import { makeOutFolder, note, type OutputOptions, print, printJson } from '../output.js';
import { progressOf } from '../progress.js';
import type { ProducerOptions } from '../queue/producer.js';
import type { RedisAddress } from '../queue/redis-address.js';
import { searchOf } from '../search-of.js';
import { trialsFile } from '../store/files.js';
import { localRunner } from '../store/local-runner.js';
import { type Runner, runSweep } from '../store/run-sweep.js';
import { TrialStore } from '../store/trial-store.js';
import { type PhaseRunSummary, showPhase } from './show-phase.js';

interface PhaseCommandOptions extends OutputOptions {
  n: number[] | Search;
  d: number[];
  s?: number[];
  noise?: number[];
  constraint?: (string | Constraint)[];
  solver?: Spelled<Solver>[];
  rows?: Rows[];
  observation?: Observation[];
  values?: 'gaussian' | 'sign';
  loss?: Spelled<Loss>;
  stepSize?: Spelled<StepSize>;
  trials?: number;
  most?: number;
  seed?: number;
  precision?: 'f32' | 'f64';
  maxIterations?: number;
  tolerance?: number;
  threshold?: number;
  engine?: 'auto' | 'wasm' | 'reference';
  workers?: number;
  shard?: Part;
  redis?: string | boolean;
  redisCa?: string;
  out: string;
}

export function definePhase(command: Command): CommandText {
  command
    .requiredOption('--n <list>', 'samples; FROM..TO searches for one half', rowsList)
    .requiredOption('--d <list>', 'dimension of the weights', counts)
    .option('--s <list>', 'nonzeros of the planted weights', counts)
    .option('--noise <list>', 'standard deviation of the noise (default: 0)', deviations)
    .option(
      '--constraint <list>',
      'families or sets, see below; may be repeated (default: sparse)',
      several(familyOrSet),
    )
    .option(
      '--solver <list>',
      `${SOLVERS}; may be repeated (default: projectedGradient)`,
      several(solverOf),
    )
    .option('--rows <list>', `${ROWS} (default: gaussian)`, several(rowsOf))
    .option('--observation <list>', `${OBSERVATIONS} (default: relu)`, several(observationOf))
    .addOption(
      new Option('--values <law>', 'of the nonzeros (default: gaussian)').choices([
        'gaussian',
        'sign',
      ]),
    )
    .option('--loss <name>', `${LOSSES} (default: leastSquares)`, lossOf)
    .option('--step-size <rule>', `${STEP_SIZES} (default: backtracking)`, stepSizeOf)
    .option('--trials <count>', 'planted problems for each cell (default: 20)', wholeNumber(1))
    .option('--most <count>', 'more trials, up to so many, where one half is near', wholeNumber(1))
    .option('--seed <number>', 'the same seed gives the same trials (default: 1)', wholeNumber(0))
    .addOption(
      new Option('--precision <name>', 'numbers of the data (default: f64)').choices([
        'f32',
        'f64',
      ]),
    )
    .option('--max-iterations <count>', 'of a fit (default: 1000)', wholeNumber(0))
    .option(
      '--tolerance <value>',
      'stop a fit at this relative residual (default: 1e-10, f32 1e-6)',
      notNegative,
    )
    .option('--threshold <value>', 'the error of a success (default: 1e-4)', notNegative)
    .addOption(
      new Option('--engine <name>', 'who computes (default: auto)').choices([
        'auto',
        'wasm',
        'reference',
      ]),
    )
    .option(
      '--workers <count>',
      'trials at once; 0: one after the other (default: one a core)',
      wholeNumber(0),
    )
    .option('--shard <i/N>', 'only part i of N, for `relufit merge`', partOf)
    .option(
      '--redis [url]',
      'trials by `relufit worker` on any machine (without a value: RELUFIT_REDIS_URL)',
    )
    .option('--redis-ca <ca.pem>', 'certificate of the authority behind a rediss:// address')
    .option('--out <folder>', 'where trials and results are kept', 'results/phase')
    .action(runPhase);
  return {
    about: `A list is one value or several, which are an axis of the diagram: 2,4,8 or 20:120:20, which is FROM:TO:STEP with both
ends. The product of the lists is run, trial by trial, and kept in trials.jsonl of the folder: the same command resumes.

A family is a set made for each planted w*, of the size --s; of a set that is given, w* is drawn.
${FAMILY_HELP}
${CONSTRAINT_HELP}`,
    examples: `
relufit phase --d 60 --n 20:120:20 --s 2,4,8 --solver pursuit --trials 10 --out results/small
relufit phase --d 200 --n 20..400 --s 2,5,10,20 --most 100 --out results/search
relufit phase --d 60 --n 20:120:20 --s 2,4,8 --shard 1/3 --out results/small
relufit merge results/small --out results/small
relufit phase --d 200 --n 20:400:20 --s 2,5,10 --redis redis://queue.example --out results/large`,
    interrupted: 'all trials that ended are kept; the same command resumes',
  };
}

async function runPhase(options: PhaseCommandOptions): Promise<void> {
  const { out, shard: part, quiet } = options;
  const address = await redisOf(options);
  const plan = await refusalIsUsage(() => phasePlan(experimentOf(options)));
  checkCount(plan);
  makeOutFolder(out);
  const path = trialsFile(out, part);
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LARGE) note(`reading ${path}, ${Math.round(size / 2 ** 20)} MB`, options);
  const store = new TrialStore(path, plan, part);
  const already = plan.count;
  const began = performance.now();
  try {
    for (const text of store.notes) note(text, options);
    const next = plan.remaining(part).length;
    note(`${announced(plan, part)}: ${already} done already, ${next} to run`, options);
    const progress = await progressOf('trial', { quiet, before: already });
    await interruptible(
      (signal) => {
        const sweep = (runner: Runner) =>
          runSweep(plan, store, runner, {
            part,
            signal,
            onRecord: (_, done, total) => progress.update(done, total),
          });
        return address === undefined
          ? sweep(localRunner(plan, options.workers))
          : sweepByQueue(
              plan,
              // Of a queue only what goes wrong is said, and a command that waits for long is to say so even if quiet.
              { address, out, signal, note: (text) => note(text, {}) },
              sweep,
            );
      },
      () =>
        `interrupted after ${plan.count - already} trials; ${plan.count} are kept in ${store.path}. ` +
        'Resume with the same command.',
    ).finally(() => progress.end());
    store.finish();
  } finally {
    store.close();
  }
  const run = {
    ...{ trials: plan.count, ran: plan.count - already },
    milliseconds: performance.now() - began,
  };
  if (part === undefined) await showPhase(plan.result(), run, out, options);
  else showPart(plan, store.path, run, options);
}

// Bytes that take long enough to read that one wants to know.
const LARGE = 4 * 2 ** 20;

/** The address of --redis, which leaves neither parts nor workers of this machine. */
async function redisOf(options: PhaseCommandOptions): Promise<RedisAddress | undefined> {
  const { redis, redisCa, shard, workers } = options;
  if (redis === undefined || redis === false) return undefined;
  const [{ redisAddress }, { hideArguments }] = await Promise.all([
    import('../queue/redis-address.js'),
    import('../queue/hide-arguments.js'),
  ]);
  hideArguments();
  if (shard !== undefined || workers !== undefined) {
    const name = shard !== undefined ? '--shard' : '--workers';
    throw new UsageError(
      `--redis: got ${name} too, expected one of them. Workers are started by \`relufit worker\`.`,
    );
  }
  return redisAddress(redis, redisCa);
}

async function sweepByQueue(
  plan: PhasePlan,
  options: ProducerOptions,
  sweep: (runner: Runner) => Promise<void>,
): Promise<void> {
  const { withQueue } = await import('../queue/producer.js');
  const isDone = plan.remaining().length === 0;
  try {
    await withQueue(plan, options, sweep);
  } catch (error) {
    // Nothing but what an end by force may have left there was to be done.
    if (!isDone) throw error;
    options.note((error as Error).message);
  }
}

function showPart(
  { options: experiment }: PhasePlan,
  path: string,
  run: PhaseRunSummary,
  { json, quiet, shard: part }: PhaseCommandOptions,
): void {
  if (json) {
    const { engine: name, precision } = experiment;
    printJson({
      ...{ experiment: 'phase', options: experiment, engine: { name, threads: 1, precision } },
      ...{ part, ...run, files: { trials: path } },
    });
  } else if (!quiet) {
    print(`wrote   ${path}: part ${part?.index} of ${part?.of}, ${run.trials} trials`);
  }
}

function experimentOf(options: PhaseCommandOptions): PhaseOptions {
  const { n, d, s, noise, constraint, rows, observation, values, loss, stepSize } = options;
  const { trials, most, seed, precision, maxIterations, tolerance, threshold, engine } = options;
  const solver = options.solver?.map(({ value }) => value);
  return {
    ...{ n, d, sparsity: s, noise, constraint, solver, rows, observation, values },
    ...{ loss: loss?.value, stepSize: stepSize?.value, trials, most, seed, precision },
    ...{ maxIterations, tolerance, threshold, engine },
  };
}

// Each takes some hundred bytes while the command runs.
const MOST_TRIALS = 1e7;

function checkCount({ options }: PhasePlan): void {
  const { most } = options;
  if (searchOf(options) !== undefined) return;
  const count = cellsOf(options);
  if (count * most <= MOST_TRIALS) return;
  throw new UsageError(
    `phase: got ${count} cells × ${most} trials, expected ${MOST_TRIALS} trials at most. ` +
      'Make several experiments of it, each with a folder of its own.',
  );
}

/** How many lines of cells, which differ in n alone. */
function linesOf(options: PhasePlan['options']): number {
  const { constraint, solver, rows, observation, noise, d, sparsity } = options;
  const axes = [constraint, solver, rows, observation, noise, d, sparsity];
  return axes.reduce<number>((count, axis) => count * [axis].flat().length, 1);
}

/** How many cells, of what is no search. */
const cellsOf = (options: PhasePlan['options']): number =>
  linesOf(options) * [options.n].flat().length;

/** '18 cells × 10 trials', '3 searches among n from 20 to 200, 10 trials at a time'. */
function announced({ options }: PhasePlan, part: Part | undefined): string {
  const { trials, most } = options;
  const search = searchOf(options);
  const upTo = most > trials ? `, up to ${most}` : '';
  const of = part === undefined ? '' : `, part ${part.index} of ${part.of}`;
  if (search !== undefined) {
    const searches = counted(linesOf(options), 'search', 'searches');
    return `${searches} among n from ${search.from} to ${search.to}, ${trials} trials at a time${upTo}${of}`;
  }
  return `${counted(cellsOf(options), 'cell')} × ${counted(trials, 'trial')}${upTo}${of}`;
}
