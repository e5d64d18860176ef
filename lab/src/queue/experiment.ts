// What producers and workers know of each other: experiments, jobs and results, and the keys that hold them in Redis.

import { createHash } from 'node:crypto';
import type { JobsOptions } from 'bullmq';
import { type PhaseAddress, type PhaseRecord, type PhaseSetting, version } from 'relufit';
import type { SetAside } from '../store/run-sweep.js';

export const PREFIX = 'relufit';

/** One queue for all experiments of a version: trials of another one may come out differently, so its workers stay away. */
export const queueName = `trials-${version}`;

export const KEYS = {
  /** A hash: what each experiment is, by its id. */
  experiments: `${PREFIX}:experiments`,
  /** A sorted set: workers by when they last gave a sign. */
  workers: `${PREFIX}:workers`,
  /** A hash: what jobs of an experiment have come to, until the producer has stored it. */
  results: (experiment: string) => `${PREFIX}:results:${experiment}`,
  /** Who collects the results of an experiment; it expires when that one is silent. */
  producer: (experiment: string) => `${PREFIX}:producer:${experiment}`,
} as const;

/** An experiment as Redis keeps it. */
export interface Experiment {
  readonly version: string;
  readonly options: PhaseSetting;
}

export const experimentId = (options: PhaseSetting): string => digest([version, options], 12);

/** Trials that one worker runs in one go. */
export interface TrialsJob {
  readonly experiment: string;
  readonly trials: readonly (readonly [cell: number, trial: number])[];
}

/** What a job has come to; the whole of it where it was not interrupted. */
export interface JobResult {
  readonly job: string;
  readonly whole: boolean;
  readonly records: readonly PhaseRecord[];
  /** Trials that the library refuses, on whatever machine. */
  readonly refused: readonly SetAside[];
  readonly milliseconds: number;
}

/** By what it is of, so that adding it again adds nothing. BullMQ takes neither colons nor whole numbers. */
export const jobId = ({ experiment, trials }: TrialsJob): string =>
  `${experiment}-${digest(trials, 16)}`;

export const isJobOf = (experiment: string, id: string): boolean => id.startsWith(`${experiment}-`);

export const addressKey = ({ cell, trial }: PhaseAddress): string => `${cell} ${trial}`;

/** Tries of a job that fails, 1 and 2 s apart or up to half of that less. */
export const JOB_OPTIONS: JobsOptions = {
  attempts: 3,
  backoff: { type: 'exponential', delay: 1000, jitter: 0.5 },
  removeOnComplete: true,
  removeOnFail: false,
  stackTraceLimit: 1,
};

/** How often a job may be taken from workers that fell silent with it. */
export const MOST_STALLED = 2;

const digest = (value: unknown, length: number): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, length);
