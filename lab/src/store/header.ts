// The first line of a file of trials: which experiment they are of, so that no others get among them.

import type { Part, PhasePlan, PhaseSetting } from 'relufit';
import { RelufitError, version } from 'relufit';

const FORMAT = 'relufit-trials';
const FORMAT_VERSION = 1;

export interface TrialsHeader {
  readonly format: typeof FORMAT;
  readonly formatVersion: typeof FORMAT_VERSION;
  /** Of relufit. */
  readonly version: string;
  readonly experiment: 'phase';
  /** As options they make the experiment again. */
  readonly options: PhaseSetting;
  readonly engine: {
    readonly name: PhaseSetting['engine'];
    readonly threads: 1;
    readonly precision: PhaseSetting['precision'];
  };
  /** The share of the trials that are in this file; none where it is for all. */
  readonly part?: Part;
}

export function headerOf({ options }: PhasePlan, part?: Part): TrialsHeader {
  const { engine: name, precision } = options;
  return {
    ...{ format: FORMAT, formatVersion: FORMAT_VERSION, version, experiment: 'phase', options },
    engine: { name, threads: 1, precision },
    ...(part !== undefined && { part: { index: part.index, of: part.of } }),
  };
}

/** The first line of a file; refuses what is none. */
export function parsedHeader(path: string, text: string): TrialsHeader {
  let header: Partial<Record<keyof TrialsHeader, unknown>> | null;
  try {
    header = JSON.parse(text);
  } catch {
    header = null;
  }
  if (header?.format !== FORMAT || typeof header.options !== 'object' || header.options === null) {
    throw new RelufitError(
      'STORE_MALFORMED',
      `${path}, line 1`,
      'a file of something else',
      `the header of trials, {"format":"${FORMAT}",…}`,
      'Move it away, or give --out another folder.',
    );
  }
  const { formatVersion, experiment } = header;
  if (formatVersion === FORMAT_VERSION && experiment === 'phase') {
    return header as unknown as TrialsHeader;
  }
  throw new RelufitError(
    'STORE_MALFORMED',
    `${path}, line 1`,
    `format ${formatVersion} of the experiment '${experiment}'`,
    `format ${FORMAT_VERSION} of 'phase'`,
    `Use relufit ${header.version}, which wrote it.`,
  );
}

/** Could this be the beginning of a header whose writing was cut short? */
export function isTornHeader(text: string): boolean {
  const start = `{"format":"${FORMAT}"`;
  const known = text.replace(/\0+$/, '');
  return known.startsWith(start) || start.startsWith(known);
}

/**
 * How two headers differ, option by option: 'sparsity: 2,4,8 in the file, 2,4 asked for'.
 *
 * @param names whose the first header is, and whose the second.
 */
export function differences(
  one: TrialsHeader,
  other: TrialsHeader,
  names: readonly [string, string],
): string[] {
  const [a, b] = [one, other].map(entriesOf);
  const keys = [...new Set([...a.keys(), ...b.keys()])];
  return keys.flatMap((key) => {
    const [x, y] = [a, b].map((entries) => entries.get(key));
    if (JSON.stringify(x) === JSON.stringify(y)) return [];
    return [`${key}: ${spelled(x)} ${names[0]}, ${spelled(y)} ${names[1]}`];
  });
}

function entriesOf({
  version: relufit,
  options,
  engine,
  part,
}: TrialsHeader): Map<string, unknown> {
  const entries = { relufit, ...options, threads: engine?.threads };
  return new Map<string, unknown>([
    ...Object.entries(entries),
    ['part', part === undefined ? 'all' : `${part.index} of ${part.of}`],
  ]);
}

function spelled(value: unknown): string {
  if (Array.isArray(value)) return value.map(spelled).join(',');
  if (value === undefined || value === null) return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Refuses to go on with a file whose header is not that of what is asked for. */
export function checkHeader(path: string, found: TrialsHeader, asked: TrialsHeader): void {
  const different = differences(found, asked, ['in the file', 'asked for']);
  if (different.length === 0) return;
  const remedy =
    found.version === version
      ? 'Give --out another folder, or the options of the file.'
      : `Trials of two versions are two experiments: give --out another folder, or use relufit ${found.version}.`;
  throw new RelufitError(
    'STORE_DIFFERENT',
    path,
    `trials of another experiment (${different.join('; ')})`,
    'trials of this one',
    remedy,
  );
}
