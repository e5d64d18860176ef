import type { Command } from 'commander';
import { predict } from 'relufit';
import { delimiterOf } from '../arguments.js';
import type { CommandText } from '../command.js';
import { cellOf, writeLines } from '../csv-write.js';
import { featureMatrix } from '../features.js';
import { featuresOf } from '../model.js';
import { checkOutFile, note, type OutputOptions, printJson } from '../output.js';
import { readModel } from '../read-model.js';
import { readTable } from '../read-table.js';

interface PredictCommandOptions extends OutputOptions {
  delimiter: string;
  out?: string;
}

export function definePredict(command: Command): CommandText {
  command
    .argument('<model.json>', 'what `relufit fit --out` wrote')
    .argument('<data.csv>', 'the features of the model; other columns are not read')
    .option('--delimiter <character>', "',' ';' '|' or tab", delimiterOf, ',')
    .option('--out <predictions.csv>', 'write here instead of stdout')
    .action(runPredict);
  return {
    examples: `
relufit predict model.json new.csv > predictions.csv
relufit predict model.json new.csv --json`,
    interrupted: 'a file of --out may be cut short',
  };
}

async function runPredict(
  modelPath: string,
  dataPath: string,
  options: PredictCommandOptions,
): Promise<void> {
  checkOutFile(options.out);
  const model = readModel(modelPath);
  const X = featureMatrix(readTable(dataPath, options.delimiter), featuresOf(model));
  const predictions = Array.from(
    predict(
      {
        weights: Float64Array.from(model.weights),
        intercept: model.intercept,
        observation: model.observation,
        sigma: model.sigma,
      },
      X,
    ),
  );
  if (options.json) {
    printJson({ version: model.version, target: model.target, predictions });
    if (options.out === undefined) return;
  }
  const lines = [cellOf(model.target), ...predictions.map(String)];
  await writeLines(lines, options.out);
  if (options.out !== undefined) {
    note(`wrote ${options.out}: ${predictions.length} predictions of ${model.target}`, options);
  }
}
