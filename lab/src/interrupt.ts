import { EXIT, Interrupted } from './exit.js';

/**
 * Runs work with a signal that Ctrl-C, SIGTERM or SIGHUP aborts, and fails with Interrupted if one did. A second one ends the process at once.
 */
export async function interruptible<T>(
  work: (signal: AbortSignal) => Promise<T>,
  whatStopped: () => string,
): Promise<T> {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    controller.abort();
  };
  for (const name of SIGNALS) process.on(name, stop);
  try {
    const value = await work(controller.signal);
    if (controller.signal.aborted) throw new Interrupted(whatStopped());
    return value;
  } catch (error) {
    // The library may answer an abort by an error of its own: the reason is still the user.
    if (controller.signal.aborted) throw new Interrupted(whatStopped());
    throw error;
  } finally {
    for (const name of SIGNALS) process.off(name, stop);
  }
}

/** Ctrl-C, what machines end their work by, and a terminal that was closed. */
export const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
