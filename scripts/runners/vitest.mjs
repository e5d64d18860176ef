import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { ensureChromium } from '../chromium.mjs';
import { redisServer } from '../redis.mjs';
import { run } from './run.mjs';

const inCi = Boolean(env.CI) && env.CI !== 'false';

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [environment]
 */
async function vitestRun(args, environment) {
  const folder = mkdtempSync(join(tmpdir(), 'relufit-vitest-'));
  const file = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  try {
    const { ok } = await run(
      execPath,
      ['node_modules/vitest/vitest.mjs', 'run', ...args, ...reporters],
      { env: environment },
    );
    return tallyOf(JSON.parse(readFileSync(file, 'utf8')), ok);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number,
 *   testResults: { status: string, assertionResults: { status: string }[] }[] }} report
 * @param {boolean} ok the exit code said so
 */
function tallyOf(report, ok) {
  const passed = report.numPassedTests;
  // A file that fails to load, or in a hook, fails without a failed test in it.
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  let failed = report.numFailedTests + brokenFiles.length;
  // Errors between tests show in the exit code alone; that of a run without tests is the caller's to judge.
  if (!ok && failed === 0 && passed > 0) failed = 1;
  const skipped = report.numPendingTests;
  return { passed, failed, note: skipped > 0 ? `${skipped} skipped` : undefined };
}

export const vitest = () => vitestRun(['--project=node']);

/** The command line; those of its tests that need Redis with a server that is installed where it can be. */
export async function lab() {
  let path;
  try {
    path = redisServer();
  } catch (error) {
    warn('THE TESTS WITH REDIS WERE NOT RUN', error);
  }
  const tally = await vitestRun(['--root=lab'], path ? { REDIS_SERVER_PATH: path } : {});
  if (path) return tally;
  const note = ['NOT RUN: no Redis', tally.note].filter(Boolean).join(', ');
  return { ...tally, failed: tally.failed + Number(inCi), note };
}

export const chromium = () =>
  inChromium(async (environment) => {
    const suites = await vitestRun(['--project=chromium', '--project=chromium-plain'], environment);
    // After them, not beside them: these measure what a page's thread does.
    const pages = await vitestRun(['--project=pages'], environment);
    return {
      passed: suites.passed + pages.passed,
      failed: suites.failed + pages.failed,
      note: [suites.note, pages.note].filter(Boolean).join(', ') || undefined,
    };
  });

/** The packed package in bundlers, pages and runtimes. */
export const packed = () =>
  inChromium((environment) => vitestRun(['--project=package'], environment));

/** The demonstration as it is published, in Chromium. */
export const demo = () => inChromium((environment) => vitestRun(['--project=demo'], environment));

/** The pages of examples/ in Chromium, and its server. */
export const embedded = () =>
  inChromium((environment) => vitestRun(['--project=examples'], environment));

/**
 * What a runner does that needs a browser; without one, a remark here and a failure in CI.
 *
 * @template T
 * @param {(environment: NodeJS.ProcessEnv) => Promise<T>} run
 */
async function inChromium(run) {
  let path;
  try {
    path = ensureChromium();
  } catch (error) {
    warn('THE TESTS IN CHROMIUM WERE NOT RUN', error);
    return { passed: 0, failed: Number(inCi), notRun: true, note: 'NOT RUN: no Chromium' };
  }
  return run({ CHROMIUM_PATH: path });
}

/**
 * @param {string} what
 * @param {unknown} error
 */
function warn(what, error) {
  const reason = error instanceof Error ? error.message : String(error);
  console.error(`\n!!!!!!!! ${what} !!!!!!!! ${reason}\n`);
}
