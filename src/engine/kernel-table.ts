// The kernels of one precision, as functions with their arguments: what docs/kernels.md says in types. Looked up once
// for an instance, so that a call in the loop is a call and no search for a name.

import type { Constraint } from '../constraints/constraint.js';
import type { Kernels } from '../kernels/kernels.js';
import type { Precision } from '../problem/dataset.js';

type Sum = (
  X: number,
  pitch: number,
  y: number,
  begin: number,
  end: number,
  blockRows: number,
  d: number,
  w: number,
  bias: number,
  alpha: number,
  panel: number,
  groupBytes: number,
  offsets: number,
  s: number,
  nodes: number,
  nodeBytes: number,
  scratch: number,
) => number;

export interface KernelTable {
  readonly gradient: Sum;
  readonly objective: Sum;
  readonly gradients: (
    X: number,
    pitch: number,
    y: number,
    folds: number,
    begin: number,
    end: number,
    blockRows: number,
    d: number,
    alpha: number,
    iterates: number,
    count: number,
    panel: number,
    groupBytes: number,
    nodes: number,
    treeBytes: number,
    nodeBytes: number,
    scratch: number,
  ) => number;
  readonly adjoint: (
    X: number,
    pitch: number,
    weights: number,
    begin: number,
    end: number,
    blockRows: number,
    d: number,
    nodes: number,
    nodeBytes: number,
    scratch: number,
  ) => number;
  readonly gram: (
    X: number,
    pitch: number,
    weights: number,
    target: number,
    begin: number,
    end: number,
    blockRows: number,
    d: number,
    columns: number,
    k: number,
    nodes: number,
    nodeBytes: number,
    scratch: number,
  ) => number;
  readonly latent: (
    X: number,
    pitch: number,
    begin: number,
    end: number,
    d: number,
    w: number,
    bias: number,
    panel: number,
    groupBytes: number,
    offsets: number,
    s: number,
    out: number,
  ) => void;
  readonly moments: (
    X: number,
    pitch: number,
    begin: number,
    end: number,
    d: number,
    shift: number,
    sums: number,
    squares: number,
  ) => void;
  readonly join: Join;
  readonly collapse: Collapse;
  readonly pack: (
    X: number,
    pitch: number,
    begin: number,
    end: number,
    columns: number,
    slots: number,
    count: number,
    panel: number,
    groupBytes: number,
  ) => void;
  readonly support: (
    w: number,
    d: number,
    limit: number,
    indices: number,
    values: number,
  ) => number;
  readonly step: (w: number, g: number, mu: number, out: number, d: number) => void;
  readonly scale: (a: number, c: number, out: number, d: number) => number;
  readonly inner: (a: number, b: number, d: number) => number;
  readonly squaredDistance: (a: number, b: number, d: number) => number;
}

type Join = (nodes: number, count: number, nodeBytes: number, d: number, block: number) => number;
type Collapse = (nodes: number, count: number, nodeBytes: number, d: number) => void;

/** `name` + F32 or F64: what the kernel is called in the binary. */
export const kernelName = (name: string, precision: Precision): string =>
  name + (precision === 'f32' ? 'F32' : 'F64');

const NAMES: readonly (keyof KernelTable)[] = [
  'gradient',
  'objective',
  'gradients',
  'adjoint',
  'gram',
  'latent',
  'moments',
  'join',
  'collapse',
  'pack',
  'support',
  'step',
  'scale',
  'inner',
  'squaredDistance',
];

// The projections of assembly/core.ts.
const CORE = ['Sparse', 'L1Ball', 'L2Ball', 'LinfBall', 'Box', 'Nonnegative'];

/** Is the projection of this name among the rare kernels? */
export const isRare = (projection: string): boolean => !CORE.includes(projection);

/** Does the set's? */
export function needsRareKernels({ kernel }: Constraint, d: number): boolean {
  const name = kernel?.(d).name;
  return name !== undefined && name !== 'none' && isRare(name);
}

const tables = {
  f32: new WeakMap<Kernels, KernelTable>(),
  f64: new WeakMap<Kernels, KernelTable>(),
};

/** The table of an instance, made once. */
export function kernelTable(kernels: Kernels, precision: Precision): KernelTable {
  let table = tables[precision].get(kernels);
  if (table === undefined) {
    const entries = NAMES.map((name) => [name, kernels[kernelName(name, precision)]]);
    table = Object.fromEntries(entries) as KernelTable;
    tables[precision].set(kernels, table);
  }
  return table;
}
