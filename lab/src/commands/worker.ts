import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { notNegative, wholeNumber } from '../arguments.js';
import type { CommandText } from '../command.js';
import { EXIT, Interrupted } from '../exit.js';
import { counted } from '../format.js';
import { SIGNALS } from '../interrupt.js';
import { note, type OutputOptions, printJson } from '../output.js';

interface WorkerCommandOptions extends OutputOptions {
  redis?: string | boolean;
  redisCa?: string;
  workers: number;
  lock: number;
  once?: boolean;
  idle?: number;
}

export function defineWorker(command: Command): CommandText {
  command
    .option('--redis [url]', 'where jobs come from (without a value: RELUFIT_REDIS_URL)')
    .option('--redis-ca <ca.pem>', 'certificate of the authority behind a rediss:// address')
    .option('--workers <count>', 'jobs at once', wholeNumber(1), availableParallelism())
    .option('--lock <seconds>', 'others take its jobs after a silence so long', wholeNumber(1), 20)
    .option('--once', 'end when there is no job and no producer')
    .option('--idle <seconds>', 'end after so long without a job', notNegative)
    .action(runWorker);
  return {
    about: `Runs the trials of every experiment that \`relufit phase --redis\` of the same version has in a Redis,
on as many machines as run it. It can be started and ended, or killed, at any time: its jobs are run by others then.

An address with a password, redis://user:password@host:port, is better in the variable RELUFIT_REDIS_URL than among the
arguments, which others on the machine can read; it is never shown.

SIGTERM gives the jobs in hand back and ends with 0, Ctrl-C and a terminal that is closed with 3.`,
    examples: `
relufit worker --redis redis://queue.example:6379
relufit worker --redis rediss://queue.example --redis-ca authority.pem --workers 8 --idle 60
relufit worker --redis --once`,
    interrupted: 'the jobs in hand are given back',
  };
}

async function runWorker(options: WorkerCommandOptions): Promise<void> {
  const { redis, redisCa, workers: slots, lock, once = false, idle } = options;
  const [{ redisAddress }, { hideArguments }] = await Promise.all([
    import('../queue/redis-address.js'),
    import('../queue/hide-arguments.js'),
  ]);
  hideArguments();
  const address = redisAddress(redis, redisCa);
  const { consume } = await import('../queue/consumer.js');
  const controller = new AbortController();
  let signalled: NodeJS.Signals | undefined;
  const stop = (signal: NodeJS.Signals) => {
    if (signalled !== undefined) process.exit(codeOf(signalled));
    signalled = signal;
    controller.abort(new Interrupted('interrupted.'));
  };
  for (const name of SIGNALS) process.on(name, stop);
  try {
    note(`relufit worker: ${slots} at once, jobs from ${address.shown}`, options);
    const done = await consume({
      ...{ address, slots, lock, once, idle, stop: controller.signal },
      note: (text) => note(text, options),
    });
    if (options.json) printJson({ redis: address.shown, ...done, signal: signalled ?? null });
    const [trials, jobs] = [counted(done.trials, 'trial'), counted(done.jobs, 'job')];
    const what = `${trials} in ${jobs}, ${counted(done.givenBack, 'job')} given back`;
    if (signalled !== undefined && codeOf(signalled) === EXIT.interrupted) {
      throw new Interrupted(`interrupted after ${what}.`);
    }
    note(what, options);
  } finally {
    for (const name of SIGNALS) process.off(name, stop);
    // A thread may be in the middle of a trial that nobody waits for any more.
    setTimeout(() => process.exit(), 50).unref();
  }
}

const codeOf = (signal: NodeJS.Signals) => (signal === 'SIGTERM' ? EXIT.done : EXIT.interrupted);
