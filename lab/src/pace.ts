import { duration, significant } from './format.js';

/** How far back the rate looks: what is left of a sweep may be of another size than what it began with. */
const WINDOW = 60_000;

/** How fast work goes and how long the rest takes, from what has been done at which time in milliseconds. */
export class Pace {
  readonly #start: number;
  readonly #before: number;
  /** The first is the newest that is older than the window, or the start; then one a second at most. */
  readonly #marks: { at: number; done: number }[];

  /** `before` was done by an earlier run and says nothing of the pace of this one. */
  constructor(now: number, before: number) {
    this.#start = now;
    this.#before = before;
    this.#marks = [{ at: now, done: before }];
  }

  /** '12.1 s, 3.3 a second, about 1.8 min left'; at the end how fast it went in all. */
  times(now: number, done: number, total: number): string {
    const parts = [duration(now - this.#start)];
    this.#mark(now, done);
    const overall = (done - this.#before) / (now - this.#start);
    const recent = (done - this.#marks[0].done) / (now - this.#marks[0].at);
    const rate = done < total ? recent : overall;
    // Nothing done yet, or nothing for longer than the window: there is no pace to tell.
    if (Number.isFinite(rate) && rate > 0) {
      parts.push(perTime(rate));
      if (done < total) parts.push(`about ${duration((total - done) / rate)} left`);
    }
    return parts.join(', ');
  }

  #mark(now: number, done: number): void {
    const marks = this.#marks;
    const last = marks[marks.length - 1];
    if (done > last.done && now - last.at >= 1000) marks.push({ at: now, done });
    while (marks.length > 2 && marks[1].at < now - WINDOW) marks.shift();
  }
}

/** A rate per millisecond in the unit of time that leaves a number of 1 or more. */
function perTime(rate: number): string {
  if (rate * 1000 >= 1) return `${significant(rate * 1000, 3)} a second`;
  if (rate * 60_000 >= 1) return `${significant(rate * 60_000, 3)} a minute`;
  return `${significant(rate * 3_600_000, 3)} an hour`;
}
