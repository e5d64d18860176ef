// Whole programs as contestants: what they print, and the ways in which NumPy may use a machine's cores.

import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

// As it comes, OpenBLAS starts a thread a core for each product; the trials can be shared out instead.
export const NUMPY_WAYS: {
  name: string;
  environment: Record<string, string>;
  options: string[];
}[] = [
  { name: 'numpy', environment: {}, options: [] },
  { name: 'numpy, 1 thread', environment: { OPENBLAS_NUM_THREADS: '1' }, options: [] },
  {
    name: 'numpy, a process a core',
    environment: { OPENBLAS_NUM_THREADS: '1' },
    options: ['--processes', String(availableParallelism())],
  },
];

/** What a program prints, once it has ended well. */
export function output(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: { ...process.env, ...environment } });
    let printed = '';
    let errors = '';
    child.stdout.on('data', (text) => {
      printed += text;
    });
    child.stderr.on('data', (text) => {
      errors += text;
    });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(printed) : reject(new Error(`${command}: ${errors.trim()}`)),
    );
  });
}
