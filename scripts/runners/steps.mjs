// Runners whose tests are whole commands: each passes or fails by its exit code.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { npm, root, run } from './run.mjs';

/**
 * @param {...string} scripts names of npm scripts
 */
async function npmScripts(...scripts) {
  let passed = 0;
  for (const script of scripts) {
    const { ok } = await npm(['run', '--silent', script]);
    if (!ok) console.error(`npm run ${script} failed`);
    passed += Number(ok);
  }
  return { passed, failed: scripts.length - passed };
}

export const build = () =>
  npmScripts('build:wasm', 'build:worker', 'build:library', 'build:node', 'build:lab');
export const lint = () => npmScripts('lint');
export const types = () => npmScripts('types');

/** What a release needs that can be told at any commit. */
export async function release() {
  const { output } = await run(execPath, ['scripts/release-check.mjs', '--rehearsal']);
  const [, passed, failed] = /(\d+) passed, (\d+) failed/.exec(output) ?? [0, 0, 1];
  return { passed: Number(passed), failed: Number(failed) };
}

/** The static site builds without a warning, and no link in it is broken. */
export const site = () => npmScripts('site');

export async function docs() {
  if (!existsSync(join(root, 'scripts/docs.mjs'))) {
    return { passed: 0, failed: 1, note: 'scripts/docs.mjs is missing' };
  }
  const { ok } = await run(execPath, ['scripts/docs.mjs', '--check']);
  return { passed: Number(ok), failed: Number(!ok) };
}
