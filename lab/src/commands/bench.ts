import { availableParallelism, cpus } from 'node:os';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { capabilities, init, version } from 'relufit';
import { wholeNumber } from '../arguments.js';
import { type BenchRow, type BenchSize, benchFits, benchSizes } from '../bench/fits.js';
import { benchNormals } from '../bench/normals.js';
import type { CommandText } from '../command.js';
import { significant } from '../format.js';
import { interruptible } from '../interrupt.js';
import { note, type OutputOptions, print, printJson } from '../output.js';
import { progressOf } from '../progress.js';
import { valueParser } from '../value-parser.js';

interface BenchCommandOptions extends OutputOptions {
  size: BenchSize[];
  precision: 'f32' | 'f64' | 'both';
  iterations: number;
  turns: number;
  threads: number;
}

const SIZES = '128x256,625x1000,2048x2048';

export function defineBench(command: Command): CommandText {
  command
    .addOption(
      new Option('--size <list>', 'rows×columns, several separated by commas')
        .argParser(sizesOf)
        .default(benchSizes(SIZES), SIZES),
    )
    .addOption(
      new Option('--precision <name>', 'numbers of the data')
        .choices(['f32', 'f64', 'both'])
        .default('both'),
    )
    .option('--iterations <count>', 'iterations of each fit', wholeNumber(1), 20)
    .option('--turns <count>', 'turns of each contestant', wholeNumber(1), 15)
    .option('--threads <count>', 'the most threads', wholeNumber(1), availableParallelism())
    .action(runBench);
  return {
    about: `Fits of the paper's kind run in turns: WebAssembly on one thread and on several, and JavaScript tuned by hand. A time
is the median over turns, loading X included; a ratio is the median of the ratios turn by turn, with the 10th and 90th
percentile.`,
    examples: `
relufit bench
relufit bench --size 1000x5000,4000x1000 --precision f32
relufit bench --json > bench.json`,
    interrupted: 'nothing is printed',
  };
}

async function runBench(options: BenchCommandOptions): Promise<void> {
  const { size: sizes, precision, iterations, turns, threads } = options;
  const precisions = precision === 'both' ? (['f32', 'f64'] as const) : ([precision] as const);
  const pace = { turns, turnMs: 4, warmUpMs: 150, mostMs: 4000 };
  const total = precisions.length * (sizes.length + 1);
  note(`relufit bench: ${total} places, ${turns} turns each`, options);
  if (threads > 1 && capabilities().threads) await init({ threads });
  const progress = await progressOf('place', options);
  const rows: BenchRow[] = [];
  await interruptible(
    async (signal) => {
      let done = 0;
      const add = (place: BenchRow[]) => {
        rows.push(...place);
        progress.update(++done, total);
      };
      for (const precision of precisions) {
        for (const size of sizes) {
          signal.throwIfAborted();
          add(await benchFits({ ...size, precision, iterations, threads, pace }));
        }
        signal.throwIfAborted();
        add(await benchNormals(precision, pace));
      }
    },
    () => 'interrupted; nothing was printed.',
  ).finally(() => progress.end());

  const machine = {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    node: process.version,
  };
  if (options.json) {
    printJson({ version, machine, options: { iterations, turns, threads }, rows });
  } else if (!options.quiet) {
    const { terminalTable } = await import('../terminal-table.js');
    print(
      terminalTable(
        ['what', 'engine', 'time', '10–90 %', 'times the first'],
        rows.map((row) => [
          row.engine === rows.find((other) => other.name === row.name)?.engine ? row.name : '',
          row.engine,
          milliseconds(row.medianNs),
          `${milliseconds(row.p10Ns)}–${milliseconds(row.p90Ns)}`,
          `${row.ratio.toFixed(2)} (${row.ratioP10.toFixed(2)}–${row.ratioP90.toFixed(2)})`,
        ]),
        2,
      ),
    );
    print(`relufit ${version}, Node ${machine.node}, ${machine.processor}, ${machine.cores} cores`);
  }
}

function milliseconds(nanoseconds: number): string {
  return `${significant(nanoseconds / 1e6, 3)} ms`;
}

const sizesOf = valueParser({ type: 'array', items: { type: 'string' }, minItems: 1 }, (text) => {
  try {
    return benchSizes(text);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
});
