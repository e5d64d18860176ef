// The repository's documents as pages beside the demo, so that its links need no other site.

import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { Marked } from 'marked';
import type { Plugin } from 'vite';

const ROOT = join(import.meta.dirname, '../..');
const FOLDERS = ['', 'docs', 'docs/decisions', 'lab', 'bench'];

export function documents(): Plugin {
  return {
    name: 'documents',
    generateBundle() {
      const source = readFileSync(join(import.meta.dirname, 'src/style.css'), 'utf8');
      this.emitFile({ type: 'asset', fileName: 'docs/style.css', source });
      for (const name of readdirSync(join(ROOT, 'docs'))) {
        if (!/\.(png|svg)$/.test(name)) continue;
        const picture = readFileSync(join(ROOT, 'docs', name));
        this.emitFile({ type: 'asset', fileName: `docs/docs/${name}`, source: picture });
      }
      const paths = FOLDERS.flatMap((folder) =>
        readdirSync(join(ROOT, folder))
          .filter((name) => name.endsWith('.md'))
          .map((name) => posix.join(folder, name)),
      );
      for (const path of paths) {
        const text = readFileSync(join(ROOT, path), 'utf8');
        const fileName = posix.join('docs', asPage(path));
        this.emitFile({ type: 'asset', fileName, source: page(path, text, paths) });
      }
    },
  };
}

const asPage = (path: string) => path.replace(/\.md$/, '.html');

function page(path: string, text: string, paths: readonly string[]): string {
  const folder = posix.dirname(path);
  const up = posix.relative(folder, '.');
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text: title }) {
        return `<h${depth} id="${slug(title)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        const words = this.parser.parseInline(tokens);
        if (/^(https?:|#)/.test(href)) return `<a href="${href}">${words}</a>`;
        const [file, anchor] = href.split('#');
        // What is no document, source files above all, is not beside the demo.
        if (!paths.includes(posix.join(folder, file))) return words;
        return `<a href="${asPage(file)}${anchor === undefined ? '' : `#${anchor}`}">${words}</a>`;
      },
    },
  });
  const title = /^# (.*)$/m.exec(text)?.[1] ?? path;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title.replace(/[`<&]/g, '')} · relufit</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${posix.join(up, 'style.css')}">
</head>
<body>
<main class="band document">
<p><a href="${posix.join(up, '../index.html')}">← the demonstration</a></p>
${marked.parse(text, { async: false })}
</main>
</body>
</html>
`;
}

/** The anchors that the documents link to. */
const slug = (title: string) =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
