// What passes by itself: Redis that restarts, that loads its file, that has no memory left for a while.

import type { Note } from './connect.js';

/** Was it the connection? It is made again by itself. */
export function isConnectionError(error: unknown): boolean {
  const { code = '', message = '' } = Object(error) as NodeJS.ErrnoException;
  return /ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|Connection is closed|connection close|Socket timeout|Socket closed/.test(
    `${code} ${message}`,
  );
}

/** Why Redis cannot do it now, though it may later; undefined for what will not pass. */
export function passingCause(error: unknown): string | undefined {
  if (isConnectionError(error)) return 'cannot be reached';
  const message = error instanceof Error ? error.message : '';
  if (/\bOOM\b/.test(message)) return 'has no memory left (maxmemory)';
  if (/\bMISCONF\b/.test(message)) return 'cannot write its file (MISCONF)';
  if (/\bREADONLY\b/.test(message)) return 'is a replica at the moment (READONLY)';
  if (/\b(LOADING|BUSY|MASTERDOWN|TRYAGAIN)\b/.test(message)) return 'is not ready yet';
  return undefined;
}

/** Does things again until Redis takes them, and says once that it waits and once that it goes on. */
export class Outage {
  private isOn = false;

  constructor(
    private readonly shown: string,
    private readonly note: Note,
  ) {}

  /** @throws what does not pass by itself; the signal's reason. */
  async outlast<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    for (let wait = 100; ; wait = Math.min(2 * wait, 5000)) {
      signal?.throwIfAborted();
      try {
        const value = await abortable(work(), signal);
        this.end();
        return value;
      } catch (error) {
        signal?.throwIfAborted();
        const cause = passingCause(error);
        if (cause === undefined) throw error;
        this.begin(cause);
        await pause(wait, signal);
      }
    }
  }

  begin(cause: string): void {
    if (!this.isOn) this.note(`${this.shown} ${cause}: waiting until that is over.`);
    this.isOn = true;
  }

  end(): void {
    if (this.isOn) this.note(`${this.shown} takes work again.`);
    this.isOn = false;
  }
}

/** Settles with the promise, or rejects with the signal's reason, whichever is first. */
export function abortable<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (signal === undefined) return promise;
  // Whatever becomes of it later is nobody's any more.
  promise.catch(() => {});
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Settles with the promise, or is fulfilled after so many milliseconds, whichever is first; holds up no end of the process. */
export async function atMost(milliseconds: number, promise: Promise<unknown>): Promise<void> {
  const late = new AbortController();
  try {
    await Promise.race([promise, pause(milliseconds, late.signal)]);
  } finally {
    late.abort();
  }
}

/** Fulfilled after so many milliseconds, or when the signal is aborted. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    if (signal?.aborted) done();
    signal?.addEventListener('abort', done, { once: true });
  });
}
