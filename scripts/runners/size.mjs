import { execPath } from 'node:process';
import { run } from './run.mjs';

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
  for (const { name, size, sizeLimit } of checks) {
    console.log(`${name}: ${kilobytes(size)}, limit ${kilobytes(sizeLimit)}`);
  }
  const passed = checks.filter((check) => check.passed).length;
  return { passed, failed: checks.length - passed };
}
