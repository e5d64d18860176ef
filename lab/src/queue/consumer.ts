// Takes jobs from Redis and runs their trials in threads of the library, so that this thread stays free: it renews the
// locks by which others see that a job is in hand.

import { randomUUID } from 'node:crypto';
import { type Job, Queue, WaitingError, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import {
  type PhaseOptions,
  type PhasePlan,
  type PhaseRecord,
  phasePlan,
  RelufitError,
  version,
} from 'relufit';
import type { SetAside } from '../store/run-sweep.js';
import { connectRedis, inWords, type Note } from './connect.js';
import {
  type Experiment,
  type JobResult,
  KEYS,
  MOST_STALLED,
  PREFIX,
  queueName,
  type TrialsJob,
} from './experiment.js';
import { atMost, isConnectionError, Outage, passingCause, pause } from './outage.js';
import type { RedisAddress } from './redis-address.js';
import { Presence } from './registry.js';
import { tidy } from './tidy.js';

export interface ConsumerOptions {
  readonly address: RedisAddress;
  /** Jobs at once. */
  readonly slots: number;
  /** Seconds after which others may take the jobs of a worker that has fallen silent. */
  readonly lock: number;
  /** Seconds without a job after which it ends; undefined: never. */
  readonly idle?: number;
  /** Whether it ends when there is no job and no producer that may bring one, for some seconds. */
  readonly once: boolean;
  /** Aborted: the jobs in hand are given back, and that is the end. */
  readonly stop: AbortSignal;
  readonly note: Note;
}

/** What a worker has done. */
export interface Consumed {
  readonly jobs: number;
  readonly trials: number;
  /** Jobs that others go on with. */
  readonly givenBack: number;
  /** Tries that failed. */
  readonly failed: number;
}

/**
 * Runs jobs until there is a reason to end.
 *
 * @throws RelufitError those of connectRedis, also later; VERSION_MISMATCH
 * where there was work for another version alone.
 */
export async function consume(options: ConsumerOptions): Promise<Consumed> {
  const redis = await connectRedis(options.address, options.note);
  const consumer = new Consumer(redis, options);
  try {
    return await consumer.work();
  } catch (error) {
    throw inWords(options.address, error);
  } finally {
    redis.disconnect();
  }
}

/** Milliseconds between two looks at whether to end, between two at experiments, and that the end may take. */
const LOOK_EVERY = 100;
const EXPERIMENTS_EVERY = 3000;
const CLOSING = 5000;
/** Milliseconds that a producer which is about to start, or to restart, is waited for. */
const GRACE = 3000;
/** The same after an outage: it looks for Redis every 2 s, and then every 1.5 s for what Redis has lost. */
const GRACE_AFTER_OUTAGE = 6000;
/** Milliseconds before jobs are asked for again where Redis refused. */
const REST = 2000;

class Consumer {
  private readonly counts = { jobs: 0, trials: 0, givenBack: 0, failed: 0 };
  private readonly plans = new Map<string, PhasePlan>();
  private readonly outage: Outage;
  private readonly queue: Queue<TrialsJob>;
  private readonly foreign = new Set<string>();
  private inHand = 0;
  private lastJob = performance.now();
  private fatal: Error | undefined;
  private isResting = false;

  constructor(
    private readonly redis: Redis,
    private readonly options: ConsumerOptions,
  ) {
    this.outage = new Outage(options.address.shown, options.note);
    this.queue = new Queue<TrialsJob>(queueName, {
      ...{ connection: redis, prefix: PREFIX, skipVersionCheck: true, skipMetasUpdate: true },
    });
    this.queue.on('error', () => {});
  }

  async work(): Promise<Consumed> {
    const { slots, lock, stop } = this.options;
    const worker = new Worker<TrialsJob>(queueName, (job, token) => this.process(job, token), {
      connection: this.redis,
      prefix: PREFIX,
      skipVersionCheck: true,
      concurrency: slots,
      lockDuration: 1000 * lock,
      stalledInterval: 500 * lock,
      maxStalledCount: MOST_STALLED,
      runRetryDelay: 500,
      drainDelay: 2,
      autorun: false,
    });
    worker.on('error', (error) => this.onError(worker, error));
    const running = worker.run().catch((error) => this.onError(worker, error));
    worker.on('failed', (job, { message }) => {
      const tries = `try ${job?.attemptsMade} of ${job?.opts.attempts}`;
      this.options.note(`a job failed, ${tries}: ${message}`);
    });
    const presence = new Presence(this.redis, slots);
    try {
      await this.untilEnd();
    } finally {
      // One that has hardly begun goes on with that, and writes keys, after it is closed.
      const closed = Promise.all([worker.close(), running])
        .then(() => Promise.all([presence.close(), tidy(this.redis)]))
        .catch(() => {});
      // A Redis that is away keeps nobody here: what is in hand is then found to be left, and run by others.
      await atMost(CLOSING, closed);
    }
    if (this.fatal !== undefined) throw this.fatal;
    if (this.counts.jobs === 0 && this.foreign.size > 0 && !stop.aborted) throw mismatch();
    return this.counts;
  }

  private async untilEnd(): Promise<void> {
    const { stop, idle, once } = this.options;
    let lookAt = 0;
    // With --once, unless it is wanted again before.
    let endsAt = performance.now() + GRACE;
    const stay = (grace: number) => {
      endsAt = Math.max(endsAt, performance.now() + grace);
    };
    while (!stop.aborted && this.fatal === undefined) {
      await pause(LOOK_EVERY, stop);
      const now = performance.now();
      const isAway = this.redis.status !== 'ready';
      if (isAway) stay(GRACE_AFTER_OUTAGE);
      const isIdle = this.inHand === 0;
      if (!isIdle) {
        this.lastJob = now;
        stay(GRACE);
      }
      if (isIdle && idle !== undefined && now - this.lastJob >= 1000 * idle) return;
      if (!isIdle || isAway || now < lookAt) continue;
      const isWanted = await this.lookAround().catch((error: unknown) => {
        if (passingCause(error) === undefined) throw error;
        return true;
      });
      if (isWanted) stay(GRACE);
      if (once && performance.now() > endsAt) return;
      lookAt = performance.now() + (once ? 2 * LOOK_EVERY : EXPERIMENTS_EVERY);
    }
  }

  /** Is there work, or somebody who may bring some? Says of which experiments this worker keeps away. */
  private async lookAround(): Promise<boolean> {
    const counts = await this.queue.getJobCounts('waiting', 'paused', 'delayed');
    if (Object.values(counts).some((count) => count > 0)) return true;
    const experiments = Object.entries(await this.redis.hgetall(KEYS.experiments));
    if (experiments.length === 0) await tidy(this.redis);
    for (const [id, text] of experiments) {
      const { version: wanted } = JSON.parse(text) as Experiment;
      if (wanted === version) {
        if ((await this.redis.exists(KEYS.producer(id))) === 1) return true;
      } else if (!this.foreign.has(id)) {
        this.foreign.add(id);
        this.options.note(
          `experiment ${id} is of relufit ${wanted}, and this is ${version}: its jobs are left to workers of ${wanted}.`,
        );
      }
    }
    return false;
  }

  private async process(job: Job<TrialsJob>, token: string | undefined): Promise<void> {
    this.inHand++;
    try {
      const plan = await this.planOf(job.data.experiment);
      // An experiment that is done or given up: nobody wants its trials.
      if (plan === undefined) return;
      await this.run(plan, job);
      this.counts.jobs++;
    } catch (error) {
      if (!this.options.stop.aborted) {
        this.counts.failed++;
        throw error;
      }
      await job.moveToWait(token);
      this.counts.givenBack++;
      throw new WaitingError();
    } finally {
      this.inHand--;
      this.lastJob = performance.now();
    }
  }

  private async run(plan: PhasePlan, job: Job<TrialsJob>): Promise<void> {
    const { stop } = this.options;
    const began = performance.now();
    const records: PhaseRecord[] = [];
    const refused: SetAside[] = [];
    const result = (whole: boolean): JobResult => {
      const milliseconds = performance.now() - began;
      return { job: job.id as string, whole, records, refused, milliseconds };
    };
    try {
      await runAll(plan, job.data, { records, refused, stop });
    } catch (error) {
      // What is there is not run again.
      if (records.length > 0) await this.deliver(job, result(false));
      throw error;
    }
    await this.deliver(job, result(true));
  }

  /** Leaves a result for the producer, before the job is done with: a job that is nowhere has its result there. */
  private async deliver({ data: { experiment } }: Job<TrialsJob>, result: JobResult) {
    // A name of its own: the same result that comes twice is one, another of the same job is another.
    const field = randomUUID();
    const text = JSON.stringify(result);
    const keys = [KEYS.experiments, KEYS.results(experiment)];
    const { stop } = this.options;
    await this.outage.outlast(
      () => this.redis.eval(DELIVER, 2, ...keys, experiment, field, text),
      stop.aborted ? AbortSignal.timeout(CLOSING / 2) : stop,
    );
    this.counts.trials += result.records.length;
  }

  private async planOf(experiment: string): Promise<PhasePlan | undefined> {
    const known = this.plans.get(experiment);
    if (known !== undefined) return known;
    const text = await this.outage.outlast(
      () => this.redis.hget(KEYS.experiments, experiment),
      this.options.stop,
    );
    if (text === null) return undefined;
    const plan = phasePlan((JSON.parse(text) as Experiment).options as PhaseOptions);
    if (this.plans.size >= MOST_PLANS) this.plans.clear();
    this.plans.set(experiment, plan);
    return plan;
  }

  private onError(worker: Worker, error: Error): void {
    const { note } = this.options;
    // Said where the connection is watched.
    if (isConnectionError(error)) return;
    // A job that another worker has taken meanwhile, as this one was silent for too long.
    if (/renew lock|Missing (lock|key)|Lock mismatch|not in the active state/.test(error.message)) {
      return;
    }
    if (/NOPERM|NOAUTH|WRONGPASS/.test(error.message)) {
      this.fatal = error;
      return;
    }
    const cause = passingCause(error);
    if (cause === undefined) note(error.message);
    else this.outage.begin(cause);
    // BullMQ would ask for the next job at once, and again.
    this.rest(worker);
  }

  private rest(worker: Worker): void {
    if (this.isResting) return;
    this.isResting = true;
    worker.pause(true).catch(() => {});
    setTimeout(() => {
      this.isResting = false;
      if (this.options.stop.aborted) return;
      worker.resume();
    }, REST).unref();
  }
}

/** Experiments that are kept as plans: one has a list for each of its parameters, and no trials. */
const MOST_PLANS = 20;

// Of an experiment that is done nothing is kept.
const DELIVER = `
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then return 0 end
return redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])`;

interface Outcome {
  readonly records: PhaseRecord[];
  readonly refused: SetAside[];
  readonly stop: AbortSignal;
}

/** All trials of a job. Those that the library refuses would be refused anywhere, and keep no other from being run. */
async function runAll(plan: PhasePlan, { trials }: TrialsJob, outcome: Outcome): Promise<void> {
  const { records, refused, stop: signal } = outcome;
  const onRecord = (record: PhaseRecord) => void records.push(record);
  const addresses = trials.map(([cell, trial]) => ({ cell, trial }));
  try {
    return await plan.run(addresses, { workers: 1, signal, onRecord });
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
  const known = new Set(records.map(({ cell, trial }) => `${cell} ${trial}`));
  for (const address of addresses) {
    if (known.has(`${address.cell} ${address.trial}`)) continue;
    try {
      await plan.run([address], { workers: 1, signal, onRecord });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      refused.push({ ...address, message: error.message });
    }
  }
}

/** Does it follow from the options, rather than from this machine? */
function isRefusal(error: unknown): error is RelufitError {
  return (
    error instanceof RelufitError &&
    !['WORKER_FAILED', 'ENGINE_UNAVAILABLE', 'ABORTED', 'TOO_LARGE'].includes(error.code)
  );
}

function mismatch(): RelufitError {
  return new RelufitError(
    'VERSION_MISMATCH',
    'worker',
    `experiments of other versions alone`,
    `one of relufit ${version}`,
    'Install the version of the producer here.',
  );
}
