import { readFileSync } from 'node:fs';

/** The value that a JSON file holds; `unreadable` makes the error that says what was found instead. */
export function readJson(path: string, unreadable: (got: string) => Error): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw unreadable(
      code === 'ENOENT' ? 'no such file' : code === 'EISDIR' ? 'a folder' : String(code),
    );
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw unreadable('text that is not JSON');
  }
}
