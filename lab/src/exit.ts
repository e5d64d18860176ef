import type { RelufitError } from 'relufit';

/** The exit codes of every command; README.md lists them. */
export const EXIT = { done: 0, failed: 1, usage: 2, interrupted: 3 } as const;

/** The command line itself is wrong, whatever the data are. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** Stopped by Ctrl-C. */
export class Interrupted extends Error {
  override name = 'Interrupted';
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof Interrupted) return EXIT.interrupted;
  if (error instanceof UsageError) return EXIT.usage;
  return EXIT.failed;
}

/** An error as one line, whatever was thrown: scripts read stderr by lines. */
export function errorLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return `relufit: ${message.replace(/\s*\n\s*/g, ' ').trim()}\n`;
}

/**
 * Runs work whose only input is the command line, so that a value the library refuses
 * is reported as wrong usage.
 */
export async function refusalIsUsage<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // By name, since the library is not loaded where no command has needed it.
    const { name, code, message } = error as Partial<RelufitError>;
    const refused = name === 'RelufitError' && /^(INVALID_|INCOMPATIBLE)/.test(String(code));
    throw refused ? new UsageError(message) : error;
  }
}
