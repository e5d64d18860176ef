import { existsSync, readFileSync } from 'node:fs';
import { type RedisOptions as ClientOptions, Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
import { hasRedis, type RedisServer, startRedis } from './redis.js';

/** A client that fails where others would try again. */
async function client({ url }: Pick<RedisServer, 'url'>, options: ClientOptions = {}) {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, ...options });
  // The rejection of connect says it; without a listener ioredis prints it as well.
  let last: Error | undefined;
  redis.on('error', (error) => {
    last = error;
  });
  try {
    await redis.connect();
  } catch (error) {
    throw last ?? error;
  }
  return Object.assign(redis, { [Symbol.dispose]: () => redis.disconnect() });
}

describe.skipIf(!hasRedis)('a redis-server of a test', () => {
  test('answers as soon as it is there, beside others, and leaves nothing', async () => {
    let folder: string;
    let url: string;
    {
      await using one = await startRedis();
      await using two = await startRedis();
      ({ folder, url } = one);
      expect(one.port).not.toBe(two.port);
      using first = await client(one);
      using second = await client(two);
      await first.set('key', 'one');
      expect(await second.get('key')).toBeNull();
      expect(existsSync(folder)).toBe(true);
    }
    expect(existsSync(folder)).toBe(false);
    await expect(client({ url })).rejects.toThrow('ECONNREFUSED');
  });

  test('is empty after a restart, on the same port', async () => {
    await using redis = await startRedis();
    {
      using before = await client(redis);
      await before.set('key', 'value');
    }
    await redis.restart();
    using after = await client(redis);
    expect(await after.get('key')).toBeNull();
  });

  test('keeps what it is told to keep, even when it is killed', async () => {
    const directives = { appendonly: 'yes', appendfsync: 'always' };
    await using redis = await startRedis({ directives });
    {
      using before = await client(redis);
      await before.set('key', 'value');
    }
    await redis.kill();
    await expect(client(redis)).rejects.toThrow('ECONNREFUSED');
    await redis.restart();
    using after = await client(redis);
    expect(await after.get('key')).toBe('value');
    await redis.stop();
    expect(redis.log()).toContain('Redis is now ready to exit');
  });

  test('asks for its password, whatever is in it', async () => {
    await using redis = await startRedis({ directives: { requirepass: 'p@ss "word"/\\:' } });
    using right = await client(redis);
    expect(await right.ping()).toBe('PONG');
    await expect(
      client({ url: `redis://127.0.0.1:${redis.port}` }).then((none) => none.ping()),
    ).rejects.toThrow('NOAUTH');
  });

  test('is full where maxmemory says so', async () => {
    const directives = { maxmemory: '2mb', 'maxmemory-policy': 'noeviction' };
    await using redis = await startRedis({ directives });
    using full = await client(redis);
    const fill = async () => {
      for (let k = 0; k < 4; k++) await full.set(`key${k}`, 'x'.repeat(2 ** 20));
    };
    await expect(fill()).rejects.toThrow('OOM');
  });

  test('speaks TLS alone, with a certificate that a client can check', async () => {
    await using redis = await startRedis({ tls: true });
    expect(redis.url).toMatch(/^rediss:/);
    const ca = readFileSync(redis.certificates?.ca as string);
    using trusting = await client(redis, { tls: { ca } });
    expect(await trusting.ping()).toBe('PONG');
    await expect(client(redis)).rejects.toThrow(/self-signed|unable to (get|verify)/);
    await expect(client({ url: redis.url.replace('rediss', 'redis') })).rejects.toThrow();
  });

  test('asks clients for a certificate where TLS is mutual', async () => {
    await using redis = await startRedis({ tls: 'mutual', directives: { requirepass: 'secret' } });
    const { ca, clientCert, clientKey } = redis.certificates as NonNullable<
      typeof redis.certificates
    >;
    const files = { ca, cert: clientCert, key: clientKey };
    const tls = Object.fromEntries(
      Object.entries(files).map(([name, path]) => [name, readFileSync(path)]),
    );
    using known = await client(redis, { tls });
    expect(await known.ping()).toBe('PONG');
    await expect(
      client(redis, { tls: { ca: tls.ca } }).then((unknown) => unknown.ping()),
    ).rejects.toThrow();
  });

  test('says why it could not start', async () => {
    await expect(startRedis({ directives: { maxmemory: 'much' } })).rejects.toThrow(
      /ended before it was ready.+maxmemory/s,
    );
  });
});
