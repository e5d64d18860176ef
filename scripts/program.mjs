// Programs that tests need and npm does not bring: where they are on this machine, and their installation where it can be done.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { argv, env, getuid } from 'node:process';
import { pathToFileURL } from 'node:url';

/**
 * @typedef {object} Program
 * @property {string} name as messages have it
 * @property {string} variable of the environment, which decides alone when it is set
 * @property {string} package of Debian
 * @property {readonly string[]} [options] of apt-get install
 * @property {() => readonly string[]} places where it may be, in the order of preference
 */

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The path of a program on this machine, or undefined.
 *
 * @param {Program} program
 * @returns {string | undefined}
 */
export function find({ variable, places }) {
  const given = env[variable];
  if (given) {
    if (isExecutable(given)) return given;
    throw new Error(`${variable}: got ${given}, expected an executable file.`);
  }
  return places().find(isExecutable);
}

/**
 * `find`, after an installation by apt-get where that is possible. Throws the reason where it is not.
 *
 * @param {Program} program
 * @returns {string}
 */
export function ensure(program) {
  const { name, variable, package: debian, options = [] } = program;
  const found = find(program);
  if (found) return found;
  if (!existsSync('/etc/debian_version') || getuid?.() !== 0) {
    throw new Error(
      `No ${name} found. Install it or set ${variable} (only root on Debian can have it installed here).`,
    );
  }
  // Whatever apt-get says goes to stderr: the command's stdout is the path alone.
  for (const args of [['update'], ['install', '-y', ...options, debian]]) {
    const { status } = spawnSync('apt-get', args, {
      stdio: ['ignore', 2, 2],
      env: { ...env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (status !== 0) throw new Error(`No ${name} found, and apt-get ${args.join(' ')} failed.`);
  }
  const installed = find(program);
  if (!installed) throw new Error(`apt-get installed ${debian}, yet no executable was found.`);
  return installed;
}

/**
 * Where the script of this address is the command: prints the program's path.
 *
 * @param {string} script
 * @param {() => string} path
 */
export function printWhereCommand(script, path) {
  if (script !== pathToFileURL(argv[1] ?? '').href) return;
  try {
    console.log(path());
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
