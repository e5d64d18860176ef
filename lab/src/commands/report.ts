import { statSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { type PhaseResult, RelufitError, version } from 'relufit';
import type { CommandText } from '../command.js';
import { checkOutFile, jsonText, note, type OutputOptions, print, printJson } from '../output.js';
import { phaseCsv, phaseMarkdown } from '../report/phase-text.js';
import { addRecord } from '../store/add-record.js';
import { trialsFile } from '../store/files.js';
import { planOf, readHeader, readRecords } from '../store/read-file.js';
import { writeWhole } from '../store/write-whole.js';

const FORMATS = { md: phaseMarkdown, json: jsonText, csv: phaseCsv } as const;

interface ReportCommandOptions extends OutputOptions {
  format: keyof typeof FORMATS;
  out?: string;
}

export function defineReport(command: Command): CommandText {
  command
    .argument('<trials>', 'a folder of `relufit phase`, or a file of trials')
    .addOption(
      new Option('--format <name>', 'Markdown, all as JSON, or cells as CSV')
        .choices(Object.keys(FORMATS))
        .default('md'),
    )
    .option('--out <file>', 'where it goes (default: stdout)')
    .action(runReport);
  return {
    about:
      'An experiment that is still running may be looked at: the report is of the trials so far.',
    examples: `
relufit report results/small
relufit report results/small --format csv > cells.csv
relufit report results/small/trials.1-of-3.jsonl`,
    interrupted: 'nothing is written',
  };
}

function runReport(given: string, options: ReportCommandOptions): void {
  const { format, out, json, quiet } = options;
  checkOutFile(out);
  const isFolder = statSync(given, { throwIfNoEntry: false })?.isDirectory();
  const { result, trials } = storedResult(isFolder ? trialsFile(given) : given, options);
  const text = FORMATS[format](result);
  if (out !== undefined) writeWhole(out, [text]);
  if (json) printJson({ ...result, trials, files: { report: out ?? null } });
  else if (out === undefined) process.stdout.write(text);
  else if (!quiet) print(`wrote   ${out}`);
}

/** What the trials of a file come to, all or those so far; says which. */
function storedResult(
  path: string,
  options: OutputOptions,
): { result: PhaseResult; trials: number } {
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
  if (header.version !== version) note(`trials of relufit ${header.version}`, options);
  const missing = plan.remaining(part).length;
  if (missing > 0) note(`${plan.count} trials so far, ${missing} to run next`, options);
  if (part !== undefined) note(`part ${part.index} of ${part.of} only`, options);
  return { result: { ...plan.result(), version: header.version }, trials: plan.count };
}
