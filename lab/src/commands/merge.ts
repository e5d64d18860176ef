import type { Command } from 'commander';
import { version } from 'relufit';
import type { CommandText } from '../command.js';
import { counted } from '../format.js';
import { makeOutFolder, note, type OutputOptions } from '../output.js';
import { trialsFile } from '../store/files.js';
import { mergeTrials } from '../store/merge-trials.js';
import { showPhase } from './show-phase.js';

interface MergeCommandOptions extends OutputOptions {
  out: string;
}

export function defineMerge(command: Command): CommandText {
  command
    .argument('<part...>', 'files trials.I-of-N.jsonl, or folders that hold some')
    .requiredOption('--out <folder>', 'where the trials and the results of all go')
    .action(runMerge);
  return {
    about: `The parts are checked before anything is written: one experiment, every part, every trial with one outcome, and no
trial in the file of a part that is not its own. trials.jsonl then has the bytes of a single run.`,
    examples: `
relufit merge results/small --out results/small
relufit merge one/trials.1-of-2.jsonl two/trials.2-of-2.jsonl --out results/both`,
    interrupted: 'nothing is written',
  };
}

async function runMerge(given: string[], options: MergeCommandOptions): Promise<void> {
  const { out } = options;
  const began = performance.now();
  makeOutFolder(out);
  const { plan, header, paths } = mergeTrials(given, trialsFile(out));
  if (header.version !== version) note(`trials of relufit ${header.version}`, options);
  note(`${counted(plan.count, 'trial')} of ${paths.join(', ')}`, options);
  const result = { ...plan.result(), version: header.version };
  const run = { trials: plan.count, ran: 0, milliseconds: performance.now() - began };
  await showPhase(result, run, out, options);
}
