import { cpus } from 'node:os';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { convergenceExperiment, type EngineChoice } from 'relufit';
import { wholeNumber } from '../arguments.js';
import type { CommandText } from '../command.js';
import { refusalIsUsage } from '../exit.js';
import { interruptible } from '../interrupt.js';
import { makeOutFolder, note, type OutputOptions, print, printJson } from '../output.js';
import { progressOf } from '../progress.js';
import { engineName, engineOption } from './shared.js';

interface PaperCommandOptions extends OutputOptions {
  d: number;
  sparsity: number;
  n: number;
  trials: number;
  seed: number;
  precision: 'f32' | 'f64';
  engine: EngineChoice;
  workers?: number;
  out: string;
}

export function definePaper(command: Command): CommandText {
  command
    .option('--d <columns>', 'dimension of the weights', wholeNumber(1), 1000)
    .option('--sparsity <s>', 'nonzeros of the planted weights', wholeNumber(1), 20)
    .option('--n <rows>', 'samples', wholeNumber(1), 625)
    .option('--trials <count>', 'planted problems for each method', wholeNumber(1), 100)
    .option('--seed <number>', 'the same seed gives the same result', wholeNumber(0), 1)
    .addOption(
      new Option('--precision <name>', 'numbers of the data')
        .choices(['f32', 'f64'])
        .default('f64'),
    )
    .addOption(engineOption())
    .option(
      '--workers <count>',
      'run trials at once; 0: one after the other (default: one a core)',
      wholeNumber(0),
    )
    .option('--out <folder>', 'where the report goes', 'results/paper')
    .action(runPaper);
  return {
    examples: `
relufit paper
relufit paper --d 200 --sparsity 4 --n 125 --trials 20 --out results/small`,
    interrupted: 'nothing is written',
  };
}

async function runPaper(options: PaperCommandOptions): Promise<void> {
  const { d, sparsity, n, trials, seed, precision, engine, workers, out } = options;
  makeOutFolder(out);
  note(`relufit paper: ${trials} planted problems, d ${d}, n ${n}, three fits each`, options);
  const progress = await progressOf('trial', options);
  let finished = 0;
  const experiment = await interruptible(
    (signal) =>
      refusalIsUsage(() =>
        convergenceExperiment({
          ...{ d, sparsity, n, trials, seed, precision, engine, workers, signal },
          onTrial: (_record, done, total) => {
            finished = done;
            progress.update(done, total);
          },
        }),
      ),
    () => `interrupted after ${finished} trials; nothing was written.`,
  ).finally(() => progress.end());

  const machine = { node: process.version, processor: cpus()[0]?.model.trim() ?? 'unknown' };
  const result = { command: 'relufit paper', ...experiment, machine };
  const [{ writeReport }, { paperTable }] = await Promise.all([
    import('../report/write-report.js'),
    import('../report/paper-table.js'),
  ]);
  const files = { report: join(out, 'report.html'), result: join(out, 'result.json') };
  await writeReport(result, files);

  if (options.json) {
    const methods = result.methods.map(({ name, title, n: rows, summary }) => ({
      ...{ name, title, n: rows, ...summary, meanError: undefined },
    }));
    printJson({
      ...{ version: result.version, options: result.options, engine: result.engine, machine },
      ...{ methods, milliseconds: result.milliseconds, files },
    });
  } else if (!options.quiet) {
    const { terminalTable } = await import('../terminal-table.js');
    const { head, rows } = paperTable(result);
    print(terminalTable(head, rows));
    print(`engine  ${engineName(result.engine)}: ${result.engine.reason}`);
    if (result.workers > 0) print(`workers ${result.workers}, a trial each at a time`);
    print(`wrote   ${files.report} and ${files.result}`);
  }
}
