import { type Command, Option } from 'commander';
import {
  type CVResults,
  type EngineChoice,
  type FittingParameters,
  type Loss,
  type Observation,
  RelufitError,
  ReluRegressor,
  ReluRegressorCV,
  type Solver,
  type StepSize,
  type Summary,
  version,
} from 'relufit';
import { delimiterOf, notNegative, wholeNumber } from '../arguments.js';
import type { CommandText } from '../command.js';
import { numbersOf } from '../csv-cells.js';
import { UsageError } from '../exit.js';
import { chooseFeatures, coefficientNames, featureMatrix } from '../features.js';
import { censoringOf } from '../grammar/censoring.js';
import { CONSTRAINT_HELP } from '../grammar/constraint.js';
import { foldsOf, type GivenSet, givenSet, levelsOf } from '../grammar/levels.js';
import { nameList } from '../grammar/name-list.js';
import { LOSSES, lossOf, SOLVERS, solverOf } from '../grammar/named.js';
import { OBSERVATIONS, observationOf } from '../grammar/observation.js';
import type { Spelled } from '../grammar/spelled.js';
import { STEP_SIZES, stepSizeOf } from '../grammar/step-size.js';
import { interruptible } from '../interrupt.js';
import { modelOf } from '../model.js';
import { checkOutFile, type OutputOptions, print, printJson, writeJson } from '../output.js';
import { readTable } from '../read-table.js';
import { engineName, engineOption } from './shared.js';

type Criterion = 'cv' | 'aic' | 'bic' | 'ebic';

interface FitCommandOptions extends OutputOptions {
  target: string;
  constraint: GivenSet;
  levels?: number[];
  cv?: number | true;
  criterion?: Criterion;
  features?: string[];
  drop: string[];
  encode: string[];
  observation?: Observation;
  censoring?: Observation;
  loss?: Spelled<Loss>;
  solver?: Spelled<Solver>;
  intercept: boolean;
  standardize: boolean;
  step?: Spelled<StepSize>;
  maxIterations?: number;
  tolerance?: number;
  engine: EngineChoice;
  delimiter: string;
  out?: string;
}

export function defineFit(command: Command): CommandText {
  command
    .argument('<data.csv>', 'numbers under a line of names')
    .requiredOption('--target <name>', 'the column to explain')
    .requiredOption('--constraint <set>', 'what is known of the weights, see below', givenSet)
    .option('--levels <numbers>', 'choose one of these for a set given by its name', levelsOf)
    .option('--cv [folds]', 'choose the level by cross-validation, of 5 folds or so many', foldsOf)
    .addOption(
      new Option('--criterion <name>', 'choose the level by this').choices([
        'cv',
        'aic',
        'bic',
        'ebic',
      ]),
    )
    .option('--features <names>', 'use these columns only, in this order', nameList)
    .option('--drop <names>', 'leave these columns out', nameList, [])
    .option('--encode <names>', 'make 0/1 columns of these text columns', nameList, [])
    .option('--observation <name>', `${OBSERVATIONS}; default relu`, observationOf)
    .option(
      '--censoring <lower:upper>',
      "where y is cut off; '0:' or ':100' for one end",
      censoringOf,
    )
    .option('--loss <name>', LOSSES, lossOf)
    .option('--solver <name>', SOLVERS, solverOf)
    .option('--intercept', 'add an intercept, which is not constrained', false)
    .option('--standardize', 'fit on (x − mean)/sd; the set is then about sd·w', false)
    .option('--step <size>', STEP_SIZES, stepSizeOf)
    .option('--max-iterations <count>', 'stop after so many', wholeNumber(0))
    .option('--tolerance <value>', 'stop at this relative residual', notNegative)
    .addOption(engineOption())
    .option('--delimiter <character>', "',' ';' '|' or tab", delimiterOf, ',')
    .option('--out <model.json>', 'write the model for `relufit predict`')
    .action(runFit);
  return {
    about: CONSTRAINT_HELP,
    examples: `
relufit fit tobin.csv --target durable --constraint wholeSpace --intercept
relufit fit affairs.csv --target affairs --constraint sparse:4 --intercept \\
  --encode gender,children --out model.json
relufit fit affairs.csv --target affairs --constraint sparse --levels 1,2,4,8 --cv \\
  --encode gender,children --intercept --standardize
relufit fit tobin.csv --target durable --constraint wholeSpace --intercept --loss tobit`,
    interrupted: 'no model is written',
  };
}

async function runFit(path: string, options: FitCommandOptions): Promise<void> {
  checkOutFile(options.out);
  checkChoice(options);
  const observation = options.censoring ?? options.observation ?? 'relu';
  const table = readTable(path, options.delimiter);
  const features = chooseFeatures(table, options);
  const names = coefficientNames(features);
  const X = featureMatrix(table, features);
  const y = numbersOf(table, options.target, false);
  const parameters: FittingParameters = {
    observation,
    loss: options.loss?.value,
    solver: options.solver?.value,
    intercept: options.intercept,
    standardize: options.standardize,
    stepSize: options.step?.value,
    maxIterations: options.maxIterations,
    tolerance: options.tolerance,
    engine: options.engine,
    featureNames: names,
  };
  const estimator = estimatorOf(parameters, options);
  await interruptible<unknown>(
    (signal) => estimator.fit(X, y, { signal }),
    () => 'interrupted; no model was written.',
  );
  const { result } = estimator;
  const weights = Array.from(estimator.coef);
  const finite = [...weights, estimator.intercept].every(Number.isFinite);
  if (result.status === 'diverged' || !finite) {
    throw new RelufitError(
      'FIT_DIVERGED',
      `fit of ${path}`,
      `an objective that diverged within ${result.iterations} iterations`,
      'one that falls',
      'Use --step backtracking or a smaller constant step.',
    );
  }

  const found = estimator.summary();
  const cv = estimator instanceof ReluRegressorCV ? estimator.cvResults : undefined;
  const { logLikelihood, aic, bic, sigma, censored } = found;
  const summary = {
    objective: result.objective,
    rSquared: found.rSquared ?? null,
    rows: X.rows,
    zeros: y.reduce((count, value) => count + Number(value === 0), 0),
    censored,
    ...(logLikelihood !== undefined && { logLikelihood, aic, bic }),
    iterations: result.iterations,
    status: result.status,
    residual: result.residual,
    solver: result.solver,
    warnings: result.certificate.warnings,
  };
  const constraint =
    cv === undefined ? options.constraint.text : `${options.constraint.text}:${cv.bestLevel}`;
  const model = modelOf(
    {
      version,
      target: options.target,
      observation,
      weights,
      intercept: estimator.intercept,
      sigma,
      options: {
        data: path,
        constraint,
        loss: options.loss?.text ?? 'leastSquares',
        solver: result.solver.name,
        intercept: options.intercept,
        standardize: options.standardize,
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

  const coefficients = found.coefficients.map(({ name, coefficient, standardError }) => ({
    name: name === '(intercept)' ? '(Intercept)' : name,
    value: coefficient,
    ...(standardError !== undefined && { standardError }),
  }));
  if (options.json) printJson({ ...model, coefficients, ...(cv && { cv }) });
  else if (!options.quiet) {
    print(await described(coefficients, { ...summary, sigma }, result, options, cv));
  }
}

function estimatorOf(
  parameters: FittingParameters,
  { constraint, levels, cv, criterion }: FitCommandOptions,
): ReluRegressor | ReluRegressorCV {
  if (levels === undefined)
    return new ReluRegressor({ ...parameters, constraint: constraint.set() });
  return new ReluRegressorCV({
    ...parameters,
    constraint: (level) => constraint.at(level),
    levels,
    criterion: criterion ?? 'cv',
    ...(typeof cv === 'number' && { folds: cv }),
  });
}

// What cannot stand together.
function checkChoice(options: FitCommandOptions): void {
  const { levels, cv, criterion, constraint, censoring, observation } = options;
  const refused = (got: string, expected: string) =>
    new UsageError(`got ${got}, expected ${expected}.`);
  if (levels === undefined) {
    if (cv !== undefined) throw refused('--cv without --levels', '--levels such as 5,10,20');
    if (criterion !== undefined) {
      throw refused('--criterion without --levels', '--levels such as 5,10,20');
    }
    constraint.set();
  } else {
    if (cv === undefined && criterion === undefined) {
      throw refused('--levels alone', '--cv or --criterion, to choose one of them');
    }
    if (cv !== undefined && criterion !== undefined && criterion !== 'cv') {
      throw refused(`--cv and --criterion ${criterion}`, 'one of the two');
    }
    for (const level of levels) constraint.at(level);
  }
  if (censoring !== undefined && observation !== undefined) {
    throw refused('--censoring and --observation', 'one of the two');
  }
}

type Engine = Parameters<typeof engineName>[0] & { readonly reason: string };

async function described(
  coefficients: readonly { name: string; value: number; standardError?: number }[],
  summary: Partial<Pick<Summary, 'logLikelihood' | 'aic' | 'bic' | 'sigma'>> & {
    objective: number;
    rSquared: number | null;
    rows: number;
    zeros: number;
    censored: number;
    iterations: number;
    status: string;
    warnings: readonly string[];
  },
  { engine, solver }: { engine: Engine; solver: { name: string; reason: string } },
  options: FitCommandOptions,
  cv: CVResults | undefined,
): Promise<string> {
  const [{ terminalTable }, { significant }] = await Promise.all([
    import('../terminal-table.js'),
    import('../format.js'),
  ]);
  const lines: string[] = [];
  if (cv !== undefined) lines.push(levelsTable(cv, terminalTable, significant));
  // Of many coefficients a sparse fit leaves few: the zeros are counted, not listed.
  const many = coefficients.length > 40;
  const shown = many ? coefficients.filter(({ value }) => value !== 0) : coefficients;
  const hasErrors = shown.some(({ standardError }) => standardError !== undefined);
  const rows = shown.map(({ name, value, standardError }) => [
    name,
    significant(value),
    ...(hasErrors ? [significant(standardError, 4)] : []),
  ]);
  const head = ['coefficient', 'value', ...(hasErrors ? ['std. error'] : [])];
  lines.push(terminalTable(head, rows));
  if (many) lines.push(`${coefficients.length - shown.length} more coefficients are 0`);
  const { target, censoring } = options;
  const cut = censoring === undefined ? '' : `, ${summary.censored} cut off`;
  const optional = (name: string, value: number | undefined) =>
    value === undefined ? [] : [`${name.padEnd(12)}${significant(value)}`];
  lines.push(
    `objective   ${significant(summary.objective)}`,
    `R²          ${significant(summary.rSquared, 4)}`,
    ...optional('σ', summary.sigma),
    ...optional('log L', summary.logLikelihood),
    ...optional('AIC', summary.aic),
    ...optional('BIC', summary.bic),
    `rows        ${summary.rows}, ${summary.zeros} with ${target} = 0${cut}`,
    `iterations  ${summary.iterations}`,
    `status      ${summary.status}`,
    `solver      ${solver.name}: ${solver.reason}`,
    `engine      ${engineName(engine)}: ${engine.reason}`,
    ...summary.warnings.map((warning) => `warning     ${warning}`),
  );
  if (options.out !== undefined) lines.push(`model       ${options.out}`);
  return lines.join('\n');
}

function levelsTable(
  { levels, measure, folds, bestLevel }: CVResults,
  table: (head: string[], rows: string[][]) => string,
  significant: (value: number | undefined, digits?: number) => string,
): string {
  const withErrors = folds > 0;
  return table(
    ['level', measure, ...(withErrors ? ['± SE'] : []), 'degrees of freedom', ''],
    levels.map(({ level, score, standardError, degreesOfFreedom }) => [
      String(level),
      significant(score),
      ...(withErrors ? [significant(standardError, 3)] : []),
      String(degreesOfFreedom),
      level === bestLevel ? 'chosen' : '',
    ]),
  );
}
