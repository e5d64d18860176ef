// A connection to Redis, after one look at what is there: each thing that may be wrong has words of its own.

import { Redis } from 'ioredis';
import { RelufitError } from 'relufit';
import { isConnectionError } from './outage.js';
import type { RedisAddress } from './redis-address.js';

/** Milliseconds in which a Redis has to answer at the start. */
const PATIENCE = 5000;
/** Milliseconds between two questions whether a connection is alive, and for the answer before it is made anew. */
const PING_EVERY = 5000;
const SILENCE = 15_000;
/** The oldest Redis that BullMQ runs on. */
const LEAST_VERSION = 5;

/** Tells what changes while a command goes on. */
export type Note = (text: string) => void;

/**
 * A connection that is made again whenever it is lost, to a Redis that the queue can use.
 *
 * @throws RelufitError REDIS_UNAVAILABLE, REDIS_REFUSED, NOT_REDIS, REDIS_UNSUITABLE within seconds.
 */
export async function connectRedis(address: RedisAddress, note: Note): Promise<Redis> {
  checkServer(address, await serverOf(address), note);
  const client = new Redis({
    ...address.options,
    // Commands wait for the connection rather than fail: a restart of Redis is no error here.
    maxRetriesPerRequest: null,
    connectTimeout: PATIENCE,
    retryStrategy: (times) => Math.min(100 * times, 2000),
  });
  watch(client, address, note);
  keepAlive(client);
  return client;
}

// A host that vanished, or a firewall between, closes no connection. ioredis has socketTimeout for that, but its timer
// outlives the connection: it holds up the end of the process, and cuts the next one.
function keepAlive(client: Redis): void {
  let waiting: NodeJS.Timeout | undefined;
  const stop = () => {
    clearTimeout(waiting);
    waiting = undefined;
  };
  const timer = setInterval(() => {
    if (client.status !== 'ready' || waiting !== undefined) return;
    waiting = setTimeout(() => client.disconnect(true), SILENCE).unref();
    client.ping().then(stop, stop);
  }, PING_EVERY).unref();
  client.on('close', stop);
  client.on('end', () => clearInterval(timer));
}

function watch(client: Redis, { shown }: RedisAddress, note: Note): void {
  let isLost = false;
  let last = '';
  client.on('close', () => {
    if (!isLost && client.status !== 'end') note(`lost ${shown}; trying again until it is back.`);
    isLost = true;
  });
  client.on('ready', () => {
    if (isLost) note(`${shown} is back.`);
    isLost = false;
    last = '';
  });
  client.on('error', (error: Error) => {
    if (isConnectionError(error) || error.message === last) return;
    last = error.message;
    note(`${shown}: ${error.message}`);
  });
}

/** What INFO says; nothing where the user may not ask. */
async function serverOf(address: RedisAddress): Promise<ReadonlyMap<string, string>> {
  const client = new Redis({
    ...address.options,
    lazyConnect: true,
    enableReadyCheck: false,
    connectTimeout: PATIENCE,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let first: Error | undefined;
  client.on('error', (error) => {
    first ??= error;
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('ETIMEDOUT')), PATIENCE);
  });
  try {
    return await Promise.race([ask(client), late]);
  } catch (error) {
    throw explained(address, first ?? (error as Error));
  } finally {
    clearTimeout(timer);
    client.disconnect();
  }
}

async function ask(client: Redis): Promise<ReadonlyMap<string, string>> {
  await client.connect();
  for (;;) {
    try {
      const lines = (await client.info()).split(/\r?\n/);
      return new Map(lines.map((line) => line.split(/:(.*)/, 2) as [string, string]));
    } catch (error) {
      const { message } = error as Error;
      if (/^NOPERM/.test(message)) return new Map();
      if (!/^LOADING/.test(message)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

function checkServer(
  { shown }: RedisAddress,
  server: ReadonlyMap<string, string>,
  note: Note,
): void {
  if (server.size === 0) return;
  const version = server.get('redis_version');
  if (version === undefined) {
    throw new RelufitError('NOT_REDIS', shown, 'no version', 'a Redis', 'Look at the address.');
  }
  const unsuitable = (got: string, expected: string, remedy: string) =>
    new RelufitError('REDIS_UNSUITABLE', shown, got, expected, remedy);
  if (Number.parseInt(version, 10) < LEAST_VERSION) {
    const expected = `${LEAST_VERSION}.0 or later`;
    throw unsuitable(`Redis ${version}`, expected, 'Update it, or use another one.');
  }
  if (server.get('cluster_enabled') === '1') {
    throw unsuitable('a Redis Cluster', 'a single Redis', 'Start a redis-server for relufit.');
  }
  if (server.get('role') === 'slave') {
    const primary = `${server.get('master_host')}:${server.get('master_port')}`;
    throw unsuitable('a replica, which takes no jobs', 'the primary', `That is ${primary}.`);
  }
  const policy = server.get('maxmemory_policy');
  if (policy !== undefined && policy !== 'noeviction') {
    note(
      `warning: ${shown} has the eviction policy ${policy}, so that jobs may vanish and have to be run again. Set maxmemory-policy to noeviction.`,
    );
  }
}

/** What Redis answered to a command, in words; anything else as it is. */
export function inWords(address: RedisAddress, error: unknown): unknown {
  const isReply = error instanceof Error && error.name === 'ReplyError';
  return isReply ? explained(address, error) : error;
}

/** An error of a connection in words; the error itself may hold the password among its properties. */
function explained({ shown }: RedisAddress, error: Error): RelufitError {
  const { code = '' } = error as NodeJS.ErrnoException;
  const text = `${code} ${error.message}`;
  for (const [pattern, kind, got, expected, remedy] of CAUSES) {
    if (pattern.test(text)) return new RelufitError(kind, shown, got, expected, remedy);
  }
  return new RelufitError(
    'REDIS_UNAVAILABLE',
    shown,
    error.message,
    'a Redis that answers',
    'Look at the address and at the log of Redis.',
  );
}

const ANSWER = 'a Redis that answers';
const CAUSES: readonly [RegExp, string, string, string, string][] = [
  [
    /ECONNREFUSED/,
    'REDIS_UNAVAILABLE',
    'a port on which nothing listens',
    ANSWER,
    'Start redis-server there, or name another address.',
  ],
  [
    /ENOTFOUND|EAI_AGAIN/,
    'REDIS_UNAVAILABLE',
    'a host that is not known here',
    ANSWER,
    'Look at the spelling of the host.',
  ],
  [
    /ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/,
    'REDIS_UNAVAILABLE',
    `no answer in ${PATIENCE / 1000} s`,
    ANSWER,
    'Look at host, port and firewalls, and whether it is redis:// or, with TLS, rediss://.',
  ],
  [
    /WRONGPASS|invalid password|invalid username/,
    'REDIS_REFUSED',
    'a password that it refuses',
    "the user's password",
    'Correct it in the address.',
  ],
  [
    /NOAUTH/,
    'REDIS_REFUSED',
    'an address without a password',
    'one with a password',
    'Write redis://:PASSWORD@… or redis://USER:PASSWORD@…',
  ],
  [
    /NOPERM/,
    'REDIS_REFUSED',
    'a user without the right to some command or key',
    'one that may use all commands on the keys relufit:*',
    'Give the user more rights, or name another one.',
  ],
  [
    /Protocol error/,
    'NOT_REDIS',
    'an answer that is not of a Redis',
    'a Redis',
    'Look at the port.',
  ],
  [
    /wrong version number|packet length too long|EPROTO|ERR_SSL/,
    'NOT_REDIS',
    'an answer without TLS',
    'TLS, as the address says rediss://',
    'Write redis:// where the server has no TLS.',
  ],
  [
    /self.signed|unable to (verify|get)/i,
    'REDIS_REFUSED',
    'a certificate of an authority that is not known here',
    'one that can be checked',
    'Name the certificate of the authority by --redis-ca FILE.',
  ],
  [
    /ECONNRESET|EPIPE|Connection is closed|disconnected before/,
    'NOT_REDIS',
    'a connection that was closed at once',
    'a Redis',
    'Look at the port; where the server has TLS it is rediss://.',
  ],
];
