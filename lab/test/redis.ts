// A real redis-server for a test: on a port of its own, in a folder of its own, and gone afterwards.

import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { findRedisServer } from '../../scripts/redis.mjs';

/** Whether there is one: `describe.skipIf(!hasRedis)`. The runner `lab` of `npm test` installs it where it can. */
export const hasRedis = findRedisServer() !== undefined;

type Directives = Record<string, string | number>;

export interface RedisOptions {
  /**
   * Lines of redis.conf, such as `{ requirepass: 'secret', maxmemory: '8mb', appendonly: 'yes' }`. Unless they say
   * otherwise nothing is kept on disk, and a server that is started again is empty.
   */
  readonly directives?: Directives;
  /** TLS alone, with certificates made for this server; 'mutual' asks clients for theirs. */
  readonly tls?: boolean | 'mutual';
}

export interface RedisCertificates {
  /** PEM files: who signed all, and what a client shows where it is asked. */
  readonly ca: string;
  readonly clientCert: string;
  readonly clientKey: string;
}

export interface RedisServer extends AsyncDisposable {
  /** redis://127.0.0.1:PORT with the password of the directives, rediss:// with TLS. */
  readonly url: string;
  readonly port: number;
  /** Where it keeps what it keeps; the same for all its starts. */
  readonly folder: string;
  readonly certificates?: RedisCertificates;
  /** What it has printed since it was made. */
  log(): string;
  /** Asks it to end in order, as `systemctl stop` does. */
  stop(): Promise<void>;
  /** Ends it as a power failure does. */
  kill(): Promise<void>;
  /** Starts it again on the same port and folder, after stop or kill or instead of them. */
  restart(): Promise<void>;
}

/** Starts a redis-server and waits until it answers: `await using redis = await startRedis()`. */
export async function startRedis(options: RedisOptions = {}): Promise<RedisServer> {
  const path = findRedisServer();
  if (path === undefined) throw new Error('No redis-server. Run `node scripts/redis.mjs`.');
  const folder = mkdtempSync(join(tmpdir(), 'relufit-redis-'));
  const certificates = options.tls ? makeCertificates(folder) : undefined;
  const directives: Directives = { save: '', ...options.directives };
  if (certificates !== undefined) {
    directives['tls-ca-cert-file'] = certificates.ca;
    directives['tls-cert-file'] = join(folder, 'server.crt');
    directives['tls-key-file'] = join(folder, 'server.key');
    directives['tls-auth-clients'] = options.tls === 'mutual' ? 'yes' : 'no';
  }
  let log = '';
  let running: Running | undefined;

  const start = async (port: number) => {
    const lines: Directives = { bind: '127.0.0.1', dir: folder, ...directives, port };
    if (options.tls) Object.assign(lines, { port: 0, 'tls-port': port });
    running = await run(path, lines, (text) => {
      log += text;
    });
  };
  const end = async (signal: NodeJS.Signals) => {
    await running?.end(signal);
    running = undefined;
  };

  const remove = () => rmSync(folder, { recursive: true, force: true });
  const port = await onFreePort(start).catch((error) => {
    remove();
    throw error;
  });
  const password = options.directives?.requirepass;
  const user = password === undefined ? '' : `:${encodeURIComponent(password)}@`;
  return {
    url: `${options.tls ? 'rediss' : 'redis'}://${user}127.0.0.1:${port}`,
    port,
    folder,
    certificates,
    log: () => log,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    async restart() {
      await end('SIGTERM');
      await start(port);
    },
    async [Symbol.asyncDispose]() {
      await end('SIGKILL');
      remove();
    },
  };
}

/** A client of a server for as long as a test looks into it. */
export function clientOf({ url }: Pick<RedisServer, 'url'>): Redis & Disposable {
  const redis = new Redis(url);
  redis.on('error', () => {});
  return Object.assign(redis, { [Symbol.dispose]: () => redis.disconnect() });
}

/** Between asking for a free port and using it another process may take it: then another one. */
async function onFreePort(start: (port: number) => Promise<void>): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    try {
      await start(port);
      return port;
    } catch (error) {
      if (attempt === 5 || !String(error).includes('Address already in use')) throw error;
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

interface Running {
  end(signal: NodeJS.Signals): Promise<void>;
}

/** A server that is ready for connections, what it kept loaded; its error where it ends before. */
function run(
  path: string,
  directives: Directives,
  onText: (text: string) => void,
): Promise<Running> {
  const child = spawn(path, ['-'], { stdio: ['pipe', 'pipe', 'pipe'] });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  // Not left behind by a test process that ends in the middle.
  const endWithThis = () => child.kill('SIGKILL');
  process.once('exit', endWithThis);
  closed.then(() => process.off('exit', endWithThis));
  const lines = Object.entries(directives).map(([name, value]) => `${name} ${quoted(value)}`);
  child.stdin.end(`${lines.join('\n')}\n`);
  return new Promise((resolve, reject) => {
    let text = '';
    const take = (chunk: Buffer) => {
      text += chunk;
      onText(String(chunk));
      if (!text.includes('Ready to accept connections')) return;
      resolve({
        async end(signal) {
          child.kill(signal);
          await closed;
        },
      });
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('error', reject);
    closed.then(() => reject(new Error(`redis-server ended before it was ready: ${text}`)));
  });
}

const quoted = (value: string | number) =>
  `"${String(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** A certificate authority, a certificate for 127.0.0.1 and one for a client. */
function makeCertificates(folder: string): RedisCertificates {
  const file = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(
    ...['req', '-x509', ...key, '-days', '2', '-subj', '/CN=relufit test authority'],
    ...['-keyout', file('ca.key'), '-out', file('ca.crt')],
  );
  writeFileSync(file('names'), 'subjectAltName = IP:127.0.0.1, DNS:localhost\n');
  for (const name of ['server', 'client']) {
    openssl(
      ...['req', '-new', ...key, '-subj', `/CN=relufit test ${name}`],
      ...['-keyout', file(`${name}.key`), '-out', file(`${name}.csr`)],
    );
    openssl(
      ...['x509', '-req', '-in', file(`${name}.csr`), '-days', '2', '-extfile', file('names')],
      ...['-CA', file('ca.crt'), '-CAkey', file('ca.key'), '-out', file(`${name}.crt`)],
    );
  }
  return {
    ca: file('ca.crt'),
    clientCert: file('client.crt'),
    clientKey: file('client.key'),
  };
}
