// Workers that call kernels on memories of their own. They outlive a fit, since starting one takes longer than most.

import { messageOf, RelufitError } from '../errors.js';
import { MOST_PAGES } from '../kernels/imported-memory.js';
import { sharedKernels } from '../kernels/sent-kernels.js';
import { Arena } from './arena.js';
import {
  ANSWER,
  CALL,
  CALLS,
  COMMAND_BYTES,
  COUNT,
  DONE,
  END,
  EPOCH,
  FAILED,
  kernelNames,
  READY,
  STATE,
  type Start,
} from './command.js';
import type { Host } from './host.js';
import { openWorker, type Port } from './open-worker.js';
import { idle } from './pool.js';
import { program } from './worker.generated.js';

/** A worker as its caller sees it: a memory to write to, and calls to be made on it. */
export class PoolWorker implements Host {
  readonly memory: WebAssembly.Memory;
  readonly arena: Arena;
  /** Fulfilled when the worker can be called, rejected where it cannot be started. */
  readonly ready: Promise<void>;
  private readonly control: Int32Array;
  private readonly calls: Float64Array;
  private readonly numbers: ReadonlyMap<string, number>;
  private readonly port: Port;
  private count = 0;
  private end: string | undefined;

  constructor() {
    const { modules, pages } = sharedKernels();
    this.memory = sharedMemory(pages);
    this.arena = new Arena(this.memory, BASE);
    const base = this.arena.take(COMMAND_BYTES);
    this.control = new Int32Array(this.memory.buffer, base, COMMAND_BYTES / 4);
    this.calls = new Float64Array(this.memory.buffer, base + CALLS, (COMMAND_BYTES - CALLS) / 8);
    this.numbers = new Map(kernelNames(modules).map((name, number) => [name, number]));
    this.port = this.open();
    this.port.post({ modules, memory: this.memory, base } satisfies Start);
    this.ready = this.untilReady();
    // Awaited by whoever uses the worker; until then a failure is nobody's.
    this.ready.catch(() => {});
  }

  get isReady(): boolean {
    return Atomics.load(this.control, STATE) === READY;
  }

  list(kernel: string, ...args: number[]): void {
    const number = this.numbers.get(kernel) as number;
    this.calls.set([number, args.length, ...args], this.count++ * CALL);
  }

  start(): void {
    this.control[COUNT] = this.count;
    this.count = 0;
    Atomics.add(this.control, EPOCH, 1);
    Atomics.notify(this.control, EPOCH);
  }

  finish(): number {
    const { control } = this;
    const epoch = Atomics.load(control, EPOCH);
    for (let look = 0; look < LOOKS && Atomics.load(control, DONE) !== epoch; look++);
    for (;;) {
      const done = Atomics.load(control, DONE);
      if (done === epoch) break;
      Atomics.wait(control, DONE, done);
    }
    if (Atomics.load(control, STATE) === FAILED) {
      throw failed('a kernel that failed in a worker');
    }
    return this.calls[(control[COUNT] - 1) * CALL + ANSWER];
  }

  terminate(): void {
    // Browsers give one that waits two seconds before they end it.
    this.count = END;
    this.start();
    this.port.terminate();
  }

  private open(): Port {
    try {
      return openWorker(program, {
        onMessage() {},
        onEnd: (reason) => {
          this.end = reason;
        },
      });
    } catch (error) {
      throw notStarted(messageOf(error));
    }
  }

  // It says so in its memory alone: while it serves it sends no messages.
  private async untilReady(): Promise<void> {
    while (!this.isReady) {
      if (this.end !== undefined) throw notStarted(this.end);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
}

const failed = (got: string) =>
  new RelufitError(
    'WORKER_FAILED',
    "engine 'threads'",
    got,
    'workers that start and answer',
    "Use engine: 'wasm'.",
  );

const notStarted = (reason: string) => failed(`a worker that could not start: ${reason}`);

function sharedMemory(pages: number): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: MOST_PAGES, shared: true });
  } catch {
    throw new RelufitError(
      'TOO_LARGE',
      "engine 'threads'",
      'one worker more than there are addresses for',
      'fewer memories of 4 GiB at once',
      'Use fewer threads.',
    );
  }
}

// Addresses below are no one's: a pointer of 0 means none.
const BASE = 64;

// Looks at a worker's answer before sleeping: about as long as a gradient in cache takes.
const LOOKS = 100_000;

// A worker with a larger memory is ended when it is given back: a memory cannot shrink.
const IDLE_BYTES = 64 * 2 ** 20;

/** Workers nobody else uses, some of them perhaps not ready yet. */
export function takeWorkers(count: number): PoolWorker[] {
  // Those that have waited longest first: they are the ready ones.
  const taken: PoolWorker[] = [];
  try {
    while (taken.length < count) taken.push(idle.shift() ?? new PoolWorker());
  } catch (error) {
    for (const worker of taken) returnWorker(worker);
    throw error;
  }
  return taken;
}

// Rows are in 64 blocks at most: no more threads than that have a part in a sum.
const MOST_WORKERS = 63;

/** Starts workers until `count` of them, at most 63, wait to be taken. */
export async function startWorkers(wanted: number): Promise<void> {
  const count = Math.min(wanted, MOST_WORKERS);
  while (idle.length < count) idle.push(new PoolWorker());
  await Promise.all(idle.map(({ ready }) => ready));
}

export function returnWorker(worker: PoolWorker): void {
  // One that could not start, or failed in a call, is of no use to the next.
  if (!worker.isReady || worker.memory.buffer.byteLength > IDLE_BYTES) {
    worker.terminate();
    return;
  }
  worker.arena.clear(COMMAND_BYTES);
  idle.push(worker);
}

/** Ends the workers that nobody uses. */
export function endWorkers(): void {
  for (const worker of idle.splice(0)) worker.terminate();
}
