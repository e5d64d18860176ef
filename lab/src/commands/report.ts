import { dirname } from 'node:path';
import { type Command, Option } from 'commander';
import { type Part, type PhaseResult, RelufitError, version } from 'relufit';
import type { CommandText } from '../command.js';
import { UsageError } from '../exit.js';
import { counted } from '../format.js';
import { checkOutFile, jsonText, note, type OutputOptions, print, printJson } from '../output.js';
import type { PhaseFigure } from '../report/phase/index.js';
import { addRecord } from '../store/add-record.js';
import { reportFile } from '../store/files.js';
import { planOf, readHeader, readRecords, trialsFileAt } from '../store/read-file.js';
import { writeWhole } from '../store/write-whole.js';

const FORMATS = ['html', 'md', 'json', 'csv', 'svg'] as const;

interface ReportCommandOptions extends OutputOptions {
  format: (typeof FORMATS)[number];
  figure?: string;
  out?: string;
}

export function defineReport(command: Command): CommandText {
  command
    .argument('<trials>', 'a folder of `relufit phase`, or a file of trials')
    .addOption(
      new Option('--format <name>', 'a page, Markdown, all as JSON, cells as CSV, or a figure')
        .choices(FORMATS)
        .default('html'),
    )
    .option('--figure <name>', 'which of the figures, with --format svg (default: the first)')
    .option(
      '--out <file>',
      'where it goes (default: report.html beside the trials; other formats: stdout)',
    )
    .action(runReport);
  return {
    about:
      'An experiment that is still running may be looked at: the report is of the trials so far.',
    examples: `
relufit report results/small
relufit report results/small --format csv > cells.csv
relufit report results/small --format svg --figure success --out success.svg
relufit report results/small/trials.1-of-3.jsonl --format md`,
    interrupted: 'nothing is written',
  };
}

async function runReport(given: string, options: ReportCommandOptions): Promise<void> {
  const { format, figure, json, quiet } = options;
  if (figure !== undefined && format !== 'svg') {
    throw new UsageError(
      `--figure: got --format ${format}, expected svg. Give --format svg with it.`,
    );
  }
  const path = trialsFileAt(given);
  const out = options.out ?? (format === 'html' ? reportFile(dirname(path)) : undefined);
  checkOutFile(options.out);
  let stored = storedResult(path);
  const { phaseCsv, phaseMarkdown, phaseFigures, writePhaseReport } = await import(
    '../report/phase/index.js'
  );
  if (format === 'html') {
    writePhaseReport(stored.result, out as string);
    // A run that has ended meanwhile has all its trials in the file before it writes its page, which this one may have
    // come in the place of.
    const now = stored.missing > 0 ? storedResult(path) : stored;
    if (stored.missing > 0 && now.missing === 0) {
      stored = now;
      writePhaseReport(stored.result, out as string);
    }
    say(stored, options);
  } else {
    say(stored, options);
    const svg = (shown: PhaseResult) => figureNamed(figure, phaseFigures(shown), options);
    const text = { md: phaseMarkdown, json: jsonText, csv: phaseCsv, svg }[format](stored.result);
    if (out !== undefined) writeWhole(out, [text]);
    else if (!json) process.stdout.write(text);
  }
  const { result, trials } = stored;
  if (json) printJson({ ...result, trials, files: { report: out ?? null } });
  else if (out !== undefined && !quiet) print(`wrote   ${out}`);
}

/** The first where none is named. Which there are follows from the axes of the experiment. */
function figureNamed(
  wanted: string | undefined,
  figures: readonly PhaseFigure[],
  options: OutputOptions,
): string {
  const found = wanted === undefined ? figures[0] : figures.find(({ name }) => name === wanted);
  if (found !== undefined) {
    note(found.caption, options);
    return `${found.svg}\n`;
  }
  const names = figures.map(({ name }) => name).join(', ');
  throw new UsageError(`--figure: got '${wanted}', expected one of ${names}. Name one of them.`);
}

interface Stored {
  readonly result: PhaseResult;
  readonly trials: number;
  /** Trials that are to be run next. */
  readonly missing: number;
  readonly part?: Part;
}

/** What the trials of a file come to, all or those so far. */
function storedResult(path: string): Stored {
  const header = readHeader(path);
  const { part } = header;
  const plan = planOf(path, header);
  readRecords(path, (record) => addRecord(plan, record, part));
  if (plan.count === 0) {
    throw new RelufitError(
      'STORE_UNUSABLE',
      path,
      'no trials yet',
      'one or more',
      'Look again when one has ended.',
    );
  }
  const result = { ...plan.result(), version: header.version };
  return { result, trials: plan.count, missing: plan.remaining(part).length, part };
}

function say({ result, trials, missing, part }: Stored, options: OutputOptions): void {
  if (result.version !== version) note(`trials of relufit ${result.version}`, options);
  if (missing > 0) note(`${counted(trials, 'trial')} so far, ${missing} to run next`, options);
  if (part !== undefined) note(`part ${part.index} of ${part.of} only`, options);
}
