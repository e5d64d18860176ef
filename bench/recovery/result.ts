// What a run leaves behind, as JSON.

import type { SuccessPoint } from '../../dist/index.js';
import type { Machine } from '../result.js';
import type { RowLaw } from './trial.js';

export interface Recovery {
  readonly version: string;
  readonly machine: Machine;
  /** Trials of each setting. */
  readonly seeds: number;
  readonly d: number;
  /** Success against n, noiseless Gaussian rows. */
  readonly curves: readonly {
    readonly solver: string;
    readonly sparsity: number;
    readonly points: readonly SuccessPoint[];
  }[];
  /** Success at n = 625, s = 20 on other rows. */
  readonly rows: readonly {
    readonly solver: string;
    readonly rows: RowLaw;
    readonly successes: number;
    readonly trials: number;
    /** How many fits ended with each status. */
    readonly statuses: Readonly<Record<string, number>>;
  }[];
  /** Error over that of least squares on the true support, n = 625, 20 dB. */
  readonly noise: readonly {
    readonly solver: string;
    readonly place: 'before' | 'after';
    readonly sparsity: number;
    readonly median: number;
    readonly upper: number;
  }[];
  /** What a noiseless fit at n = 625, s = 20 takes, as parts of projected gradient descent's in the same run. */
  readonly cost: readonly {
    readonly solver: string;
    /** The median, and the most. */
    readonly passes: number;
    readonly mostPasses: number;
    readonly ofPasses: number;
    /** The median, and the 90 % point. */
    readonly ofTime: number;
    readonly ofTimeUpper: number;
  }[];
  /** Success at n = 625, s = 20 with 5 % gross errors. */
  readonly outliers: readonly {
    readonly loss: string;
    readonly successes: number;
    readonly trials: number;
  }[];
}
