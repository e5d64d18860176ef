// Runners whose tests are whole commands: each passes or fails by its exit code.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { npm, root, run } from './run.mjs';
import { tallyOfChecks } from './tally.mjs';

/**
 * @param {...string} scripts names of npm scripts
 */
async function npmScripts(...scripts) {
  const checks = [];
  for (const script of scripts) {
    const { ok } = await npm(['run', '--silent', script]);
    checks.push({ name: `npm run ${script}`, passed: ok });
  }
  return tallyOfChecks(checks);
}

export const build = () =>
  npmScripts('build:wasm', 'build:worker', 'build:library', 'build:node', 'build:lab');
export const lint = () => npmScripts('lint');
export const types = () => npmScripts('types');

/** What a release needs that can be told at any commit. */
export async function release() {
  const { output } = await run(execPath, ['scripts/release-check.mjs', '--rehearsal']);
  const [, passed, failed] = /(\d+) passed, (\d+) failed/.exec(output) ?? [0, 0, 1];
  const failures = Array.from(output.matchAll(/^✗ (.*)/gm), ([, failure]) => failure);
  return { passed: Number(passed), failed: Number(failed), failures };
}

/** The static site builds without a warning, and no link in it is broken. */
export const site = () => npmScripts('site');

export async function docs() {
  if (!existsSync(join(root, 'scripts/docs.mjs'))) {
    return { passed: 0, failed: 1, note: 'scripts/docs.mjs is missing' };
  }
  const programs = [
    ['scripts/docs.mjs'],
    ['node_modules/tsx/dist/cli.mjs', 'scripts/pictures/index.ts'],
  ];
  const checks = [];
  for (const program of programs) {
    const { ok } = await run(execPath, [...program, '--check']);
    checks.push({ name: `${program.at(-1)} --check`, passed: ok });
  }
  return tallyOfChecks(checks);
}
