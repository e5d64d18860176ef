import type { Vector } from '../engine/engine.js';
import type { Problem } from './problem.js';

// The longest period looked for.
const LAP = 16;

// Per period, the part of a step by which an iterate may miss its place and still count as back there. Whatever contracts
// by less would need 10⁹ periods in f64, so that it is not slow convergence that is ended; in f32 rounding hides more.
const NEAR = { f64: 2 ** -30, f32: 2 ** -16 };

/**
 * Finds that iterates repeat with a period of 2 to 16, by one kept iterate: each is compared with it for 16 steps, then
 * the kept one is replaced (Brent 1980, with the power of two held at 16). O(d) a step.
 *
 * A period is only believed where the same one is seen in two laps one after the other, and where every step of the lap
 * is far longer than what the iterate missed: an alternation that converges slowly comes closer with each period.
 */
export class CycleDetector {
  private readonly kept: Vector;
  private since = 0;
  private shortest = Infinity;
  private suspected = 0;
  private found = 0;

  constructor(private readonly problem: Problem) {
    this.kept = problem.allocate(1)[0];
  }

  /** Looks at u, from which the next step goes `distance` far; answers the period, or 0 while none is known. */
  look(u: Vector, distance: number): number {
    if (this.found > 0) return this.found;
    const { problem, kept } = this;
    if (this.since > 1) {
      const missed = Math.sqrt(problem.squaredDistance(u, kept));
      // Steps within rounding may repeat as well: that is the end of convergence, not a cycle.
      const isLong = this.shortest > 2 ** 12 * problem.epsilon * problem.norm(u);
      if (isLong && missed <= NEAR[problem.precision] * this.shortest) {
        if (this.suspected === this.since) this.found = this.since;
        else this.keep(u, distance, this.since);
        return this.found;
      }
    }
    if (this.since === LAP || this.since === 0) this.keep(u, distance, 0);
    this.since++;
    this.shortest = Math.min(this.shortest, distance);
    return 0;
  }

  private keep(u: Vector, distance: number, suspected: number): void {
    this.kept.array.set(u.array);
    this.since = suspected > 0 ? 1 : 0;
    this.shortest = suspected > 0 ? distance : Infinity;
    this.suspected = suspected;
  }
}
