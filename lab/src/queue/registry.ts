// Who works on the queue now, for the producer to say so where nobody does.

import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Redis } from 'ioredis';
import { version } from 'relufit';
import { KEYS } from './experiment.js';

export interface WorkerSign {
  readonly id: string;
  readonly version: string;
  readonly host: string;
  readonly pid: number;
  /** Jobs at once. */
  readonly slots: number;
}

/** Milliseconds between two signs of a worker, and after which it counts as gone. */
const BEAT = 4000;
const GONE = 15_000;

// All at once, so that no part of a sign comes after its end. On the clock of Redis, as those of machines differ.
const SIGN = `
local now = redis.call('TIME')
redis.call('ZADD', KEYS[1], 1000 * now[1] + math.floor(now[2] / 1000), ARGV[1])
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`;

/** Signs of this worker until it is closed. */
export class Presence {
  private readonly member: string;
  private readonly timer: NodeJS.Timeout;
  private readonly beatNow = () => this.beat();

  constructor(
    private readonly redis: Redis,
    slots: number,
  ) {
    const sign: WorkerSign = {
      ...{ id: randomUUID(), version, host: hostname(), pid: process.pid, slots },
    };
    this.member = JSON.stringify(sign);
    this.beat();
    this.timer = setInterval(this.beatNow, BEAT).unref();
    // After a restart Redis may have forgotten it.
    redis.on('ready', this.beatNow);
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    this.redis.off('ready', this.beatNow);
    await this.redis.zrem(KEYS.workers, this.member);
  }

  // A sign that cannot be given is late and no more.
  private beat(): void {
    if (this.redis.status !== 'ready') return;
    this.redis.eval(SIGN, 1, KEYS.workers, this.member, GONE).catch(() => {});
  }
}

/** Those that gave a sign lately. */
export async function liveWorkers(redis: Redis): Promise<WorkerSign[]> {
  const [seconds] = await redis.time();
  await redis.zremrangebyscore(KEYS.workers, 0, 1000 * Number(seconds) - GONE);
  const members = await redis.zrange(KEYS.workers, 0, -1);
  return members.map((member) => JSON.parse(member) as WorkerSign);
}
