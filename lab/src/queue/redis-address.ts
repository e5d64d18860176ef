// Where a Redis is, read without ever showing its password.

import { readFileSync } from 'node:fs';
import type { RedisOptions } from 'ioredis';
import { UsageError } from '../exit.js';

/** The environment variable that stands for an address: unlike arguments, other users of a machine cannot read it. */
export const REDIS_VARIABLE = 'RELUFIT_REDIS_URL';

export interface RedisAddress {
  readonly options: RedisOptions;
  /** The address as it may be shown: 'redis://user:***@host:6379'. */
  readonly shown: string;
}

/**
 * The address of --redis, which is that of the environment where the option has no value.
 *
 * @throws UsageError, which does not repeat what was given.
 */
export function redisAddress(given: string | boolean | undefined, caFile?: string): RedisAddress {
  const fromEnvironment = typeof given !== 'string';
  const text = fromEnvironment ? process.env[REDIS_VARIABLE] : given;
  if (text === undefined || text === '') {
    throw new UsageError(
      `--redis: got no address, expected ${FORM} there or in ${REDIS_VARIABLE}. Add one.`,
    );
  }
  const where = fromEnvironment ? REDIS_VARIABLE : '--redis';
  const url = parsed(text, where);
  const isSecure = url.protocol === 'rediss:';
  if (caFile !== undefined && !isSecure) {
    throw new UsageError(`--redis-ca: got a file for ${shown(url)}, expected rediss://.`);
  }
  const options: RedisOptions = {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 6379),
    db: Number(url.pathname.slice(1)),
    ...(url.username !== '' && { username: decoded(url.username, where) }),
    ...(url.password !== '' && { password: decoded(url.password, where) }),
    ...(isSecure && { tls: caFile === undefined ? {} : { ca: certificate(caFile) } }),
  };
  return { options, shown: shown(url) };
}

const FORM = 'redis://[user:password@]host[:port][/database] or rediss://…';

function parsed(text: string, where: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isAddress =
    url !== undefined && /^rediss?:$/.test(url.protocol) && url.hostname !== '' && url.hash === '';
  if (!isAddress) {
    throw new UsageError(
      `${where}: got something else, expected ${FORM}. Characters such as @ / # % of a password are written %40 %2F %23 %25.`,
    );
  }
  if (url.search !== '') {
    throw new UsageError(`${where}: got ${shown(url)} with a ?query, expected ${FORM}.`);
  }
  if (!/^(\/\d*)?$/.test(url.pathname)) {
    throw new UsageError(`${where}: got a database that is no number, expected ${FORM}.`);
  }
  return url;
}

function shown({ protocol, username, password, host, pathname }: URL): string {
  const user = password === '' ? username : `${username}:***`;
  return `${protocol}//${user === '' ? '' : `${user}@`}${host}${pathname.replace(/^\/$/, '')}`;
}

function decoded(text: string, where: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new UsageError(
      `${where}: got a % that starts no character, expected %25 for a % of a user or password.`,
    );
  }
}

function certificate(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new UsageError(`--redis-ca: got '${path}' (${code}), expected a certificate as PEM.`);
  }
}
