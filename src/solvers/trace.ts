/** What happened, as arrays over the iteration t from 0 (w₀). */
export interface Trace {
  readonly objective: Float64Array;
  readonly residual: Float64Array;
  readonly stepSize: Float64Array;
  readonly supportSize: Float64Array;
  /** ‖w_t − planted‖, where the planted weights were given. */
  readonly error?: Float64Array;
}

type Column = keyof Trace;

/** Collects a trace of unknown length. */
export class TraceRecorder {
  private readonly columns: Partial<Record<Column, number[]>>;

  constructor(private readonly planted?: ArrayLike<number>) {
    this.columns = { objective: [], residual: [], stepSize: [], supportSize: [] };
    if (planted !== undefined) this.columns.error = [];
  }

  record(
    weights: ArrayLike<number>,
    d: number,
    state: { objective: number; residual: number; stepSize: number },
  ): void {
    const { columns, planted } = this;
    columns.objective?.push(state.objective);
    columns.residual?.push(state.residual);
    columns.stepSize?.push(state.stepSize);
    let support = 0;
    for (let j = 0; j < d; j++) if (weights[j] !== 0) support++;
    columns.supportSize?.push(support);
    if (planted === undefined) return;
    let squares = 0;
    for (let j = 0; j < d; j++) squares += (weights[j] - planted[j]) ** 2;
    columns.error?.push(Math.sqrt(squares));
  }

  finish(): Trace {
    return Object.fromEntries(
      Object.entries(this.columns).map(([name, values]) => [name, Float64Array.from(values)]),
    ) as unknown as Trace;
  }
}
