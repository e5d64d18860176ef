import { expect } from 'vitest';
import { type ErrorCode, RelufitError } from '../../src/index.js';

/** "where: got X, expected Y. Remedy." */
export const MESSAGE = /^.+: got .+, expected .+\. .+\.?$/s;

function check(error: unknown, code: ErrorCode, parts: readonly string[]): void {
  expect(error).toBeInstanceOf(RelufitError);
  const { code: given, message, name } = error as RelufitError;
  expect({ code: given, name }, message).toEqual({ code, name: 'RelufitError' });
  expect(message).toMatch(MESSAGE);
  for (const part of parts) expect(message).toContain(part);
}

/** The action throws a RelufitError of this code, whose message has these parts. */
export function expectError(action: () => unknown, code: ErrorCode, ...parts: string[]): void {
  let value: unknown;
  try {
    value = action();
  } catch (error) {
    check(error, code, parts);
    return;
  }
  expect.fail(`expected ${code}, but it returned ${value}`);
}

/** The action returns a promise, whatever is wrong, and the promise rejects like that. */
export async function expectRejection(
  action: () => Promise<unknown>,
  code: ErrorCode,
  ...parts: string[]
): Promise<void> {
  const promise = action();
  expect(promise).toBeInstanceOf(Promise);
  const outcome = await promise.then(
    () => expect.fail(`expected ${code}, but it was fulfilled`),
    (error: unknown) => ({ error }),
  );
  check(outcome.error, code, parts);
}
