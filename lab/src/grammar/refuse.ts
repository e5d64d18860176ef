import { InvalidArgumentError } from 'commander';

/** Builds a value of the library; what it refuses is an invalid argument of the command line. */
export function refuse<T>(build: () => T): T {
  try {
    return build();
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}

/** A number as the grammar takes it, NaN for anything else. */
export function numberIn(text: string | undefined): number {
  return text === undefined || text.trim() === '' ? Number.NaN : Number(text);
}
