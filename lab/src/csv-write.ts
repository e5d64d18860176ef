import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Writes lines to a file, or to stdout where no file is named, as fast as they are taken. */
export async function writeLines(lines: Iterable<string>, path: string | undefined): Promise<void> {
  const source = Readable.from(endedLines(lines));
  if (path === undefined) await pipeline(source, process.stdout, { end: false });
  else await pipeline(source, createWriteStream(path));
}

function* endedLines(lines: Iterable<string>): Generator<string> {
  for (const line of lines) yield `${line}\n`;
}

/** A name as a cell: in quotes where it would be read as several. */
export function cellOf(name: string): string {
  return /[",;\t\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}
