// The workers that fits run in. They outlive a fit, since starting one takes longer than most; several datasets may share
// one, as its fits take turns.

import { openWorker, type Port, workerSource } from '../engine/open-worker.js';
import { availableCores } from '../engine/pool.js';
import { messageOf, RelufitError } from '../errors.js';
import { kernelsToSend } from '../kernels/sent-kernels.js';
import { version } from '../version.js';
import { type Calls, type Greeting, type Reply, type Request, receivedError } from './calls.js';

interface Waiter {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** A worker as its page sees it: calls that answer promises, none of which outlives it unsettled. */
export class BackgroundWorker {
  /** Fulfilled when it can be called; rejected where it cannot be started. */
  readonly ready: Promise<void>;
  /** Who holds it: see takeWorker. */
  users = 0;
  private readonly generation = generation;
  /** The most bytes of data that were loaded into it at once, as far as it is known: a memory cannot shrink. */
  bytes = 0;
  private readonly waiting = new Map<number, Waiter>();
  private port: Port | undefined;
  private calls = 0;
  private failure: RelufitError | undefined;
  /** Why it failed, in a few words. */
  reason = '';

  constructor() {
    this.ready = this.start();
    // Awaited by whoever uses the worker; until then a failure is nobody's.
    this.ready.catch(() => {});
  }

  get hasFailed(): boolean {
    return this.failure !== undefined;
  }

  /** Started from where workers are not started any more? */
  get isOutdated(): boolean {
    return this.generation !== generation;
  }

  call<K extends keyof Calls>(
    name: K,
    args: Parameters<Calls[K]>,
    transfer?: ArrayBuffer[],
  ): Promise<ReturnType<Calls[K]>> {
    return new Promise((resolve, reject) => {
      if (this.failure !== undefined) {
        reject(this.failure);
        return;
      }
      const id = ++this.calls;
      // What cannot be copied throws here, and so rejects.
      this.port?.post([id, name, args] satisfies Request<K>, transfer);
      this.wait(id, { resolve: resolve as Waiter['resolve'], reject });
    });
  }

  /** Ends it, after what it has been asked for; nobody asks for more. */
  end(): void {
    const terminate = () => this.fail('a worker that was ended');
    this.call('end', []).then(terminate, terminate);
  }

  private async start(): Promise<void> {
    try {
      const program =
        workerSource() === undefined ? (await import('./program.generated.js')).program : '';
      this.port = openWorker(program, {
        onMessage: (message) => this.receive(message),
        onEnd: (reason) => this.fail(`a worker that ended: ${reason}`),
      });
      const greeted = new Promise((resolve, reject) => this.wait(0, { resolve, reject }));
      const timer = setTimeout(
        () => this.fail(`a worker that said nothing for ${PATIENCE / 1000} s`),
        PATIENCE,
      );
      const itsVersion = await greeted.finally(() => clearTimeout(timer));
      if (itsVersion !== version) {
        this.fail(`a worker with the program of relufit ${itsVersion}, not ${version}`);
      }
      // Not randomUUID, which pages without https do not have.
      const lock = `relufit ${crypto.getRandomValues(new Uint32Array(4)).join('-')}`;
      const { crossOriginIsolated } = globalThis as { crossOriginIsolated?: boolean };
      const isShared = typeof SharedArrayBuffer !== 'undefined' && crossOriginIsolated !== false;
      const holds = await this.call('start', [kernelsToSend(isShared), lock]);
      // In an opaque origin, or where a site may keep no data, there are no locks: it serves as well, but is not watched.
      if (holds) this.watch(lock);
      if (threads > 1) await this.call('threads', [threads]);
    } catch (error) {
      this.fail(`a worker that could not start: ${messageOf(error)}`);
      throw this.failure;
    }
  }

  // The worker holds the lock as long as it lives: no event tells a page that one was ended by other hands.
  private watch(lock: string): void {
    globalThis.navigator.locks
      .request(lock, () => this.fail('a worker that was ended'))
      .catch((error: unknown) => this.fail(`a worker that cannot be watched: ${error}`));
  }

  private receive(received: unknown): void {
    const message = received as Reply | Greeting;
    const isObject = typeof message === 'object' && message !== null;
    if (!isObject || !('relufit' in message || 'id' in message)) {
      this.fail("a worker with a program that is not relufit's");
      return;
    }
    const id = 'relufit' in message ? 0 : message.id;
    const waiter = this.waiting.get(id);
    this.waiting.delete(id);
    this.port?.keepAlive(this.waiting.size > 0);
    if ('relufit' in message) waiter?.resolve(message.relufit);
    else if ('error' in message) waiter?.reject(receivedError(message.error));
    else waiter?.resolve(message.value);
  }

  private wait(id: number, waiter: Waiter): void {
    this.waiting.set(id, waiter);
    this.port?.keepAlive(true);
  }

  private fail(got: string): void {
    if (this.failure === undefined) {
      this.reason = got;
      this.failure = failed(got);
    }
    this.port?.terminate();
    const waiters = [...this.waiting.values()];
    this.waiting.clear();
    for (const { reject } of waiters) reject(this.failure);
  }
}

// Milliseconds that a script may take to load.
const PATIENCE = 30_000;

const failed = (got: string) =>
  new RelufitError(
    'WORKER_FAILED',
    'background',
    got,
    'one that starts, and runs until its work is done',
    'Load the data again, or use { background: false }.',
  );

let workers: BackgroundWorker[] = [];
let generation = 0;
let threads = 1;

/** From now on workers start so many threads; fulfilled when those that are there, and one at least, have. */
export async function startThreads(count: number): Promise<void> {
  threads = count;
  const there = workers.filter(({ hasFailed }) => !hasFailed);
  const worker = takeWorker();
  try {
    await worker.ready;
    for (const other of there) {
      await other.ready;
      await other.call('threads', [count]);
    }
  } finally {
    returnWorker(worker);
  }
}

/** From now on workers are new ones; those that are there end with their last data. */
export function renewWorkers(): void {
  generation++;
  for (const worker of workers) if (worker.users === 0) retire(worker);
}

// With a larger memory it is ended when nobody uses it: so much the kernels keep for the next data.
const IDLE_BYTES = 16 * 2 ** 20;

/** An idle worker, a new one where there are fewer than cores, or else the one with the fewest users. */
export function takeWorker(): BackgroundWorker {
  workers = workers.filter(({ hasFailed, isOutdated }) => !hasFailed && !isOutdated);
  let worker = workers.reduce<BackgroundWorker | undefined>(
    (least, other) => (least !== undefined && least.users <= other.users ? least : other),
    undefined,
  );
  if (worker === undefined || (worker.users > 0 && workers.length < availableCores())) {
    worker = new BackgroundWorker();
    workers.push(worker);
  }
  worker.users++;
  return worker;
}

export function returnWorker(worker: BackgroundWorker): void {
  worker.users--;
  if (worker.users === 0 && (worker.bytes > IDLE_BYTES || worker.isOutdated)) retire(worker);
}

function retire(worker: BackgroundWorker): void {
  workers = workers.filter((other) => other !== worker);
  worker.end();
}
