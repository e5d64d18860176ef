import { RelufitError, show } from '../errors.js';
import {
  alternatingProjections,
  dykstra,
  type Meeting,
  norm,
  type Projection,
  SAME,
  separation,
} from '../numerics/dykstra.js';
import { allFinite, type Constraint, copied } from './constraint.js';
import { caveatsOf, checkConstraint, described, invalid } from './parameters.js';

/**
 * K = {w : w ∈ K_i for all i}: what is known in several ways at once.
 *
 * P_K(v) where all sets are convex: in every K_i to 1e-12 of its size, and nearest to 1e-9 of the larger of ‖v‖ and
 * ‖P_K(v)‖ (where the sets meet at an angle θ, 1e-12/θ; 1e-8 where they
 * only touch). A point that some P_{K_i} finds in all the others is exact, and so are points of K. Convex, or a cone, where
 * all are. Where one is not convex, alternating projections find a point of K, not always the nearest: a caveat says so.
 * Algorithm: Dykstra's (Boyle and Dykstra 1986), with extrapolated corrections and Birgin and Raydan's criterion to end
 * by (2005).
 *
 * Sets without a common point are refused as soon as d is known, by name and with the gap between them. That is proved
 * where they are convex, up to points a million times as far as those looked at and gaps of about 1e-5.
 *
 * Cost that of all projections, in cycles: 10 to 100 of them as a rule, more where the sets meet at small angles.
 *
 * @param constraints at least one.
 * @throws RelufitError INVALID_CONSTRAINT when there are none, or one of them cannot stand in ℝᵈ; EMPTY_INTERSECTION
 * when they have no common point; NOT_CONVERGED when 10000 cycles are not enough, with the gap that is left.
 * @see J. P. Boyle, R. L. Dykstra, "A method for finding projections onto the intersection of convex sets in Hilbert
 * spaces" (1986).
 * @see E. G. Birgin, M. Raydan, "Robust stopping criteria for Dykstra's algorithm" (2005).
 * @example
 * ```ts
 * intersection([nonnegative(), l1Ball(2)]).project([3, 2, -1]) // [1.5, 0.5, 0]
 * ```
 */
export function intersection(constraints: readonly Constraint[]): Constraint {
  if (!Array.isArray(constraints) || constraints.length === 0) {
    throw invalid(
      'intersection',
      show(constraints),
      'an array of at least one constraint',
      'Give [a, b].',
    );
  }
  constraints.forEach((constraint, k) => {
    checkConstraint(constraint, `intersection member ${k}`);
  });
  const all = constraints.slice();
  // The whole space takes nothing away.
  const members = all.filter(({ project }) => project !== copied);
  const convex = all.every((member) => member.convex);
  const dimension = all.find((member) => member.dimension !== undefined)?.dimension;
  let checked: number | undefined;
  function checkDimension(d: number) {
    if (checked === d) return;
    for (const member of all) member.checkDimension?.(d);
    if (members.length > 1) refuseEmpty(members, d);
    checked = d;
  }
  if (dimension !== undefined) checkDimension(dimension);
  const caveat =
    'intersection of nonconvex sets: alternating projections find a point of it, not always the nearest';
  return {
    name: 'intersection',
    parameters: { members: all.map(described) },
    convex,
    cone: all.every(({ cone }) => cone),
    caveats: convex || members.length < 2 ? caveatsOf(all) : caveatsOf(all, caveat),
    dimension,
    contains(w, tolerance) {
      checkDimension(w.length);
      return allFinite(w) && members.every((member) => member.contains(w, tolerance));
    },
    project(v, out) {
      checkDimension(v.length);
      if (members.length < 2)
        return members.length === 1 ? members[0].project(v, out) : copied(v, out);
      if (!allFinite(v)) return copied(v, out);
      return copied(nearest(members, Float64Array.from(v)), out);
    },
    checkDimension,
    ...(all.every(({ rescaled }) => rescaled) && {
      rescaled: (scales) => intersection(all.map((member) => member.rescaled?.(scales) ?? member)),
    }),
  };
}

function nearest(members: readonly Constraint[], v: Float64Array): Float64Array {
  // Of a larger set the nearest point, if it lies in the smaller, is that of the smaller too.
  for (const member of members) {
    const point = member.project(v);
    if (members.every((other) => other === member || other.contains(point, ROUNDING))) return point;
  }
  // As near to K as the points that are found here are.
  if (members.every((member) => separation(member.project(v), v) <= SAME * norm(v))) return v;
  const projections = members.map(projectionOf);
  if (!members.every(({ convex }) => convex)) {
    const meeting = alternatingProjections(projections, v, false, 10_000);
    if (meeting.status === 'found') return meeting.point;
    throw failure(members, meeting);
  }
  const { point: near } = alternatingProjections(projections, v, true, 50);
  const { status, point, cycles } = dykstra(projections, v, near);
  // The search did not end: what is between the sets says why.
  if (status !== 'found') {
    throw failure(members, { ...alternatingProjections(projections, v, true), cycles });
  }
  // A point that is 0 but for rounding is in no set relative to its size.
  const zero = new Float64Array(v.length);
  const isZero = norm(point) <= 1e-10 * norm(v);
  if (isZero && members.every((member) => member.contains(zero, 0))) return zero;
  const meeting = alternatingProjections(projections, point, true);
  if (meeting.status === 'found' || meeting.gap <= 1e-10 * norm(meeting.point))
    return meeting.point;
  throw failure(members, meeting);
}

const ROUNDING = 2 ** -50;

const projectionOf =
  (member: Constraint): Projection =>
  (v, out) => {
    member.project(v, out);
  };

// Two by two first, so that the message names the ones that do not meet; all of them only where no two are to blame.
function refuseEmpty(members: readonly Constraint[], d: number): void {
  const search = (some: readonly Constraint[]) => {
    const convex = some.every((member) => member.convex);
    const projections = some.map(projectionOf);
    // 0 is where sets that are not convex may not know which way to go.
    const start = (k: number) => new Float64Array(d).map((_, j) => k / (j + 1));
    const first = alternatingProjections(projections, start(0), convex);
    if (convex || first.status !== 'apart') return first;
    return alternatingProjections(projections, start(1), convex);
  };
  if (search(members).status !== 'apart') return;
  const pairs = members.flatMap((a, i) => members.slice(i + 1).map((b) => [a, b]));
  for (const some of [...pairs, members]) {
    const meeting = search(some);
    if (meeting.status === 'apart') throw empty(some, meeting);
  }
}

function empty(members: readonly Constraint[], { gap }: Meeting): RelufitError {
  return new RelufitError(
    'EMPTY_INTERSECTION',
    'intersection',
    `${members.map(inWords).join(' and ')}, which are ${gap} apart`,
    'sets with a common point',
    'Widen one of them.',
  );
}

const failure = (members: readonly Constraint[], meeting: Meeting) =>
  meeting.status === 'apart' ? empty(members, meeting) : notConverged(members, meeting);

function notConverged(members: readonly Constraint[], { gap, cycles }: Meeting): RelufitError {
  return new RelufitError(
    'NOT_CONVERGED',
    'intersection project(v)',
    `points ${gap} apart in ${members.map(inWords).join(' and ')} after ${cycles} cycles`,
    'one point',
    'The sets nearly touch, or meet at a small angle: widen one of them.',
  );
}

function inWords({ name, parameters }: Constraint): string {
  const text = JSON.stringify(parameters);
  return `${name}(${text === '{}' ? '' : text.length > 60 ? '…' : text})`;
}
