import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { root, run } from './run.mjs';
import { tallyOfChecks, tallyOfParts } from './tally.mjs';
import { embedded } from './vitest.mjs';

/** Each script runs to its end by itself, against the built library; the pages and the server are tried by tests. */
export async function examples() {
  const files = readdirSync(join(root, 'examples')).filter((file) => file.endsWith('.mjs'));
  const checks = [];
  for (const file of files.sort()) {
    console.log(`· ${file}`);
    const { ok } = await run(execPath, [join('examples', file)]);
    checks.push({ name: `examples/${file}`, passed: ok });
  }
  return tallyOfParts(tallyOfChecks(checks), await embedded());
}
