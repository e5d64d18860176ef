/**
 * What a runner has to say. Only a runner that could not start for want of something outside the project
 * may declare itself `notRun`; any other that ran no test has failed.
 *
 * @typedef {{ passed: number, failed: number, failures?: string[], note?: string, notRun?: boolean }} Tally
 *   failures: what failed, each in words that say where to look; told again at the end of all runners
 */

/**
 * The tally of checks that are told apart by their names.
 *
 * @param {{ name: string, passed: boolean }[]} checks
 * @returns {Tally}
 */
export function tallyOfChecks(checks) {
  const failures = checks.filter(({ passed }) => !passed).map(({ name }) => name);
  return { passed: checks.length - failures.length, failed: failures.length, failures };
}

/**
 * Tallies of parts of one runner, as its own.
 *
 * @param {...Tally} tallies
 * @returns {Tally}
 */
export function tallyOfParts(...tallies) {
  return {
    passed: tallies.reduce((sum, { passed }) => sum + passed, 0),
    failed: tallies.reduce((sum, { failed }) => sum + failed, 0),
    failures: tallies.flatMap(({ failures = [] }) => failures),
    note: tallies.flatMap(({ note = [] }) => note).join(', ') || undefined,
    notRun: tallies.some(({ notRun }) => notRun),
  };
}
