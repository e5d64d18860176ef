// The names of what an experiment keeps in its folder.

import { join } from 'node:path';
import type { Part } from 'relufit';

/** Its trials, or those of a part of it. */
export const trialsFile = (folder: string, part?: Part): string =>
  join(folder, part === undefined ? 'trials.jsonl' : `trials.${part.index}-of-${part.of}.jsonl`);

/** Is this the name of a file of trials, and of one alone? */
export const isTrialsFile = (name: string): boolean => /^trials(\.\d+-of-\d+)?\.jsonl$/.test(name);

export const resultFile = (folder: string): string => join(folder, 'result.json');

export const reportFile = (folder: string): string => join(folder, 'report.html');
