// assembly/ → build/*.wasm → src/kernels/core.generated.ts and rare.generated.ts (the library's own copies) and
// dist/relufit.wasm (the export `relufit/wasm`: both in one).
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { execPath, exit } from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

/**
 * @param {string} entry
 * @param {string} wasm
 */
function compile(entry, wasm) {
  const compiler = 'node_modules/assemblyscript/bin/asc.js';
  const args = [compiler, entry, '--target', 'release', '--outFile', wasm];
  const { status } = spawnSync(execPath, args, { stdio: 'inherit' });
  if (status !== 0) exit(1);
  const bytes = readFileSync(wasm);
  // An import would have to be supplied by everyone who takes the raw binary.
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(bytes));
  if (imports.length > 0) {
    const names = imports.map(({ module, name }) => `${module}.${name}`).join(', ');
    console.error(
      `${wasm}: got the imports ${names}, expected none. Keep host calls out of assembly/.`,
    );
    exit(1);
  }
  console.log(`${wasm}: ${bytes.length} bytes`);
  return bytes;
}

/**
 * Typed as string: as a literal it would stand a second time in the .d.ts file. In hexadecimal, because gzip finds the
 * repeated instructions of aligned bytes and not of base64's: 7.5 kB against 10.2 for the first release.
 *
 * @param {string} name
 */
function embed(name) {
  const bytes = compile(`assembly/${name}.ts`, `build/${name}.wasm`);
  const source = `// Made from assembly/${name}.ts by scripts/build-wasm.mjs: the compiled kernels, hexadecimal.
export const binary: string = '${bytes.toString('hex')}';
`;
  mkdirSync('src/kernels', { recursive: true });
  writeFileSync(`src/kernels/${name}.generated.ts`, source);
}

embed('core');
embed('rare');
compile('assembly/index.ts', 'build/relufit.wasm');
mkdirSync('dist', { recursive: true });
copyFileSync('build/relufit.wasm', 'dist/relufit.wasm');
