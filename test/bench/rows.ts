import type { Result, Row } from '../../bench/result.js';

/** A row as the bench makes it, with what matters to a test; its spread is a tenth of the ratio to both sides. */
export function row(fields: Partial<Row> & { engine: string }): Row {
  const ratio = fields.ratio ?? 1;
  return {
    group: 'kernels',
    name: 'gradient',
    shape: '2×3',
    medianNs: 1000 * ratio,
    p10Ns: 900 * ratio,
    p90Ns: 1100 * ratio,
    iterations: 1,
    processes: 1,
    ratio,
    ratioP10: 0.9 * ratio,
    ratioP90: 1.1 * ratio,
    ...fields,
  };
}

export function result(rows: readonly Row[], fields: Partial<Result> = {}): Result {
  return {
    machine: { cpu: 'made up', cores: 2, memoryGiB: 8, platform: 'Test x64' },
    versions: { relufit: '1.0.0', node: '20.0.0', other: '3' },
    rows,
    notes: [],
    ...fields,
  };
}
