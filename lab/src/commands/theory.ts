import { type Command, Option } from 'commander';
import {
  type Constraint,
  type DescentConeOptions,
  gaussianWidth,
  type Observation,
  plantedProblem,
  requiredSamples,
  statisticalDimension,
  version,
} from 'relufit';
import { wholeNumber } from '../arguments.js';
import type { CommandText } from '../command.js';
import { numbersOf } from '../csv-cells.js';
import { refusalIsUsage, UsageError } from '../exit.js';
import { fixed, MISSING } from '../format.js';
import { CONSTRAINT_HELP, constraintOf } from '../grammar/constraint.js';
import { OBSERVATIONS, observationOf } from '../grammar/observation.js';
import type { Spelled } from '../grammar/spelled.js';
import { type OutputOptions, print, printJson } from '../output.js';
import { readTable } from '../read-table.js';

interface TheoryCommandOptions extends OutputOptions {
  constraint: Spelled<Constraint>;
  d?: number;
  plantedSparsity?: number;
  planted?: string;
  observation: Observation;
  method: DescentConeOptions['method'];
  samples?: number;
  seed: number;
}

export function defineTheory(command: Command): CommandText {
  command
    .requiredOption('--constraint <set>', 'what is known of the weights, see below', constraintOf)
    .option('--d <columns>', 'dimension of the weights', wholeNumber(1))
    .option(
      '--planted-sparsity <s>',
      'true weights with s nonzeros, drawn by the seed and put on the boundary of the set',
      wholeNumber(1),
    )
    .option('--planted <planted.csv>', "true weights: the file's column 'weight', or its last")
    .option('--observation <name>', OBSERVATIONS, observationOf, 'relu')
    .addOption(
      new Option('--method <name>', 'by formula, by drawing, or whichever there is')
        .choices(['auto', 'closed-form', 'monte-carlo'])
        .default('auto'),
    )
    .option('--samples <count>', 'draws of Monte Carlo', wholeNumber(2))
    .option('--seed <number>', 'the same seed gives the same numbers', wholeNumber(0), 1)
    .action(runTheory);
  return {
    about: CONSTRAINT_HELP,
    examples: `
relufit theory --constraint sparse:20 --d 1000
relufit theory --constraint l1Ball:1 --d 1000 --planted-sparsity 20
relufit theory --constraint nonnegative --planted planted.csv --method monte-carlo`,
    interrupted: 'nothing is printed',
  };
}

async function runTheory(options: TheoryCommandOptions): Promise<void> {
  const { constraint, observation, method, samples, seed, planted: file } = options;
  const set = constraint.value;
  const result = await refusalIsUsage(() => {
    const planted = plantedWeights(options);
    const d = planted?.length ?? options.d;
    if (planted === undefined) refuseWithoutWeights(set, d, method);
    const cone = { d, method, samples, seed };
    return {
      d,
      statisticalDimension: statisticalDimension(set, planted, cone),
      gaussianWidth: gaussianWidth(set, planted, cone),
      requiredSamples: requiredSamples(set, planted, { ...cone, observation }),
    };
  });
  if (options.json) {
    printJson({
      ...{ version, constraint: constraint.text, observation, seed, planted: file ?? null },
      ...{ plantedSparsity: options.plantedSparsity ?? null, ...result },
    });
  } else if (!options.quiet) {
    const { terminalTable } = await import('../terminal-table.js');
    const { statisticalDimension: delta, gaussianWidth: width, requiredSamples: rows } = result;
    const error = (value: number) => (value > 0 ? fixed(value, 3) : MISSING);
    const entry = (title: string, { value, standardError, kind }: typeof delta, digits = 3) => {
      return [title, fixed(value, digits), error(standardError), kind];
    };
    const below = width.lower > 0 ? `${fixed(width.lower, 3)} ≤ ` : '';
    const bounds = `${below}ω ≤ ${fixed(width.upper, 3)}`;
    print(
      terminalTable(
        ['quantity', 'value', '± error', 'kind'],
        [
          entry('statistical dimension δ', delta),
          entry('Gaussian width ω', width),
          entry('n₀, the scale of the theorem', delta),
          entry(`rows at the turn (${rows.formula.split(',')[0]})`, rows, 0),
        ],
      ),
    );
    const draws = delta.samples === undefined ? '' : `, ${delta.samples} draws`;
    print(`method  ${delta.method}${draws}: δ = ${delta.formula}`);
    print(`bounds  ${bounds}`);
    print(`note    ${rows.note}`);
  }
}

function refuseWithoutWeights(
  set: Constraint,
  d: number | undefined,
  method: DescentConeOptions['method'],
): void {
  const weights = 'Give --planted-sparsity or --planted.';
  if (d === undefined) {
    const remedy = 'Give --d or --planted.';
    throw new UsageError(`--d: got nothing, expected the number of columns. ${remedy}`);
  }
  if (method === 'monte-carlo') {
    const expected = 'expected the true weights too, at which it draws from the cone';
    throw new UsageError(`--method: got monte-carlo, ${expected}. ${weights}`);
  }
  if (set.statisticalDimension?.(d)) return;
  const got = `got ${set.name}, whose numbers depend on the true weights`;
  throw new UsageError(`--constraint: ${got}. ${weights}`);
}

function plantedWeights(options: TheoryCommandOptions): Float64Array | undefined {
  const { constraint, d, plantedSparsity: sparsity, planted: file, seed } = options;
  if (file !== undefined) {
    if (sparsity !== undefined) {
      throw new UsageError('--planted: got --planted-sparsity too, expected one of the two.');
    }
    const table = readTable(file);
    const name = table.names.includes('weight') ? 'weight' : (table.names.at(-1) as string);
    return numbersOf(table, name, false);
  }
  if (sparsity === undefined) return undefined;
  if (d === undefined) throw new UsageError('--d: got nothing, expected one. Give --d.');
  const set = constraint.value;
  const drawn = plantedProblem({ n: 1, d, sparsity, seed }).planted;
  const candidates = [drawn, drawn.map(Math.abs)].map((w) => onBoundary(set, w));
  const inside = candidates.find((w) => set.contains(w));
  if (inside !== undefined) return inside;
  throw new UsageError(
    `--planted-sparsity: got weights that ${set.name} does not hold, expected a set that does. ` +
      'Give weights of it by --planted.',
  );
}

/** Scaled to R(w) = level, where R is homogeneous: balls have their cones of interest on the boundary. */
function onBoundary({ regularizer, level }: Constraint, w: Float64Array): Float64Array {
  if (regularizer === undefined || level === undefined) return w;
  const size = regularizer(w);
  const homogeneous = Math.abs(regularizer(w.map((x) => 2 * x)) - 2 * size) <= 1e-9 * size;
  return homogeneous ? w.map((x) => (x / size) * level) : w;
}
