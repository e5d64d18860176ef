import type { Redis } from 'ioredis';
import { KEYS, PREFIX, queueName } from './experiment.js';

// With no experiment and no job left, what BullMQ keeps of a queue is of no use; a new job makes it again.
const SCRIPT = `
if redis.call('EXISTS', unpack(KEYS, 1, 6)) > 0 then return 0 end
return redis.call('DEL', unpack(KEYS, 7))`;

const JOBS = ['wait', 'active', 'paused', 'delayed', 'failed'];
const REST = ['meta', 'events', 'id', 'marker', 'stalled', 'stalled-check', 'pc', 'completed'];

/** Takes the keys of a queue away that nobody uses any more. */
export async function tidy(redis: Redis): Promise<void> {
  const keys = [...JOBS, ...REST].map((name) => `${PREFIX}:${queueName}:${name}`);
  await redis.eval(SCRIPT, keys.length + 1, KEYS.experiments, ...keys);
}
