// Trials as jobs in Redis, and their results into the store, whatever becomes of workers, of Redis, or of this process.
//
// A job is where it is known to be until its result has come: waiting, with a worker, or failed. One that is nowhere,
// because Redis lost it, is added again, so that what Redis forgets costs time only. A result stays in Redis until its
// records are in the file. All of it may happen twice and comes to the same.

import { type Job, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import {
  type PhaseAddress,
  type PhasePlan,
  type PhaseSetting,
  RelufitError,
  version,
} from 'relufit';
import type { Runner, RunnerCalls, SetAside } from '../store/run-sweep.js';
import { Batches } from './batches.js';
import { connectRedis, inWords, type Note } from './connect.js';
import {
  addressKey,
  type Experiment,
  experimentId,
  isJobOf,
  JOB_OPTIONS,
  type JobResult,
  jobId,
  KEYS,
  PREFIX,
  queueName,
  type TrialsJob,
} from './experiment.js';
import { Lease } from './lease.js';
import { atMost, Outage, pause } from './outage.js';
import type { RedisAddress } from './redis-address.js';
import { liveWorkers, type WorkerSign } from './registry.js';
import { tidy } from './tidy.js';

/** Milliseconds between two looks at the results, at the jobs, and without a worker before that is said. */
const RESULTS_EVERY = 50;
const JOBS_EVERY = 1500;
const ALONE_AFTER = 2000;
/** Jobs that are in Redis at least, and for each that a worker may have at once. */
const FEWEST_JOBS = 8;
const JOBS_A_SLOT = 4;

export interface ProducerOptions {
  readonly address: RedisAddress;
  /** Where the results go, for others who ask. */
  readonly out: string;
  readonly note: Note;
  readonly signal: AbortSignal;
}

/**
 * Does work by a runner whose trials are run by `relufit worker` on any machine.
 *
 * @throws RelufitError those of connectRedis; QUEUE_HELD where another producer has the experiment; what the work throws.
 */
export async function withQueue(
  plan: PhasePlan,
  options: ProducerOptions,
  work: (runner: Runner) => Promise<void>,
): Promise<void> {
  const runner = await QueueRunner.open(plan, options);
  let isDone = false;
  try {
    await work(runner);
    isDone = true;
  } catch (error) {
    isDone = error instanceof RelufitError && error.code === 'TRIALS_SET_ASIDE';
    throw error;
  } finally {
    await runner.close(isDone);
  }
}

class QueueRunner implements Runner {
  /** Trials that no worker could run. */
  readonly setAside: SetAside[] = [];
  private readonly batches = new Batches();
  private readonly queue: Queue<TrialsJob>;
  private readonly outage: Outage;
  /** Jobs in Redis, with the trials of each. */
  private readonly jobs = new Map<string, readonly PhaseAddress[]>();
  private workers: readonly WorkerSign[] = [];
  private aloneSince = performance.now();
  private isSaidAlone = false;

  private constructor(
    private readonly redis: Redis,
    private readonly lease: Lease,
    private readonly experiment: string,
    private readonly setting: PhaseSetting,
    private readonly address: RedisAddress,
    private readonly note: Note,
  ) {
    this.outage = new Outage(address.shown, note);
    this.queue = new Queue<TrialsJob>(queueName, {
      connection: redis,
      prefix: PREFIX,
      skipVersionCheck: true,
      // Nobody listens to events.
      streams: { events: { maxLen: 100 } },
    });
    // What goes wrong with the connection is said where it is watched; with a command, where it is given.
    this.queue.on('error', () => {});
  }

  static async open(plan: PhasePlan, options: ProducerOptions): Promise<QueueRunner> {
    const { address, note, signal } = options;
    const redis = await connectRedis(address, note);
    try {
      const id = experimentId(plan.options);
      const outage = new Outage(address.shown, note);
      const lease = await outage.outlast(() => Lease.take(redis, id, options), signal);
      return new QueueRunner(redis, lease, id, plan.options, address, note);
    } catch (error) {
      redis.disconnect();
      throw inWords(address, error);
    }
  }

  async run(addresses: readonly PhaseAddress[], calls: RunnerCalls): Promise<void> {
    try {
      await this.finish(new Round(addresses, calls), calls.signal);
    } catch (error) {
      throw inWords(this.address, error);
    }
  }

  private async finish(round: Round, signal: AbortSignal): Promise<void> {
    // Results first, every time: where Redis has no memory left, taking them away makes room.
    await this.outage.outlast(async () => {
      await this.collect(round);
      await this.register();
      await this.adopt(round);
    }, signal);
    let lookAt = 0;
    while (round.isOpen) {
      const got = await this.outage.outlast(async () => {
        this.lease.check();
        const count = await this.collect(round);
        if (performance.now() >= lookAt) {
          await this.look(round);
          lookAt = performance.now() + JOBS_EVERY;
        }
        await this.fill(round);
        return count;
      }, signal);
      if (got === 0) await pause(RESULTS_EVERY, signal);
    }
    // Those that are left hold trials that came another way, such as from a job of before an interruption.
    await this.outage.outlast(() => this.remove([...this.jobs.keys()]), signal);
    this.jobs.clear();
  }

  /** Ends the connection; of an experiment that is done nothing stays in Redis. */
  async close(isDone: boolean): Promise<void> {
    try {
      // Not kept waiting by a Redis that is away: keys may stay there then, and the next run takes them away.
      if (this.redis.status === 'ready') {
        await atMost(CLOSING, this.leave(isDone));
      }
    } catch (error) {
      // What the work came to stands: the trials are stored, or what ended it is to be told.
      const { message } = inWords(this.address, error) as Error;
      this.note(`keys may stay at ${this.address.shown} until this is run again: ${message}`);
    } finally {
      await this.queue.close();
      this.redis.disconnect();
    }
  }

  private async leave(isDone: boolean): Promise<void> {
    if (isDone) {
      await this.redis.hdel(KEYS.experiments, this.experiment);
      await this.remove(await this.jobsInRedis());
      await this.redis.del(KEYS.results(this.experiment));
      await tidy(this.redis);
    }
    await this.lease.release();
  }

  private async register(): Promise<void> {
    const experiment: Experiment = { version, options: this.setting };
    await this.redis.hset(KEYS.experiments, this.experiment, JSON.stringify(experiment));
  }

  /** Takes over jobs of a producer before this one; those that failed get another chance. */
  private async adopt(round: Round): Promise<void> {
    const failed = new Set(await this.queue.getRanges(['failed'], 0, -1));
    const useless: string[] = [];
    for (const id of (await this.jobsInRedis()).filter((id) => !this.jobs.has(id))) {
      const job = await this.queue.getJob(id);
      if (job === undefined) continue;
      const trials = job.data.trials.map(([cell, trial]) => ({ cell, trial }));
      if (failed.has(id) || !trials.some((address) => round.wants(address))) useless.push(id);
      else {
        this.jobs.set(id, trials);
        round.taken(trials);
      }
    }
    await this.remove(useless);
  }

  private async jobsInRedis(): Promise<string[]> {
    const ids = await this.queue.getRanges([...STATES], 0, -1);
    return ids.filter((id) => isJobOf(this.experiment, id));
  }

  /** Puts the records of finished jobs into the store, then takes them out of Redis; how many jobs there were. */
  private async collect(round: Round): Promise<number> {
    const key = KEYS.results(this.experiment);
    let count = 0;
    let cursor = '0';
    do {
      const [next, entries] = await this.redis.hscan(key, cursor, 'COUNT', 50);
      cursor = next;
      const fields: string[] = [];
      for (let k = 0; k < entries.length; k += 2) {
        fields.push(entries[k]);
        this.take(JSON.parse(entries[k + 1]) as JobResult, round);
        count++;
      }
      if (fields.length > 0) await this.redis.hdel(key, ...fields);
    } while (cursor !== '0');
    return count;
  }

  private take(result: JobResult, round: Round): void {
    const { job, whole, records, refused, milliseconds } = result;
    for (const record of records) round.record(record);
    for (const failure of refused) this.giveUp(failure, round);
    if (!whole) return;
    this.batches.took(records.length + refused.length, milliseconds);
    this.jobs.delete(job);
  }

  /** Adds jobs while there are few enough of them in Redis for it not to fill and for others to have a turn. */
  private async fill(round: Round): Promise<void> {
    const slots = Math.max(
      1,
      this.workers.reduce((sum, worker) => sum + worker.slots, 0),
    );
    const most = Math.max(FEWEST_JOBS, JOBS_A_SLOT * slots);
    for (let room = most - this.jobs.size; room > 0 && round.left > 0; room--) {
      const trials = round.next(this.batches.size(round.left, slots)).filter((a) => round.wants(a));
      if (trials.length === 0) continue;
      try {
        await this.add(trials);
      } catch (error) {
        round.back(trials);
        throw error;
      }
    }
  }

  private async add(trials: readonly PhaseAddress[]): Promise<void> {
    const data: TrialsJob = {
      experiment: this.experiment,
      trials: trials.map(({ cell, trial }) => [cell, trial]),
    };
    const id = jobId(data);
    await this.queue.add('trials', data, { ...JOB_OPTIONS, jobId: id });
    this.jobs.set(id, trials);
  }

  /** Looks for workers, and at jobs for those that failed or got lost. */
  private async look(round: Round): Promise<void> {
    await this.meet();
    const ids = [...this.jobs.keys()];
    const states = await Promise.all(ids.map((id) => this.queue.getJobState(id)));
    const gone = ids.filter((_, k) => states[k] === 'failed' || states[k] === 'unknown');
    if (gone.length === 0) return;
    // A result comes before its job goes: that of one which is nowhere is there by now, or was lost.
    await this.collect(round);
    const lost = gone.filter((id) => this.jobs.has(id));
    if (lost.length > 0) await this.register();
    for (const id of lost) await this.recover(id, round);
  }

  private async recover(id: string, round: Round): Promise<void> {
    const trials = (this.jobs.get(id) ?? []).filter((address) => round.wants(address));
    const job = await this.queue.getJob(id);
    const state = await this.queue.getJobState(id);
    if (job !== undefined && state !== 'failed' && state !== 'unknown') return;
    await this.remove([id]);
    this.jobs.delete(id);
    if (job === undefined || state === 'unknown') round.back(trials);
    // One of them is to blame: by itself each shows whether it is that one.
    else if (trials.length > 1) round.apart(trials);
    else {
      for (const { cell, trial } of trials) {
        const message = `trial ${trial} of cell ${cell}: ${reasonOf(job)}`;
        this.giveUp({ cell, trial, message }, round);
      }
    }
  }

  private giveUp(failure: SetAside, round: Round): void {
    if (!round.wants(failure)) return;
    round.done(failure);
    this.setAside.push(failure);
    this.note(`set aside ${failure.message}`);
  }

  /** Those with a worker stay with it: it finds that its result is not wanted. */
  private async remove(ids: readonly string[]): Promise<void> {
    for (const id of ids) await this.queue.remove(id);
  }

  /** Counts the workers, and says where nobody does the work. */
  private async meet(): Promise<void> {
    const all = await liveWorkers(this.redis);
    this.workers = all.filter((worker) => worker.version === version);
    const now = performance.now();
    if (this.workers.length > 0) {
      if (this.isSaidAlone) this.note(`a worker is there: ${this.workers[0].host}.`);
      this.isSaidAlone = false;
      this.aloneSince = now;
      return;
    }
    if (this.isSaidAlone || now - this.aloneSince < ALONE_AFTER) return;
    this.isSaidAlone = true;
    const others = [...new Set(all.map((worker) => worker.version))];
    const which =
      others.length === 0
        ? 'no worker is'
        : `workers of relufit ${others.join(', ')} alone, which leave the jobs of ${version} to others, are`;
    this.note(
      `${which} at ${this.address.shown}: start some by relufit worker --redis URL, of relufit ${version}.`,
    );
  }
}

/** States of a job in which its trials are on their way, or not any more. */
const STATES = ['waiting', 'paused', 'active', 'delayed', 'failed'] as const;

/** Milliseconds that the end may take. */
const CLOSING = 3000;

function reasonOf({ failedReason, attemptsMade, stalledCounter }: Job): string {
  return /stalled more/.test(failedReason)
    ? `workers fell silent with it ${stalledCounter} times`
    : `${failedReason} (tried ${attemptsMade} times)`;
}

/** The trials of one round: which are still to be put into jobs, and which have no record yet. */
class Round {
  private readonly wanted: Set<string>;
  private waiting: PhaseAddress[];
  private single: PhaseAddress[] = [];

  constructor(
    addresses: readonly PhaseAddress[],
    private readonly calls: RunnerCalls,
  ) {
    this.wanted = new Set(addresses.map(addressKey));
    // The last comes first out.
    this.waiting = [...addresses].reverse();
  }

  get isOpen(): boolean {
    return this.wanted.size > 0;
  }

  /** Trials without a job. */
  get left(): number {
    return this.waiting.length + this.single.length;
  }

  wants(address: PhaseAddress): boolean {
    return this.wanted.has(addressKey(address));
  }

  /** The trials of the next job, so many at most; some may have a record by now. */
  next(most: number): PhaseAddress[] {
    const single = this.single.pop();
    if (single !== undefined) return [single];
    return this.waiting.splice(-most).reverse();
  }

  /** Those that have a job already. */
  taken(trials: readonly PhaseAddress[]): void {
    const known = new Set(trials.map(addressKey));
    this.waiting = this.waiting.filter((address) => !known.has(addressKey(address)));
  }

  back(trials: readonly PhaseAddress[]): void {
    this.waiting.push(...[...trials].reverse());
  }

  /** Each gets a job of its own. */
  apart(trials: readonly PhaseAddress[]): void {
    this.single.push(...trials);
  }

  record(record: Parameters<RunnerCalls['onRecord']>[0]): void {
    if (!this.wants(record)) return;
    this.calls.onRecord(record);
    this.done(record);
  }

  done(address: PhaseAddress): void {
    this.wanted.delete(addressKey(address));
  }
}
