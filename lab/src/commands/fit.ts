import type { Command } from 'commander';
import {
  type Constraint,
  type EngineChoice,
  fit,
  type Observation,
  predict,
  RelufitError,
  type StepSize,
  version,
} from 'relufit';
import { delimiterOf, nameList, notNegative, wholeNumber } from '../arguments.js';
import { numbersOf } from '../csv-cells.js';
import { chooseFeatures, coefficientNames, featureMatrix } from '../features.js';
import { CONSTRAINT_HELP, constraintOf } from '../grammar/constraint.js';
import { OBSERVATIONS, observationOf } from '../grammar/observation.js';
import type { Spelled } from '../grammar/spelled.js';
import { STEP_SIZES, stepSizeOf } from '../grammar/step-size.js';
import { interruptible } from '../interrupt.js';
import { modelOf } from '../model.js';
import { checkOutFile, type OutputOptions, print, printJson, writeJson } from '../output.js';
import { readTable } from '../read-table.js';
import { addOutputOptions, engineName, engineOption } from './shared.js';

interface FitCommandOptions extends OutputOptions {
  target: string;
  constraint: Spelled<Constraint>;
  features?: string[];
  drop: string[];
  encode: string[];
  observation: Observation;
  intercept: boolean;
  step?: Spelled<StepSize>;
  maxIterations?: number;
  tolerance?: number;
  engine: EngineChoice;
  delimiter: string;
  out?: string;
}

export function addFitCommand(program: Command): void {
  const command = program
    .command('fit')
    .description('Fit the columns of a CSV file to its target.')
    .argument('<data.csv>', 'numbers under a line of names')
    .requiredOption('--target <name>', 'the column to explain')
    .requiredOption('--constraint <set>', 'what is known of the weights, see below', constraintOf)
    .option('--features <names>', 'use these columns only, in this order', nameList)
    .option('--drop <names>', 'leave these columns out', nameList, [])
    .option('--encode <names>', 'make 0/1 columns of these text columns', nameList, [])
    .option('--observation <name>', OBSERVATIONS, observationOf, 'relu')
    .option('--intercept', 'add an intercept, which is not constrained', false)
    .option('--step <size>', STEP_SIZES, stepSizeOf)
    .option('--max-iterations <count>', 'stop after so many', wholeNumber(0))
    .option('--tolerance <value>', 'stop at this relative residual', notNegative)
    .addOption(engineOption())
    .option('--delimiter <character>', "',' ';' '|' or tab", delimiterOf, ',')
    .option('--out <model.json>', 'write the model for `relufit predict`');
  addOutputOptions(command).addHelpText(
    'after',
    `${CONSTRAINT_HELP}

Examples:
  relufit fit tobin.csv --target durable --constraint wholeSpace --intercept
  relufit fit affairs.csv --target affairs --constraint sparse:4 --intercept \\
    --encode gender,children --out model.json`,
  );
  command.action(runFit);
}

async function runFit(path: string, options: FitCommandOptions): Promise<void> {
  checkOutFile(options.out);
  const table = readTable(path, options.delimiter);
  const features = chooseFeatures(table, options);
  const X = featureMatrix(table, features);
  const y = numbersOf(table, options.target, false);

  const result = await interruptible(
    (signal) =>
      fit(X, y, {
        constraint: options.constraint.value,
        observation: options.observation,
        intercept: options.intercept,
        stepSize: options.step?.value,
        maxIterations: options.maxIterations,
        tolerance: options.tolerance,
        engine: options.engine,
        signal,
      }),
    () => 'interrupted; no model was written.',
  );
  const weights = Array.from(result.weights);
  const finite = [...weights, result.intercept].every(Number.isFinite);
  if (result.status === 'diverged' || !finite) {
    throw new RelufitError(
      'FIT_DIVERGED',
      `fit of ${path}`,
      `an objective that diverged within ${result.iterations} iterations`,
      'one that falls',
      'Use --step backtracking or a smaller constant step.',
    );
  }

  const summary = {
    objective: result.objective,
    rSquared: rSquared(y, predict(result, X)),
    rows: X.rows,
    zeros: y.reduce((count, value) => count + Number(value === 0), 0),
    iterations: result.iterations,
    status: result.status,
    residual: result.residual,
    warnings: result.certificate.warnings,
  };
  const model = modelOf(
    {
      version,
      target: options.target,
      observation: options.observation,
      weights,
      intercept: result.intercept,
      options: {
        data: path,
        constraint: options.constraint.text,
        intercept: options.intercept,
        step: options.step?.text ?? 'backtracking',
        maxIterations: options.maxIterations ?? null,
        tolerance: options.tolerance ?? null,
        engine: options.engine,
      },
      engine: result.engine,
      summary,
    },
    features,
  );
  if (options.out !== undefined) writeJson(options.out, model);

  const names = coefficientNames(features);
  const coefficients = names.map((name, index) => ({ name, value: weights[index] }));
  if (options.intercept) coefficients.unshift({ name: '(Intercept)', value: result.intercept });
  if (options.json) printJson({ ...model, coefficients });
  else if (!options.quiet) print(await described(coefficients, summary, result.engine, options));
}

async function described(
  coefficients: readonly { name: string; value: number }[],
  summary: {
    objective: number;
    rSquared: number | null;
    rows: number;
    zeros: number;
    iterations: number;
    status: string;
    warnings: readonly string[];
  },
  engine: { name: string; simd: string; threads: number; precision: string; reason: string },
  options: FitCommandOptions,
): Promise<string> {
  const [{ terminalTable }, { significant }] = await Promise.all([
    import('../terminal-table.js'),
    import('../format.js'),
  ]);
  // Of many coefficients a sparse fit leaves few: the zeros are counted, not listed.
  const many = coefficients.length > 40;
  const shown = many ? coefficients.filter(({ value }) => value !== 0) : coefficients;
  const rows = shown.map(({ name, value }) => [name, significant(value)]);
  const lines = [terminalTable(['coefficient', 'value'], rows)];
  if (many) lines.push(`${coefficients.length - shown.length} more coefficients are 0`);
  lines.push(
    `objective   ${significant(summary.objective)}`,
    `R²          ${significant(summary.rSquared, 4)}`,
    `rows        ${summary.rows}, ${summary.zeros} with ${options.target} = 0`,
    `iterations  ${summary.iterations}`,
    `status      ${summary.status}`,
    `engine      ${engineName(engine)}: ${engine.reason}`,
    ...summary.warnings.map((warning) => `warning     ${warning}`),
  );
  if (options.out !== undefined) lines.push(`model       ${options.out}`);
  return lines.join('\n');
}

/** 1 − Σ(y − ŷ)²/Σ(y − ȳ)², or null where y does not vary. */
function rSquared(y: Float64Array, predicted: ArrayLike<number>): number | null {
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  let residual = 0;
  let total = 0;
  for (let row = 0; row < y.length; row++) {
    residual += (y[row] - predicted[row]) ** 2;
    total += (y[row] - mean) ** 2;
  }
  return total > 0 ? 1 - residual / total : null;
}
