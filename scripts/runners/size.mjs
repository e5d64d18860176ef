import { execPath } from 'node:process';
import { run } from './run.mjs';
import { tallyOfChecks } from './tally.mjs';

/** @typedef {{ name: string, passed: boolean, size: number, sizeLimit: number }} Check */

const kilobytes = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(2)} kB`;

export async function size() {
  const { output } = await run(execPath, ['node_modules/size-limit/bin.js', '--json'], {
    quiet: true,
  });
  const report = JSON.parse(output);
  if (!Array.isArray(report)) throw new Error(report.error);
  /** @type {Check[]} */
  const checks = report;
  const named = checks.map(({ name, passed, size, sizeLimit }) => ({
    name: `${name}: ${kilobytes(size)}, limit ${kilobytes(sizeLimit)}`,
    passed,
  }));
  for (const { name } of named) console.log(name);
  return tallyOfChecks(named);
}
