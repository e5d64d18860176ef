import { execPath } from 'node:process';
import { stripVTControlCharacters } from 'node:util';
import { run } from './run.mjs';

// The file behind `asp`, which itself would exit 0 when its child dies by a signal.
const command = 'node_modules/@as-pect/cli/lib/test.js';

export async function asPect() {
  const { ok, output } = await run(execPath, [command]);
  const text = stripVTControlCharacters(output);
  const summary = /\[Tests\]: (\d+) \/ (\d+)/.exec(text);
  if (!summary) return { passed: 0, failed: 1, note: 'ended without a summary' };
  const [passed, total] = [Number(summary[1]), Number(summary[2])];
  // as-pect exits with 0 where no spec matched; and with 1 where a group failed outside of its tests.
  const failed = ok || total === 0 ? total - passed : Math.max(total - passed, 1);
  const failures = Array.from(text.matchAll(/\[Fail\]: \S+ (.*)/g), ([, name]) => name);
  return { passed, failed, failures };
}
