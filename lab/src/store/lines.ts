import { readSync } from 'node:fs';

/** A line of a file, without its end. */
export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  /** Bytes of the file up to the next line. */
  readonly end: number;
  /** False of a last line without its newline. */
  readonly isWhole: boolean;
}

const CHUNK = 1 << 20;
const NEWLINE = 10;

/** The lines of an open file; of a file of any size a few at a time. */
export function* linesOf(descriptor: number): Generator<Line> {
  const chunk = Buffer.allocUnsafe(CHUNK);
  let before: Buffer[] = [];
  let number = 1;
  let end = 0;
  const line = (last: Buffer, isWhole: boolean): Line => {
    const bytes = before.length === 0 ? last : Buffer.concat([...before, last]);
    before = [];
    end += bytes.length + (isWhole ? 1 : 0);
    return { number: number++, text: bytes.toString(), end, isWhole };
  };
  for (let position = 0; ; ) {
    const count = readSync(descriptor, chunk, 0, CHUNK, position);
    if (count === 0) break;
    position += count;
    let from = 0;
    for (;;) {
      const at = chunk.subarray(0, count).indexOf(NEWLINE, from);
      if (at < 0) break;
      yield line(chunk.subarray(from, at), true);
      from = at + 1;
    }
    if (from < count) before.push(Buffer.from(chunk.subarray(from, count)));
  }
  if (before.length > 0) yield line(Buffer.alloc(0), false);
}
