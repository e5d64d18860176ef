// src/engine/worker.ts → src/engine/worker.generated.ts: the program of a worker as one string, so that it can be
// started from a Blob or by `eval` and no bundler has to find a file.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const { outputFiles } = await build({
  entryPoints: ['src/engine/worker.ts'],
  bundle: true,
  minify: true,
  // A classic script: what `new Worker(url)` and Node's `eval` take.
  format: 'iife',
  target: 'es2022',
  write: false,
});
const [{ text }] = outputFiles;
writeFileSync(
  'src/engine/worker.generated.ts',
  `// Made from worker.ts by scripts/build-worker.mjs.
export const program: string = ${JSON.stringify(text.trim())};
`,
);
console.log(`src/engine/worker.generated.ts: ${text.length} characters`);
