// Run by a process of its own: loads 61 MiB of X in one of several ways, and prints how much the resident memory rose at
// its highest, over what stood before loading, with the user's own array in it.

import { argv, exit, memoryUsage, resourceUsage, stdout } from 'node:process';
import {
  dataset,
  type EngineChoice,
  loadDataset,
  type MatrixLike,
  plantedDataset,
} from '../../src/index.js';

const [kind, engine, path] = argv.slice(2) as [string, EngineChoice, string];
const columns = 1000;
const rows = ((61 * 2 ** 20) / columns / (kind === 'f32' || kind === 'f16' ? 4 : 8)) | 0;
const y = new Float64Array(rows).fill(1);
const shape = { rows, columns };
const arrays: Record<string, () => MatrixLike> = {
  f32: () => ({ data: new Float32Array(rows * columns).fill(0.5), ...shape }),
  f64: () => ({ data: new Float64Array(rows * columns).fill(0.5), ...shape }),
  f16: () => ({ data: new Uint16Array(rows * columns).fill(1), ...shape, format: 'f16' as const }),
  list: () => Array.from({ length: rows }, () => new Array<number>(columns).fill(0.5)),
};
const own = arrays[kind]?.();

// What compiling takes is not what loading takes.
dataset([[1]], [1], { engine: engine === 'threads' ? 'wasm' : engine }).dispose();
const before = memoryUsage().rss;
if (own !== undefined) dataset(own, y, { engine });
else if (kind === 'npy') await loadDataset({ X: path, y }, { engine });
else plantedDataset({ n: rows, d: columns, sparsity: 5, engine });
stdout.write(String(resourceUsage().maxRSS * 1024 - before), () => exit(0));
