import { notConverged, RelufitError, show } from '../errors.js';
import {
  alternatingProjections,
  type Meeting,
  nearestCommonPoint,
  norm,
  type Projection,
  SAME,
  separation,
} from '../numerics/common-point.js';
import { dykstra } from '../numerics/dykstra.js';
import { builtFrom } from '../problem/built-in.js';
import { intersectionCone } from './closed-form.js';

import { allFinite, type Constraint, copied } from './constraint.js';
import { caveatsOf, checkConstraint, described, invalid } from './parameters.js';

/**
 * K = {w : w ∈ K_i for all i}: what is known in several ways at once.
 *
 * P_K(v) where all sets are convex: in every K_i to 1e-12 of its size, and nearest to 1e-9 of the larger of ‖P_K(v)‖
 * and their size, however far v is; to 1e-12/θ where the sets meet at a small angle θ, 1e-8 where they only touch, and
 * 1e-14 ‖v‖ along a flat side that v stands straight above. A point that some P_{K_i}
 * finds in all the others is exact, and so are points of K. Convex, or a cone, where all are. Where one is not convex,
 * alternating projections find a point of K, not always the nearest, and a caveat says so.
 *
 * Algorithm: Dykstra's (Boyle and Dykstra 1986), with steps by the curvature of the dual (Barzilai and Borwein 1988) and
 * Birgin and Raydan's criterion to end by (2005); for v far outside, and where that takes more than 300 cycles, the
 * method of multipliers (Rockafellar 1976) with semismooth Newton steps (Li, Sun and Toh 2018).
 *
 * Sets without a common point are refused as soon as d is known, by name and with the gap between them. That is proved
 * where they are convex, up to points a million times as far as those looked at and gaps of about 1e-5; where one is
 * not, it says that none was found from four starts.
 *
 * Cost that of all projections, in cycles: 10 to 100 of them as a rule, 100 to 500 for v far outside; thousands in many
 * dimensions where the sets have many sides.
 *
 * @param constraints at least one.
 * @throws RelufitError INVALID_CONSTRAINT when there are none, or one of them cannot stand in ℝᵈ; EMPTY_INTERSECTION
 * when they have no common point; NOT_CONVERGED when 10000 cycles, or the digits of a number, are not enough, with the gap that is left.
 * @see J. P. Boyle, R. L. Dykstra, "A method for finding projections onto the intersection of convex sets in Hilbert
 * spaces" (1986).
 * @see R. T. Rockafellar, "Augmented Lagrangians and applications of the proximal point algorithm in convex
 * programming" (1976).
 * @see E. G. Birgin, M. Raydan, "Robust stopping criteria for Dykstra's algorithm" (2005).
 * @example
 * ```ts
 * intersection([nonnegative(), l1Ball(2)]).project([3, 2, -1]); // [1.5, 0.5, 0]
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
  // For the d in use, a point of K where one was found.
  let checked: { d: number; point?: Float64Array } | undefined;
  function checkDimension(d: number) {
    if (checked?.d === d) return;
    for (const member of all) member.checkDimension?.(d);
    checked = { d, point: members.length > 1 ? commonPoint(members, d) : undefined };
  }
  if (dimension !== undefined) checkDimension(dimension);
  const caveat =
    'intersection of nonconvex sets: alternating projections find a point of it, not always the nearest';
  return builtFrom(all, {
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
      if (members.length === 1) return members[0].project(v, out);
      if (members.length === 0 || !allFinite(v)) return copied(v, out);
      return copied(nearest(members, Float64Array.from(v), checked?.point), out);
    },
    checkDimension,
    ...(all.every(({ rescaled }) => rescaled) && {
      rescaled: (scales) => intersection(all.map((member) => member.rescaled?.(scales) ?? member)),
    }),
    statisticalDimension: (d, w) =>
      intersectionCone(
        d,
        members.map((member) => member.statisticalDimension?.(d, w)),
        convex,
      ),
  });
}

function nearest(
  members: readonly Constraint[],
  v: Float64Array,
  known: Float64Array | undefined,
): Float64Array {
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
    // Where the way from v leads nowhere, that from the middle may; a point that is known always does.
    if (known === undefined) throw failure(members, meeting);
    const middle = known.map((x, j) => x / 2 + v[j] / 2);
    const other = alternatingProjections(projections, middle, false, 10_000);
    return other.status === 'found' ? other.point : known;
  }
  const cones = members.every(({ cone }) => cone);
  const { point: near } = alternatingProjections(projections, v, true, 50);
  // Few cycles as a rule, where v is not so far that its size hides that of the sets.
  const isNear = cones || separation(v, near) <= 100 * norm(near);
  let found = isNear ? dykstra(projections, v, near, 300) : undefined;
  if (found?.status !== 'found') found = nearestCommonPoint(projections, v, MOST_CYCLES / 2);
  // Where v stands straight above a flat side, Dykstra's corrections lose less of what it is made of.
  if (found.status !== 'found') found = dykstra(projections, v, near, MOST_CYCLES);
  const { point, cycles } = found;
  // A point that is 0 but for rounding is in no set relative to its size; only of cones has it no size to be of.
  if (cones && norm(point) <= 1e-10 * norm(v)) return point.fill(0);
  const meeting = alternatingProjections(projections, point, true);
  const isMember =
    meeting.status === 'found' ||
    meeting.gap <= 1e-10 * norm(meeting.point) ||
    members.every((member) => member.contains(meeting.point, 1e-12));
  if (!isMember) throw failure(members, { ...meeting, cycles });
  // Every cycle spent, and still on its way; where rounding ended the way, the point is as near as can be.
  if (found.status !== 'found' && cycles >= MOST_CYCLES) throw undecided(members, found);
  return meeting.point;
}

const MOST_CYCLES = 10_000;

const ROUNDING = 2 ** -50;

const projectionOf =
  (member: Constraint): Projection =>
  (v, out) => {
    member.project(v, out);
  };

// A point of all, undefined where neither that nor its absence shows.
function commonPoint(members: readonly Constraint[], d: number): Float64Array | undefined {
  const { status, point } = search(members, d);
  if (status === 'found') return point;
  if (status === 'undecided') return undefined;
  // Two by two first, so that the message names those that do not meet; all where no two of them are to blame.
  const pairs = members.flatMap((a, i) => members.slice(i + 1).map((b) => [a, b]));
  for (const some of [...pairs, members]) {
    const meeting = search(some, d);
    if (meeting.status === 'apart') throw empty(some, meeting);
  }
  return undefined;
}

// From 0, and, where a set is not convex and that leads nowhere, from points in which no two weights are equal.
function search(members: readonly Constraint[], d: number): Meeting {
  const convex = members.every((member) => member.convex);
  const projections = members.map(projectionOf);
  const from = (scale: number) =>
    alternatingProjections(
      projections,
      Float64Array.from({ length: d }, (_, j) => scale / (j + 1)),
      convex,
    );
  let meeting = from(0);
  for (const scale of convex ? [] : [1, -1, 1000]) {
    if (meeting.status === 'apart') meeting = from(scale);
  }
  return meeting;
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
  meeting.status === 'apart' ? empty(members, meeting) : undecided(members, meeting);

function undecided(members: readonly Constraint[], { point, gap, cycles }: Meeting): RelufitError {
  const names = members.map(inWords).join(' and ');
  const apart = gap > 1e-10 * norm(point);
  return notConverged(
    'intersection project(v)',
    `${apart ? `points ${gap} apart in` : 'a point that still moves of'} ${names} after ${cycles} cycles`,
    apart ? 'one point' : 'the nearest',
    apart
      ? 'The sets nearly touch, or meet at a small angle: widen one of them.'
      : 'Bring v nearer to the sets, or widen one of them.',
  );
}

function inWords({ name, parameters }: Constraint): string {
  const text = JSON.stringify(parameters);
  return `${name}(${text === '{}' ? '' : text.length > 60 ? '…' : text})`;
}
