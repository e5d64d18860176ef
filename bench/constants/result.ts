// What a run leaves behind, as JSON.

import type { Bracketed, NoiseLine, PhaseSetting } from '../../dist/index.js';
import type { Machine } from '../result.js';

/** A row of the library's constantsTable, without what only makes it longer. */
export interface ConstantsLine {
  readonly constraint: string;
  readonly sparsity: number;
  readonly solver: string;
  readonly observation: string;
  readonly n0: number;
  readonly spread: number;
  readonly kind: string;
  readonly n: Bracketed;
  readonly c: Bracketed;
}

export interface Constants {
  readonly version: string;
  readonly machine: Machine;
  readonly seconds: number;
  /** Trials that were run. */
  readonly count: number;
  readonly settings: readonly PhaseSetting[];
  readonly rows: readonly ConstantsLine[];
  readonly noise: readonly NoiseLine[];
}
