// How many trials go into a job: about a second of them, as a job costs a few trips to Redis, and is what a worker that
// dies takes with it.

/** Milliseconds that a job is to take. */
const TARGET = 1000;
/** Of trials whose time is not known yet. */
const FIRST = 8;
const MOST = 500;

export class Batches {
  private trials = 0;
  private milliseconds = 0;

  /** Notes what a job took. Older ones count less: what follows is more like the last. */
  took(trials: number, milliseconds: number): void {
    this.trials = this.trials / 2 + trials;
    this.milliseconds = this.milliseconds / 2 + milliseconds;
  }

  /** Trials of the next job, where so many are left for workers that run `slots` jobs at once: the last are small. */
  size(left: number, slots: number): number {
    const wanted =
      this.trials === 0 ? FIRST : TARGET / Math.max(0.001, this.milliseconds / this.trials);
    return Math.max(1, Math.floor(Math.min(wanted, MOST, left / (2 * slots))));
  }
}
