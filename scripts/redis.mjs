// Where redis-server is, for the tests of the queue. As a command: prints its path, installing it if need be.
import { delimiter, join } from 'node:path';
import { env } from 'node:process';
import { ensure, find, printWhereCommand } from './program.mjs';

/** @type {import('./program.mjs').Program} */
const program = {
  name: 'redis-server',
  variable: 'REDIS_SERVER_PATH',
  package: 'redis-server',
  options: ['--no-install-recommends'],
  places() {
    const usual = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin', '/snap/bin'];
    const folders = [...(env.PATH ?? '').split(delimiter).filter(Boolean), ...usual];
    return folders.map((folder) => join(folder, 'redis-server'));
  },
};

export const findRedisServer = () => find(program);

export const redisServer = () => ensure(program);

printWhereCommand(import.meta.url, redisServer);
