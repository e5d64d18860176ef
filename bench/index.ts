// `npm run bench [-- --json FILE]`: the gradient, whole fits and projections, wasm against the best plain JavaScript
// and against the reference engine. Times are printed, never asserted.

import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { argv, exit, version as node, versions } from 'node:process';
import { referenceEngine } from '../dist/engine/reference.js';
import { wasmEngine } from '../dist/engine/wasm.js';
import { fitSync, paperSchedule, plantedProblem, sparse, version } from '../dist/index.js';
import { leastSquares } from '../dist/problem/least-squares.js';
import { rowSource } from '../dist/problem/row-source.js';
import { compare, type Row } from './harness.js';
import { javaScriptFit, javaScriptGradient } from './javascript.js';
import { projections } from './projections.js';

type Precision = 'f32' | 'f64';

// Keeps a result alive, so that no engine can find out that nobody reads it.
let sink = 0;
const keep = (value: number) => {
  sink += value;
};

const rows: Row[] = [];
for (const [n, d] of [
  [128, 256],
  [640, 1024],
  [2048, 2048],
]) {
  for (const precision of ['f32', 'f64'] as const) rows.push(...print(gradients(n, d, precision)));
}
for (const precision of ['f32', 'f64'] as const)
  rows.push(...print(fits(625, 1000, 20, precision)));
for (const compared of projections(keep)) rows.push(...print(compared));

const at = argv.indexOf('--json');
if (at > 0) {
  if (argv[at + 1] === undefined) {
    console.error('bench --json: got nothing, expected a file name.');
    exit(2);
  }
  const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length };
  const result = { machine, versions: { relufit: version, node, v8: versions.v8 }, rows };
  writeFileSync(argv[at + 1], `${JSON.stringify(result, null, 1)}\n`);
}
if (Number.isNaN(sink)) console.log('');

/** One gradient at a dense iterate with about half of the rows active. */
function gradients(n: number, d: number, precision: Precision): Row[] {
  const { X, y, planted } = plantedProblem({ n, d, seed: 1, precision });
  const iterate = planted.map((w: number, j: number) => w + (j % 3) / 10 / Math.sqrt(d));
  const engines = [wasmEngine, referenceEngine].map((engine) => {
    const data = engine.open({ rows: n, columns: d, precision });
    data.fill(rowSource(X), 0, n);
    data.setTarget(y);
    const workspace = data.workspace({ loss: leastSquares(), alpha: 0, intercept: false });
    const [w, g] = workspace.allocate(2);
    w.array.set(iterate);
    return { engine: engine.name, run: () => keep(workspace.gradient(w, g)) };
  });
  const Type = precision === 'f32' ? Float32Array : Float64Array;
  const gradient = javaScriptGradient();
  const problem = { X: X.data, y, n, d };
  const w = Type.from(iterate);
  const g = new Type(d);
  const plain = { engine: 'javascript', run: () => keep(gradient(problem, w, g)) };
  return compare(
    { group: 'gradient', name: `gradient ${precision}, dense iterate`, shape: `${n}×${d}` },
    [engines[0], plain, engines[1]],
  );
}

/** The paper's fit to a relative residual of 1e-10 (f64) or 1e-5 (f32), loading X included. */
function fits(n: number, d: number, sparsity: number, precision: Precision): Row[] {
  const { X, y } = plantedProblem({ n, d, sparsity, seed: 1, precision });
  const tolerance = precision === 'f32' ? 1e-5 : 1e-10;
  const options = { constraint: sparse(sparsity), stepSize: paperSchedule(), tolerance };
  const gradient = javaScriptGradient();
  const problem = { X: X.data, y, n, d };
  return compare(
    { group: 'fit', name: `paper's fit ${precision}`, shape: `${n}×${d}, s=${sparsity}` },
    [
      {
        engine: 'wasm',
        run: () => keep(fitSync(X, y, { ...options, engine: 'wasm' }).objective),
      },
      {
        engine: 'javascript',
        run: () => keep(javaScriptFit(gradient, problem, sparsity, 1000, tolerance).iterations),
      },
      {
        engine: 'reference',
        run: () => keep(fitSync(X, y, { ...options, engine: 'reference' }).objective),
      },
    ],
  );
}

function print(compared: Row[]): Row[] {
  const [{ name, shape }] = compared;
  console.log(`${name}, ${shape}`);
  for (const { engine, medianNs, p10Ns, p90Ns, ratio, ratioP10, ratioP90 } of compared) {
    const time = `${microseconds(medianNs)} µs (${microseconds(p10Ns)}–${microseconds(p90Ns)})`;
    console.log(
      `  ${engine.padEnd(10)} ${time.padStart(30)}   × ${ratio.toFixed(2)} (${ratioP10.toFixed(2)}–${ratioP90.toFixed(2)})`,
    );
  }
  return compared;
}

function microseconds(nanoseconds: number): string {
  return (nanoseconds / 1000).toPrecision(4);
}
