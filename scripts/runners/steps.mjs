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
  const checks = [
    ['scripts/docs.mjs'],
    ['node_modules/tsx/dist/cli.mjs', 'scripts/pictures/index.ts'],
  ];
  let passed = 0;
  for (const check of checks) passed += Number((await run(execPath, [...check, '--check'])).ok);
  return { passed, failed: checks.length - passed };
}
