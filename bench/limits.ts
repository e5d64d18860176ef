// What the machine allows: streaming reads and a copy, in WebAssembly, in the turns of what is held against them.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { local } from '../lab/src/bench/turns.js';
import type { Checked } from './compare.js';

interface Stream {
  readonly memory: WebAssembly.Memory;
  readonly heapBase: WebAssembly.Global;
  stream(address: number, bytes: number): bigint;
  copy(to: number, from: number, bytes: number): void;
}

let compiled: Promise<WebAssembly.Module> | undefined;

async function compile(): Promise<WebAssembly.Module> {
  const { default: asc } = await import('assemblyscript/asc');
  const source = readFileSync(
    fileURLToPath(new URL('assembly/stream.ts', import.meta.url)),
    'utf8',
  );
  const { binary, stderr, error } = await asc.compileString(source, {
    optimizeLevel: 3,
    noAssert: true,
    enable: ['simd'],
    runtime: 'stub',
  });
  if (binary === null) throw new Error(`bench/assembly/stream.ts: ${error ?? stderr}`);
  return WebAssembly.compile(binary as Uint8Array<ArrayBuffer>);
}

/** Reading so many bytes, half of them, and copying them; with a memory of their own. */
export async function limits(bytes: number, { copy = false } = {}): Promise<Checked[]> {
  compiled ??= compile();
  const { exports } = await WebAssembly.instantiate(await compiled, {});
  const machine = exports as unknown as Stream;
  const base = Math.ceil((machine.heapBase.value as number) / 64) * 64;
  const needed = base + (copy ? 2 : 1) * bytes;
  const pages = Math.ceil((needed - machine.memory.buffer.byteLength) / 65536);
  if (pages > 0) machine.memory.grow(pages);
  // Not zeros: pages never written to are all the same one.
  new Uint8Array(machine.memory.buffer, base, needed - base).fill(1);
  const read = (name: string, size: number) => local(name, () => void machine.stream(base, size));
  return [
    read('stream ½X', bytes / 2),
    read('stream X', bytes),
    ...(copy ? [local('copy X', () => machine.copy(base + bytes, base, bytes))] : []),
  ];
}
