// A worker, as Node and browsers each have it.

import { messageOf, show } from '../errors.js';
import { builtin } from '../platform.js';

/** What a worker is started from: a script's address, or a function that starts it. */
export type WorkerSource = string | URL | (() => unknown);

/** A worker, for the side that started it. */
export interface Port {
  post(message: unknown, transfer?: ArrayBuffer[]): void;
  terminate(): void;
  /** Node alone: whether the program goes on while this worker runs. */
  keepAlive(keep: boolean): void;
}

export interface Listener {
  onMessage(message: unknown): void;
  /** It has ended or cannot start: why. Never called after `terminate`. */
  onEnd(reason: string): void;
}

let source: WorkerSource | undefined;

/** From now on workers are started from this; from their programs' texts, if undefined. */
export function takeWorkerSource(given: WorkerSource | undefined): void {
  source = given;
}

export const workerSource = (): WorkerSource | undefined => source;

/** Starts a worker on the text of a program, where no other source was given; throws where that is forbidden. */
export function openWorker(program: string, listener: Listener): Port {
  let over = false;
  const end = (reason: string) => {
    if (!over) listener.onEnd(reason);
    over = true;
  };
  const worker = create(program);
  if ('on' in worker) {
    worker.on('message', (message) => listener.onMessage(message));
    worker.on('error', (error) => end(messageOf(error)));
    worker.on('messageerror', () => end('a message that could not be read'));
    worker.on('exit', (code) => end(`it ended with code ${code}`));
    // A program ends when nothing but its workers is left.
    worker.unref();
  } else {
    worker.onmessage = ({ data }) => listener.onMessage(data);
    worker.onerror = (event) => {
      event.preventDefault?.();
      end(event.message || 'its script did not load');
    };
    worker.onmessageerror = () => end('a message that could not be read');
  }
  return {
    post: (message, transfer = []) => worker.postMessage(message, transfer),
    terminate() {
      over = true;
      void worker.terminate();
    },
    keepAlive(keep) {
      if (!('on' in worker)) return;
      if (keep) worker.ref();
      else worker.unref();
    },
  };
}

// The address of each program's text: made once, since a browser keeps the text as long as its address.
const addresses = new Map<string, string>();

function create(program: string): Worker | import('node:worker_threads').Worker {
  if (typeof source === 'function') {
    const worker = source() as Worker | undefined;
    if (typeof worker?.postMessage === 'function') return worker;
    throw new Error(`the function that was given to init answered ${show(worker)}, no worker`);
  }
  const node = builtin('node:worker_threads');
  if (node !== undefined) {
    if (source === undefined) return new node.Worker(program, { eval: true });
    return new node.Worker(
      typeof source === 'string' && source.includes('://') ? new URL(source) : source,
    );
  }
  if (source !== undefined) return new Worker(source);
  let address = addresses.get(program);
  if (address === undefined) {
    address = URL.createObjectURL(new Blob([program], { type: 'text/javascript' }));
    addresses.set(program, address);
  }
  return new Worker(address);
}
