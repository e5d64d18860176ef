/** What a caller may match on; the words of a message may improve, its code stays. */
export type ErrorCode =
  | 'INVALID_ARGUMENT'
  | 'INVALID_SHAPE'
  | 'EMPTY_DATA'
  | 'NOT_FINITE'
  | 'INVALID_FILE'
  | 'INVALID_CONSTRAINT'
  | 'NOT_CONVERGED'
  | 'INCOMPATIBLE'
  | 'UNKNOWN_ENGINE'
  | 'ENGINE_UNAVAILABLE'
  | 'TOO_LARGE'
  | 'WORKER_FAILED'
  | 'LOAD_FAILED'
  | 'DISPOSED'
  | 'NOT_FITTED'
  | 'ABORTED'
  | (string & {});

/**
 * Every error of this library: "where: got X, expected Y. Remedy." and a stable `code`.
 *
 * @example
 * ```ts
 * const error = new RelufitError('INVALID_ARGUMENT', 'half(n)', '3', 'an even number', 'Double it.');
 * error.message; // 'half(n): got 3, expected an even number. Double it.'
 * sparse(0); // throws INVALID_CONSTRAINT
 * ```
 */
export class RelufitError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, where: string, got: string, expected: string, remedy: string) {
    super(`${where}: got ${got}, expected ${expected}. ${remedy}`);
    this.name = 'RelufitError';
    this.code = code;
  }
}

/** A search that ended before it had the answer: what it had, and what it was to have. */
export const notConverged = (where: string, got: string, expected: string, remedy: string) =>
  new RelufitError('NOT_CONVERGED', where, got, expected, remedy);

/** The message of a projection that could not be found; any other error is thrown on. */
export function messageIfNotConverged(error: unknown): string {
  if (error instanceof RelufitError && error.code === 'NOT_CONVERGED') return error.message;
  throw error;
}

/** What was thrown, in its own words. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** A value as an error message shows it: short, quoted where it is text, never a page long. */
export function show(value: unknown): string {
  if (typeof value === 'string') return `'${value.length > 40 ? `${value.slice(0, 37)}…` : value}'`;
  if (typeof value === 'function') return 'a function';
  if (ArrayBuffer.isView(value) || Array.isArray(value)) {
    const { length } = value as ArrayLike<unknown>;
    return `${value.constructor?.name ?? 'an array'} of length ${length}`;
  }
  if (value !== null && typeof value === 'object') {
    const keys = Object.keys(value).slice(0, 6);
    return keys.length === 0 ? 'an empty object' : `an object with ${keys.join(', ')}`;
  }
  return Object.is(value, -0) ? '-0' : String(value);
}

/** Refuses what is not an object of options, and names that are none of them: a misspelt one would be ignored. */
export function checkNames(
  where: string,
  options: unknown,
  names: readonly string[],
  code: ErrorCode = 'INVALID_ARGUMENT',
): void {
  const isObject = options !== null && typeof options === 'object';
  const unknown = isObject ? Object.keys(options).find((name) => !names.includes(name)) : undefined;
  if (isObject && unknown === undefined) return;
  throw new RelufitError(
    code,
    where,
    isObject ? `unknown option ${show(unknown)}` : show(options),
    `an object with some of ${names.join(', ')}`,
    isObject ? 'Check the spelling.' : 'Give them by name.',
  );
}

/** The most threads to use: undefined for one a core. */
export function checkThreads(threads: number | undefined, where: string): number | undefined {
  if (threads === undefined || (Number.isInteger(threads) && threads >= 1)) return threads;
  throw new RelufitError(
    'INVALID_ARGUMENT',
    where,
    show(threads),
    'an integer of at least 1',
    'Leave it out for one a core.',
  );
}
