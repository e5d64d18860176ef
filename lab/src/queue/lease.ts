// One producer an experiment: results go to one folder.

import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Redis } from 'ioredis';
import { RelufitError } from 'relufit';
import { isRunning } from '../processes.js';
import type { Note } from './connect.js';
import { KEYS } from './experiment.js';
import { abortable, pause } from './outage.js';

/** Milliseconds for which a producer that says nothing keeps its experiment, and between two signs. */
const TERM = 15_000;
const BEAT = 2000;

interface Holder {
  readonly token: string;
  readonly host: string;
  readonly pid: number;
  readonly out: string;
}

// Prolongs what is this producer's or nobody's, as it is after a Redis that lost its data; else says whose it is.
const PROLONG = `
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return holder end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return false`;

const RELEASE = `if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end return false`;

const REPLACE = `
if redis.call('GET', KEYS[1]) ~= ARGV[2] then return false end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
return 1`;

export class Lease {
  private readonly value: string;
  private timer: NodeJS.Timeout | undefined;
  private lostTo: Holder | undefined;

  private constructor(
    private readonly redis: Redis,
    private readonly key: string,
    out: string,
  ) {
    const holder: Holder = { token: randomUUID(), host: hostname(), pid: process.pid, out };
    this.value = JSON.stringify(holder);
  }

  /**
   * The right to collect an experiment, from a producer that died too.
   *
   * @throws RelufitError QUEUE_HELD where another one is alive; the signal's reason.
   */
  static async take(
    redis: Redis,
    experiment: string,
    { out, note, signal }: { out: string; note: Note; signal?: AbortSignal },
  ): Promise<Lease> {
    const lease = new Lease(redis, KEYS.producer(experiment), out);
    let before = Infinity;
    for (;;) {
      const held = await abortable(lease.prolong(), signal);
      if (held === null) break;
      const holder = JSON.parse(held) as Holder;
      if (isGone(holder)) {
        if ((await redis.eval(REPLACE, 1, lease.key, lease.value, held, TERM)) === 1) break;
        continue;
      }
      const left = await abortable(redis.pttl(lease.key), signal);
      // What is left grows only where somebody prolongs it.
      if (left > before) throw heldBy(holder);
      if (before === Infinity) {
        note(`${named(holder)} has this experiment; waiting for a sign of it.`);
      }
      before = left;
      await pause(500, signal);
    }
    lease.timer = setInterval(() => lease.beat(), BEAT).unref();
    return lease;
  }

  /** @throws RelufitError QUEUE_HELD where another producer has taken over. */
  check(): void {
    if (this.lostTo !== undefined) throw heldBy(this.lostTo);
  }

  async release(): Promise<void> {
    clearInterval(this.timer);
    await this.redis.eval(RELEASE, 1, this.key, this.value);
  }

  private prolong(): Promise<string | null> {
    return this.redis.eval(PROLONG, 1, this.key, this.value, TERM) as Promise<string | null>;
  }

  private beat(): void {
    if (this.redis.status !== 'ready') return;
    this.prolong()
      .then((held) => {
        if (held !== null) this.lostTo = JSON.parse(held) as Holder;
      })
      // One that cannot be given, or for which there is no memory, is followed by others.
      .catch(() => {});
  }
}

/** Is it a process of this machine that is not there any more? */
function isGone({ host, pid }: Holder): boolean {
  if (host !== hostname()) return false;
  return pid === process.pid || !isRunning(pid);
}

const named = ({ pid, host, out }: Holder) => `process ${pid} on ${host} (--out ${out})`;

function heldBy(holder: Holder): RelufitError {
  return new RelufitError(
    'QUEUE_HELD',
    'experiment',
    `one that ${named(holder)} is collecting`,
    'one producer at a time',
    'Wait for it, or interrupt it and start this again: its results are in its folder.',
  );
}
