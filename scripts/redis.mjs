// Where redis-server is, for the tests of the queue. As a command: prints its path, installing it if need be.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { argv, env, getuid } from 'node:process';
import { pathToFileURL } from 'node:url';

const places = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin', '/snap/bin'];

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
 * The path of a redis-server on this machine, or undefined. `REDIS_SERVER_PATH` decides alone when it is set.
 *
 * @returns {string | undefined}
 */
export function findRedisServer() {
  if (env.REDIS_SERVER_PATH) {
    if (isExecutable(env.REDIS_SERVER_PATH)) return env.REDIS_SERVER_PATH;
    throw new Error(
      `REDIS_SERVER_PATH: got ${env.REDIS_SERVER_PATH}, expected an executable file.`,
    );
  }
  const folders = [...(env.PATH ?? '').split(delimiter).filter(Boolean), ...places];
  return folders.map((folder) => join(folder, 'redis-server')).find(isExecutable);
}

/**
 * `findRedisServer`, after an installation by apt-get where that is possible. Throws the reason where it is not.
 *
 * @returns {string}
 */
export function redisServer() {
  const found = findRedisServer();
  if (found) return found;
  if (!existsSync('/etc/debian_version') || getuid?.() !== 0) {
    throw new Error(
      'No redis-server found. Install it or set REDIS_SERVER_PATH (only root on Debian can have it installed here).',
    );
  }
  // Whatever apt-get says goes to stderr: the command's stdout is the path alone.
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'redis-server']]) {
    const { status } = spawnSync('apt-get', args, {
      stdio: ['ignore', 2, 2],
      env: { ...env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (status !== 0) {
      throw new Error(`No redis-server found, and apt-get ${args.join(' ')} failed.`);
    }
  }
  const installed = findRedisServer();
  if (!installed) throw new Error('apt-get installed redis-server, yet no executable was found.');
  return installed;
}

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) {
  try {
    console.log(redisServer());
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
