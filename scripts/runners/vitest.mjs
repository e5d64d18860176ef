import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { env, execPath } from 'node:process';
import { stripVTControlCharacters } from 'node:util';
import { ensureChromium } from '../chromium.mjs';
import { redisServer } from '../redis.mjs';
import { root, run } from './run.mjs';
import { tallyOfParts } from './tally.mjs';

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
 * @typedef {{ status: string, fullName: string, failureMessages: string[] }} TestResult
 * @typedef {{ name: string, status: string, message: string, assertionResults: TestResult[] }} FileResult
 */

/**
 * @param {{ numPassedTests: number, numPendingTests: number, testResults: FileResult[] }} report
 * @param {boolean} ok the exit code said so
 */
function tallyOf(report, ok) {
  const passed = report.numPassedTests;
  const failures = report.testResults.flatMap(failuresOf);
  // Errors between tests show in the exit code alone; that of a run without tests is the caller's to judge.
  if (!ok && failures.length === 0 && passed > 0) failures.push('an error between tests');
  const skipped = report.numPendingTests;
  const note = skipped > 0 ? `${skipped} skipped` : undefined;
  return { passed, failed: failures.length, failures, note };
}

/**
 * The failed tests of a file.
 *
 * @param {FileResult} file
 */
function failuresOf({ name, status, message, assertionResults }) {
  const path = relative(root, name);
  const failed = assertionResults.filter((test) => test.status === 'failed');
  // A file that fails to load, or in a hook, fails without a failed test in it.
  if (status === 'failed' && failed.length === 0) return [`${path}\n${beginOf(message)}`];
  return failed.map(
    ({ fullName, failureMessages }) =>
      `${path} > ${fullName}\n${beginOf(failureMessages.join('\n'))}`,
  );
}

/**
 * As much of a message as names its cause.
 *
 * @param {string} message
 */
function beginOf(message) {
  const lines = stripVTControlCharacters(message).split('\n');
  const own = lines.filter((line) => !/^\s+at .*(node_modules|<anonymous>)/.test(line));
  return own
    .slice(0, 20)
    .map((line) => `    ${line.slice(0, 400)}`)
    .join('\n');
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
  return tallyOfParts({ passed: 0, failed: Number(inCi), note: 'NOT RUN: no Redis' }, tally);
}

export const chromium = () =>
  inChromium(async (environment) => {
    const suites = await vitestRun(['--project=chromium', '--project=chromium-plain'], environment);
    // After them, not beside them: these measure what a page's thread does.
    const pages = await vitestRun(['--project=pages'], environment);
    return tallyOfParts(suites, pages);
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
