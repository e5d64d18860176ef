import { Option } from 'commander';
import type { EngineChoice } from 'relufit';

const ENGINES: readonly EngineChoice[] = ['auto', 'threads', 'wasm', 'reference'];

export function engineOption(): Option {
  return new Option('--engine <name>', 'who computes').choices(ENGINES).default('auto');
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
