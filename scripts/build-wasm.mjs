// assembly/ → build/relufit.wasm → src/kernels/binary.generated.ts (the library's own copy) and
// dist/relufit.wasm (the export `relufit/wasm`).
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { execPath, exit } from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const wasm = 'build/relufit.wasm';
process.chdir(root);

const compiler = 'node_modules/assemblyscript/bin/asc.js';
const { status } = spawnSync(execPath, [compiler, 'assembly/index.ts', '--target', 'release'], {
  stdio: 'inherit',
});
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

// Typed as string: as a literal it would stand a second time in the .d.ts file. In hexadecimal, because gzip finds
// the repeated instructions of aligned bytes and not of base64's: 7.5 kB against 10.2 for the first release.
const source = `// Made from assembly/ by scripts/build-wasm.mjs: the compiled kernels, hexadecimal.
export const binary: string = '${bytes.toString('hex')}';
`;
mkdirSync('src/kernels', { recursive: true });
writeFileSync('src/kernels/binary.generated.ts', source);
mkdirSync('dist', { recursive: true });
copyFileSync(wasm, 'dist/relufit.wasm');
console.log(`${wasm}: ${bytes.length} bytes`);
