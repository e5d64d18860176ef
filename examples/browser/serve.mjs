// A static server for the pages of this folder's parent: `node examples/browser/serve.mjs`, then open what it prints.
// Its two headers make pages cross-origin isolated, so that fits may use several threads; without them they use one.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
// What the pages are made of, and nothing else of the project.
const SERVED = /^\/(examples|dist|node_modules\/@assemblyscript\/loader)\//;
/** @type {Record<string, string>} */
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.wasm': 'application/wasm',
};

/** @param {string} url @returns {Promise<string | undefined>} the file that it names */
async function fileAt(url) {
  try {
    // URL resolves dot segments, and %2e with them; a backslash is a separator on Windows.
    const path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
    if (!SERVED.test(path) || /\\|\/\.\.?(\/|$)/.test(path)) return undefined;
    const file = join(root, normalize(path.endsWith('/') ? `${path}index.html` : path));
    return (await stat(file)).isFile() ? file : undefined;
  } catch {
    return undefined;
  }
}

const server = createServer(async ({ url = '/' }, response) => {
  const file = await fileAt(url);
  response.writeHead(file === undefined ? 404 : 200, {
    'Content-Type': (file && TYPES[extname(file)]) ?? 'application/octet-stream',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
  });
  if (file === undefined) response.end();
  else createReadStream(file).pipe(response);
});

// To this machine alone.
server.listen(Number(env.PORT ?? 8080), '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : address;
  console.log(`http://localhost:${port}/examples/browser/`);
  console.log(`http://localhost:${port}/examples/notebook.html`);
});
