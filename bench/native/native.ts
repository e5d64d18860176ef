// NumPy and OpenBLAS beside the bench, where they are: child processes that wait for their turn, time it themselves and
// print the nanoseconds, on one thread.

import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Checked } from '../compare.js';
import type { FitTask } from '../opponents/opponent.js';
import type { BenchProblem, Numbers } from '../problem.js';

export interface Native {
  /** The command, where it has NumPy. */
  readonly python?: string;
  /** The compiled gemv.c and the library it is to open. */
  readonly blas?: { readonly program: string; readonly library: string };
  readonly versions: Readonly<Record<string, string>>;
  /** What is missing, and why. */
  readonly notes: readonly string[];
}

const HERE = fileURLToPath(new URL('.', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'relufit-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

// NumPy's wheels bring OpenBLAS in a folder beside the package.
const ASK = `
import glob, json, os, sys, numpy
libs = os.path.join(os.path.dirname(os.path.dirname(numpy.__file__)), "numpy.libs")
blas = numpy.show_config(mode="dicts")["Build Dependencies"]["blas"]
found = glob.glob(os.path.join(libs, "libscipy_openblas*"))
print(json.dumps({"python": sys.version.split()[0], "numpy": numpy.__version__, "library": (found or [None])[0],
                  "blas": blas["name"] + " " + blas["version"]}))
`;

let native: Native | undefined;

export function findNative(): Native {
  native ??= find();
  return native;
}

function find(): Native {
  const notes: string[] = [];
  const versions: Record<string, string> = {};
  const asked = spawnSync('python3', ['-c', ASK], { encoding: 'utf8' });
  const numpy = asked.status === 0 ? JSON.parse(asked.stdout) : undefined;
  if (numpy === undefined) {
    const reason = asked.error?.message ?? asked.stderr.trim().split('\n').at(-1);
    notes.push(`NumPy is not measured: python3 has none (${reason}).`);
  } else {
    versions.python = numpy.python;
    versions.numpy = `${numpy.numpy} (${numpy.blas})`;
  }
  const program = join(folder, 'gemv');
  const source = join(HERE, 'gemv.c');
  const compiler = ['-O3', '-march=native', '-o', program, source, '-ldl', '-lm'];
  const built = spawnSync('cc', compiler, { encoding: 'utf8' });
  const library = numpy?.library ?? 'libopenblas.so.0';
  if (built.status !== 0) {
    notes.push(`OpenBLAS by C is not measured: ${built.error?.message ?? built.stderr.trim()}.`);
    return { python: numpy && 'python3', versions, notes };
  }
  // It complains of no data, but of the library first.
  const tried = spawnSync(program, [library, 'gradient', 'f32', '0', '0', '0', '0', folder], {
    encoding: 'utf8',
  });
  if (tried.status === NO_LIBRARY) {
    notes.push(`OpenBLAS by C is not measured: ${tried.stderr.trim()}.`);
    return { python: numpy && 'python3', versions, notes };
  }
  versions.openblas = numpy?.library ? numpy.blas : library;
  return { python: numpy && 'python3', blas: { program, library }, versions, notes };
}

// gemv.c's exit code.
const NO_LIBRARY = 3;

const ONE_THREAD = { OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

/** A process that answers lines. */
class Child {
  private readonly process: ChildProcessWithoutNullStreams;
  private readonly lines: Interface;
  private readonly answers: AsyncIterator<string>;
  private errors = '';

  constructor(command: string, args: readonly string[]) {
    this.process = spawn(command, args, { env: { ...process.env, ...ONE_THREAD } });
    this.process.stderr.on('data', (text) => {
      this.errors += text;
    });
    // Told by the end of its answers.
    this.process.stdin.on('error', () => {});
    this.lines = createInterface(this.process.stdout);
    this.answers = this.lines[Symbol.asyncIterator]();
  }

  async answer(): Promise<string> {
    const { value, done } = await this.answers.next();
    if (done) throw new Error(`${this.process.spawnfile} ended: ${this.errors.trim()}`);
    return value;
  }

  async nanoseconds(runs: number): Promise<number> {
    this.process.stdin.write(`${runs}\n`);
    return Number(await this.answer());
  }

  end(): void {
    this.process.stdin.end();
    this.lines.close();
  }
}

/** Both, where present, at the gradient at an iterate; each has read X once. */
export const nativeGradients = (problem: BenchProblem, iterate: Numbers): Promise<Checked[]> =>
  contestants('gradient', problem, iterate, 0);

/** Both, where present, at the paper's fit. */
export const nativeFits = (problem: BenchProblem, { tolerance }: FitTask): Promise<Checked[]> =>
  contestants('fit', problem, problem.planted, tolerance);

async function contestants(
  what: 'gradient' | 'fit',
  problem: BenchProblem,
  iterate: ArrayLike<number>,
  tolerance: number,
): Promise<Checked[]> {
  const { python, blas } = findNative();
  const { n, d, sparsity, precision, X, y } = problem;
  const Type = precision === 'f32' ? Float32Array : Float64Array;
  const write = (name: string, values: Numbers) =>
    writeFileSync(
      join(folder, `${name}.bin`),
      new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    );
  write('X', X);
  write('y', y);
  write('w', Type.from(iterate));
  const args = [what, precision, n, d, sparsity, tolerance, folder].map(String);
  const children: [string, string, string[]][] = [];
  if (blas) children.push(['openblas', blas.program, [blas.library, ...args]]);
  if (python) children.push(['numpy', python, [join(HERE, 'numpy_child.py'), ...args]]);
  const found: Checked[] = [];
  for (const [name, command, rest] of children) {
    const child = new Child(command, rest);
    await child.answer();
    // The files are the next child's to overwrite.
    const { buffer, byteOffset, byteLength } = readFileSync(join(folder, 'answer.bin'));
    const values = new Type(buffer.slice(byteOffset, byteOffset + byteLength));
    found.push({
      name,
      block: (runs) => child.nanoseconds(runs),
      answer: () => values,
      dispose: () => child.end(),
    });
  }
  for (const name of ['X', 'y', 'w']) rmSync(join(folder, `${name}.bin`));
  return found;
}

/** NumPy's standard normals, where present. */
export async function nativeNormals(precision: 'f32' | 'f64', count: number): Promise<Checked[]> {
  const { python } = findNative();
  if (python === undefined) return [];
  const script = join(HERE, 'numpy_child.py');
  const child = new Child(python, [script, 'normal', precision, String(count)]);
  await child.answer();
  return [
    {
      name: 'numpy',
      block: (runs) => child.nanoseconds(runs),
      dispose: () => child.end(),
    },
  ];
}
