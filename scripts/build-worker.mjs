// The programs of workers, bundled: src/engine/worker-program.ts and src/worker.ts, each as one string in a generated
// module, so that it can be started from a Blob or by `eval` and no bundler has to find a file; the second also as
// dist/worker.js, for pages whose policy wants a file.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { partsAtOnce } from './parts-at-once.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

// It is sent the kernels, and starts no background worker of its own.
const LEFT_EMPTY =
  /(core\.generated|rare\.generated|program\.generated|background-data|background-worker)\.js$/;
const EMPTY = ['BackgroundData', 'renewWorkers', 'returnWorker', 'startThreads', 'takeWorker']
  .map((name) => `export const ${name} = undefined;`)
  .concat("export const binary = '';", "export const program = '';")
  .join('\n');

/** @param {string} entry */
async function bundled(entry) {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    // A classic script: what `new Worker(url)` and Node's `eval` take.
    format: 'iife',
    target: 'es2022',
    write: false,
    plugins: [
      partsAtOnce,
      {
        name: 'without',
        setup({ onLoad, onResolve }) {
          onResolve({ filter: LEFT_EMPTY }, ({ path }) => ({ path, namespace: 'empty' }));
          onLoad({ filter: /./, namespace: 'empty' }, () => ({
            contents: EMPTY,
          }));
        },
      },
    ],
  });
  return outputFiles[0].text.trim();
}

/**
 * @param {string} file
 * @param {string} source
 * @param {string} program
 */
function write(file, source, program) {
  writeFileSync(
    file,
    `// Made from ${source} by scripts/build-worker.mjs.
export const program: string = ${JSON.stringify(program)};
`,
  );
  console.log(`${file}: ${program.length} characters`);
}

const thread = await bundled('src/engine/worker-program.ts');
write('src/engine/worker.generated.ts', 'worker-program.ts', thread);

const background = await bundled('src/worker.ts');
write('src/background/program.generated.ts', '../worker.ts', background);
mkdirSync('dist', { recursive: true });
writeFileSync('dist/worker.js', `${background}\n`);
// A script, not a module to import from.
writeFileSync('dist/worker.d.ts', 'export {};\n');
