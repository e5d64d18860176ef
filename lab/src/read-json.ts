import { readFileSync } from 'node:fs';
import { jsonFault } from './json-fault.js';

/**
 * The value that a JSON file of at most `most` bytes holds; `unreadable` makes the error that says what was found
 * instead.
 */
export function readJson(
  path: string,
  unreadable: (got: string) => Error,
  most = Infinity,
): unknown {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw unreadable(
      code === 'ENOENT' ? 'no such file' : code === 'EISDIR' ? 'a folder' : String(code),
    );
  }
  if (bytes.length > most) {
    throw unreadable(`${megabytes(bytes.length)} MB, more than ${megabytes(most)} MB`);
  }
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const fault = jsonFault(text);
    throw unreadable(`text that is not JSON${fault === undefined ? '' : ` (${fault})`}`);
  }
  if (isDeep(value)) throw unreadable(`JSON more than ${DEEPEST} levels deep`);
  return value;
}

const megabytes = (bytes: number) => Math.ceil(bytes / 1e5) / 10;

// No set is made of so many, and what goes through a value level by level has a stack for them.
const DEEPEST = 200;

function isDeep(value: unknown): boolean {
  let level: object[] = [[value]];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((item) => Object.values(item).filter(isCompound));
  }
  return false;
}

const isCompound = (value: unknown): value is object => typeof value === 'object' && value !== null;
