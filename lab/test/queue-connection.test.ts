// What may be wrong with a Redis, each as the one line that a user gets, with a real server wherever it can be so.

import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { relufit, workFolder } from './cli.js';
import { start } from './process.js';
import { clientOf, hasRedis, startRedis } from './redis.js';

const SECRET = 's3cr3t@/:%#"';
const ENCODED = encodeURIComponent(SECRET);

const worker = (url: string, ...args: string[]) =>
  relufit('worker', '--redis', url, '--workers', '1', '--once', ...args);

/** A server that is no Redis: it answers what it is told to each piece that it gets. */
async function answering(answer: (text: string) => string | undefined) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (data) => {
      const text = answer(String(data));
      if (text !== undefined) socket.write(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `redis://:${ENCODED}@127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A Redis as its INFO describes it. */
const describing = (info: string) =>
  answering((text) => {
    const answers = text.match(/\$\d+\r\n(info|auth|client)\r\n/gi) ?? [];
    return answers
      .map((command) => (/info/i.test(command) ? `$${info.length}\r\n${info}\r\n` : '+OK\r\n'))
      .join('');
  });

describe('an address of a Redis', () => {
  test.each([
    ['nothing at all', []],
    ['no scheme', ['--redis', `localhost:${ENCODED}`]],
    ['another scheme', ['--redis', `https://:${ENCODED}@localhost`]],
    ['a password whose @ / # are not encoded', ['--redis', `redis://:${SECRET}@localhost`]],
    ['a query', ['--redis', `redis://:${ENCODED}@localhost?db=2`]],
    ['a database that is no number', ['--redis', `redis://:${ENCODED}@localhost/${ENCODED}`]],
    ['a % that encodes nothing', ['--redis', 'redis://:s3cr3t%zz@localhost']],
    ['a certificate for no TLS', ['--redis', `redis://:${ENCODED}@h`, '--redis-ca', 'ca.pem']],
    ['a certificate that is not there', ['--redis', 'rediss://h', '--redis-ca', 'absent.pem']],
  ])('is refused in one line where it has %s', async (_, args) => {
    const run = await relufit('worker', ...args);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(/^relufit: (--redis|--redis-ca|RELUFIT_REDIS_URL): got .+\n$/);
    expect(run.stderr).not.toContain('s3cr3t');
  });
});

describe.skipIf(!hasRedis)('a Redis that cannot be used', () => {
  test('because nothing listens there', async () => {
    const { url } = await (async () => {
      await using gone = await answering(() => undefined);
      return gone;
    })();
    const run = await worker(url);
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/redis:\/\/:\*\*\*@127\.0\.0\.1:\d+: got a port on which nothing/);
    expect(run.stderr.match(/\n/g)).toHaveLength(2);
    expect(run.stderr).not.toContain('s3cr3t');
  });

  test('because the host is not known', async () => {
    const run = await worker(`redis://:${ENCODED}@no-such-host.invalid`);
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/redis:\/\/:\*\*\*@no-such-host\.invalid: got (a host|no answer)/);
  });

  test('because it is something else', async () => {
    await using http = await answering(() => 'HTTP/1.1 400 Bad Request\r\n\r\n');
    const run = await worker(http.url);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('got an answer that is not of a Redis');
    expect(run.stderr).not.toContain('s3cr3t');
  });

  test('because it says nothing, as one without TLS to who asks for it', async () => {
    await using silent = await answering(() => undefined);
    await using plain = await startRedis();
    const urls = [silent.url, plain.url.replace('redis:', 'rediss:')];
    for (const run of await Promise.all(urls.map((url) => worker(url)))) {
      expect(run.code).toBe(1);
      expect(run.stderr).toMatch(/got no answer in 5 s.+ redis:\/\/ or, with TLS, rediss:\/\//);
    }
  }, 20_000);

  test.each([
    ['redis_version:4.0.14\r\nrole:master', 'got Redis 4.0.14, expected 5.0 or later'],
    ['redis_version:7.2.0\r\ncluster_enabled:1', 'got a Redis Cluster, expected a single Redis'],
    [
      'redis_version:7.2.0\r\nrole:slave\r\nmaster_host:main\r\nmaster_port:6379',
      'expected the primary. That is main:6379.',
    ],
    ['name:something', 'got no version, expected a Redis'],
  ])('because of what it is: %j', async (info, words) => {
    await using server = await describing(info);
    const run = await worker(server.url);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain(words);
    expect(run.stderr).not.toContain('s3cr3t');
  });

  test('because of the password, which nobody gets to see', async () => {
    await using redis = await startRedis({ directives: { requirepass: SECRET } });
    const none = await worker(`redis://127.0.0.1:${redis.port}`);
    expect(none.code).toBe(1);
    expect(none.stderr).toContain('got an address without a password');
    const wrong = await worker(`redis://127.0.0.1:${redis.port}`.replace('//', '//:wr0ng@'));
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain('got a password that it refuses');
    expect(wrong.stderr).not.toContain('wr0ng');

    const right = await worker(redis.url, '--json');
    expect(right.code).toBe(0);
    expect(JSON.parse(right.stdout).redis).toBe(`redis://:***@127.0.0.1:${redis.port}`);
    expect(right.stdout + right.stderr).not.toMatch(/s3cr3t/);
  }, 20_000);

  test('by a user that may not do what is needed', async () => {
    await using redis = await startRedis();
    using client = clientOf(redis);
    const rights = ['~other:*', '&*', '+@all'];
    await client.call('ACL', 'SETUSER', 'ada', 'on', `>${SECRET}`, ...rights);
    const url = `redis://ada:${ENCODED}@127.0.0.1:${redis.port}`;
    const run = await relufit('worker', '--redis', url, '--workers', '1');
    expect(run.code).toBe(1);
    expect(run.stderr).toContain(
      `redis://ada:***@127.0.0.1:${redis.port}: got a user without the right`,
    );
    expect(run.stderr).not.toContain('s3cr3t');
  }, 20_000);

  test('with TLS on one side alone, or a certificate of a stranger', async () => {
    await using redis = await startRedis({ tls: true, directives: { requirepass: SECRET } });
    const stranger = await worker(redis.url);
    expect(stranger.code).toBe(1);
    expect(stranger.stderr).toContain('--redis-ca FILE');
    const plain = await worker(redis.url.replace('rediss:', 'redis:'));
    expect(plain.code).toBe(1);
    expect(plain.stderr).toContain('rediss://');
    const ca = redis.certificates?.ca as string;
    expect((await worker(redis.url, '--redis-ca', ca)).code).toBe(0);
    await using http = await answering(() => 'HTTP/1.1 400 Bad Request\r\n\r\n');
    const none = await worker(http.url.replace('redis:', 'rediss:'));
    expect(none.code).toBe(1);
    expect(none.stderr).toContain('got an answer without TLS');
  }, 30_000);
});

describe('relufit phase --redis', () => {
  const files = workFolder();
  const SMALL = ['phase', '--d', '20', '--n', '10', '--s', '2', '--trials', '2'];

  test.each([
    ['--shard', '1/2'],
    ['--workers', '2'],
  ])('leaves no place for %s', async (...other) => {
    const out = files.path('refused');
    const run = await relufit(...SMALL, ...other, '--redis', 'redis://h', '--out', out);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain(`--redis: got ${other[0]} too, expected one of them.`);
    expect(existsSync(out)).toBe(false);
  });

  test('fails without a Redis, and goes on where there is one, or nothing to do', async () => {
    await using http = await answering(() => 'HTTP/1.1 400 Bad Request\r\n\r\n');
    const args = [...SMALL, '--out', files.path('absent')];
    const without = await relufit(...args, '--redis', http.url);
    expect(without).toMatchObject({ code: 1, stdout: '' });
    expect(without.stderr).toContain('got an answer that is not of a Redis');
    expect(without.stderr).not.toContain('s3cr3t');
    expect((await relufit(...args)).code).toBe(0);
    const done = await relufit(...args, '--redis', http.url);
    expect(done.code).toBe(0);
    expect(done.stderr).toContain('got an answer that is not of a Redis');
  }, 20_000);
});

describe.skipIf(!hasRedis)('a Redis that can be used', () => {
  test('is that of the environment where the option has no value', async () => {
    await using redis = await startRedis({ directives: { requirepass: SECRET } });
    const child = start(['worker', '--workers', '1', '--once', '--json'], {
      env: { ...process.env, RELUFIT_REDIS_URL: `${redis.url}/3` },
    });
    expect(await child.ended).toBe(0);
    expect(JSON.parse(child.stdout()).redis).toBe(`redis://:***@127.0.0.1:${redis.port}/3`);
  });

  test('is warned of where it may forget', async () => {
    const directives = { 'maxmemory-policy': 'allkeys-lru' };
    await using redis = await startRedis({ directives });
    const run = await worker(redis.url);
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('has the eviction policy allkeys-lru');
    expect(run.stderr).toContain('Set maxmemory-policy to noeviction.');
    expect(run.stderr).not.toContain('IMPORTANT');
  });

  test.skipIf(process.platform !== 'linux')('has a password that ps does not show', async () => {
    await using redis = await startRedis({ directives: { requirepass: SECRET } });
    const child = start(['worker', '--redis', redis.url, '--workers', '1']);
    await child.says('1 at once');
    const shown = readFileSync(`/proc/${child.pid}/cmdline`, 'utf8');
    child.kill('SIGTERM');
    expect(await child.ended).toBe(0);
    expect(shown).toMatch(/^relufit/);
    expect(shown).not.toContain('s3cr3t');
  });
});
