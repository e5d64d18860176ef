/** What happened, as arrays over the iteration t from 0 (w₀). */
export interface Trace {
  readonly objective: Float64Array;
  readonly residual: Float64Array;
  readonly stepSize: Float64Array;
  readonly supportSize: Float64Array;
  /** ‖w_t − planted‖, where the planted weights were given. */
  readonly error?: Float64Array;
}

/** Collects a trace of unknown length. */
export class TraceRecorder {
  private readonly columns: {
    readonly [name in keyof Required<Trace>]: number[];
  } = { objective: [], residual: [], stepSize: [], supportSize: [], error: [] };

  constructor(private readonly planted?: ArrayLike<number>) {}

  record(
    weights: ArrayLike<number>,
    d: number,
    state: { objective: number; relativeResidual: number; stepSize: number },
  ): void {
    const { columns, planted } = this;
    columns.objective.push(state.objective);
    columns.residual.push(state.relativeResidual);
    columns.stepSize.push(state.stepSize);
    let support = 0;
    for (let j = 0; j < d; j++) if (weights[j] !== 0) support++;
    columns.supportSize.push(support);
    if (planted === undefined) return;
    let squares = 0;
    for (let j = 0; j < d; j++) squares += (weights[j] - planted[j]) ** 2;
    columns.error.push(Math.sqrt(squares));
  }

  finish(): Trace {
    const { objective, residual, stepSize, supportSize, error } = this.columns;
    return {
      objective: new Float64Array(objective),
      residual: new Float64Array(residual),
      stepSize: new Float64Array(stepSize),
      supportSize: new Float64Array(supportSize),
      ...(this.planted && { error: new Float64Array(error) }),
    };
  }
}
