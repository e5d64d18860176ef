import type { PhaseResult } from 'relufit';
import { jsonText } from '../output.js';
import { resultFile } from '../store/files.js';
import { writeWhole } from '../store/write-whole.js';

/** Writes what a phase diagram comes to into its folder; answers what was written. */
export async function writePhaseOutputs(
  result: PhaseResult,
  folder: string,
): Promise<{ readonly result: string }> {
  const files = { result: resultFile(folder) };
  writeWhole(files.result, [jsonText(result)]);
  return files;
}
