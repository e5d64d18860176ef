import { constants } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { RelufitError } from 'relufit';
import { parseTable, type Table } from './csv.js';

/** Reads a CSV file whose first line holds the names of the columns. */
export function readTable(path: string, delimiter = ','): Table {
  return parseTable(readText(path), path, delimiter);
}

function readText(path: string): string {
  const bytes = readBytes(path);
  if (bytes.length > constants.MAX_STRING_LENGTH) {
    throw unreadable(path, `${bytes.length} bytes`, 'a file that fits in one string', 'Split it.');
  }
  const utf16 = bytes[0] + bytes[1] === 0xff + 0xfe && Math.min(bytes[0], bytes[1]) === 0xfe;
  try {
    if (utf16 || bytes.includes(0)) throw new TypeError('not text');
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const got = utf16 ? 'text in UTF-16' : 'bytes that are not UTF-8 text';
    throw unreadable(path, got, 'a CSV file in UTF-8', 'Save it as CSV in UTF-8.');
  }
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') {
      throw unreadable(path, 'no such file', 'a CSV file', 'Check the path.');
    }
    if (code === 'EISDIR') throw unreadable(path, 'a folder', 'a CSV file', 'Name a file in it.');
    throw unreadable(path, String(code), 'a file that can be read', 'Check its permissions.');
  }
}

function unreadable(path: string, got: string, expected: string, remedy: string): RelufitError {
  return new RelufitError('CSV_UNREADABLE', path, got, expected, remedy);
}
