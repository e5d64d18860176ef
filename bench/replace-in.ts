import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Puts the text between the markers of a document, whose path is that in the repository. */
export function replaceIn(document: string, marker: string, text: string): void {
  const path = fileURLToPath(new URL(`../${document}`, import.meta.url));
  const block = new RegExp(`<!-- ${marker} -->[\\s\\S]*?<!-- /${marker} -->`);
  const before = readFileSync(path, 'utf8');
  if (!block.test(before)) throw new Error(`${path}: no <!-- ${marker} --> … <!-- /${marker} -->`);
  writeFileSync(
    path,
    before.replace(block, () => `<!-- ${marker} -->\n${text}\n<!-- /${marker} -->`),
  );
}
