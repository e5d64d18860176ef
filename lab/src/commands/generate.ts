import type { Command } from 'commander';
import { type Observation, plantedProblem, version } from 'relufit';
import { notNegative, wholeNumber } from '../arguments.js';
import type { CommandText } from '../command.js';
import { writeLines } from '../csv-write.js';
import { refusalIsUsage, UsageError } from '../exit.js';
import { OBSERVATIONS, observationOf } from '../grammar/observation.js';
import { checkOutFile, note, type OutputOptions, printJson } from '../output.js';

interface GenerateCommandOptions extends OutputOptions {
  n: number;
  d: number;
  sparsity: number;
  seed: number;
  noise: number;
  observation: Observation;
  out?: string;
  planted?: string;
}

export function defineGenerate(command: Command): CommandText {
  command
    .requiredOption('--n <rows>', 'rows', wholeNumber(1))
    .requiredOption('--d <columns>', 'columns', wholeNumber(1))
    .requiredOption('--sparsity <s>', 'nonzeros of the planted weights', wholeNumber(1))
    .option('--seed <number>', 'the same seed gives the same file', wholeNumber(0), 1)
    .option('--noise <sigma>', 'standard deviation of the noise', notNegative, 0)
    .option('--observation <name>', OBSERVATIONS, observationOf, 'relu')
    .option('--out <data.csv>', 'write here instead of stdout')
    .option('--planted <planted.csv>', 'write the planted weights here')
    .action(runGenerate);
  return {
    examples: `
relufit generate --n 125 --d 200 --sparsity 4 --seed 7 --out data.csv --planted planted.csv
relufit fit data.csv --target y --constraint sparse:4`,
    interrupted: 'a file may be cut short',
  };
}

async function runGenerate(options: GenerateCommandOptions): Promise<void> {
  if (options.json && options.out === undefined) {
    throw new UsageError('--json: got no --out, expected one. The data would share stdout.');
  }
  checkOutFile(options.out);
  checkOutFile(options.planted);
  const { n, d, sparsity, seed, noise, observation } = options;
  const problem = await refusalIsUsage(() =>
    plantedProblem({ n, d, sparsity, seed, noise, observation }),
  );
  const names = Array.from({ length: d }, (_, column) => `x${column + 1}`);
  await writeLines(dataLines(names, problem), options.out);
  if (options.planted !== undefined) {
    const weights = names.map((name, column) => `${name},${problem.planted[column]}`);
    await writeLines(['name,weight', ...weights], options.planted);
  }
  if (options.json) {
    printJson({ version, n, d, sparsity, seed, noise, observation, out: options.out });
  } else if (options.out !== undefined) {
    note(`wrote ${options.out}: ${n} rows, ${d} columns and y`, options);
  }
}

function* dataLines(
  names: readonly string[],
  { X, y }: Pick<ReturnType<typeof plantedProblem>, 'X' | 'y'>,
): Generator<string> {
  yield [...names, 'y'].join(',');
  for (let row = 0; row < X.rows; row++) {
    const cells = X.data.subarray(row * X.columns, (row + 1) * X.columns);
    yield `${cells.join(',')},${y[row]}`;
  }
}
