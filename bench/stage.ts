import type { Pace } from '../lab/src/bench/turns.js';
import type { Opponent } from './opponents/opponent.js';
import type { Row } from './result.js';

/** What a group of the bench is given to measure with. */
export interface Stage {
  readonly pace: Pace;
  /** Fewer and smaller places, to see that everything runs. */
  readonly quick: boolean;
  readonly opponents: () => Promise<Opponent[]>;
  /** Something that could not be measured, and why. */
  readonly note: (text: string) => void;
  readonly emit: (rows: Row[]) => void;
}

export type Group = (stage: Stage) => Promise<void>;
