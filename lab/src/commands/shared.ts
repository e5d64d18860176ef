import { type Command, Option } from 'commander';
import type { EngineChoice } from 'relufit';

const ENGINES: readonly EngineChoice[] = ['auto', 'threads', 'wasm', 'reference'];

export function engineOption(): Option {
  return new Option('--engine <name>', 'who computes').choices(ENGINES).default('auto');
}

/** The options that every command has. */
export function addOutputOptions(command: Command): Command {
  return command
    .option('--json', 'print JSON on stdout')
    .option('--quiet', 'print no table and no progress');
}

/** 'wasm (simd128, 1 thread, f64)'. */
export function engineName(engine: {
  name: string;
  simd: string;
  threads: number;
  precision: string;
}): string {
  const threads = engine.threads === 1 ? '1 thread' : `${engine.threads} threads`;
  return `${engine.name} (${engine.simd === 'none' ? 'no SIMD' : engine.simd}, ${threads}, ${engine.precision})`;
}
