/** Numbers as people read them. A missing number is a dash in tables. */
export const MISSING = '—';

type Maybe = number | null | undefined;

const known = (value: Maybe): value is number =>
  value !== null && value !== undefined && Number.isFinite(value);

/** Six significant digits, without an exponent where it is short enough: 0.0123457, 1.2e-9. */
export function significant(value: Maybe, digits = 6): string {
  return known(value) ? String(Number(value.toPrecision(digits))) : MISSING;
}

export function fixed(value: Maybe, digits: number): string {
  return known(value) ? value.toFixed(digits) : MISSING;
}

const LIST = new Intl.ListFormat('en-GB');

/** 'a', 'a and b', 'a, b and c'. */
export const conjoined = (words: readonly string[]): string => LIST.format(words);

/** '1 trial', '2 trials'. */
export const counted = (count: number, one: string, several = `${one}s`): string =>
  `${count} ${count === 1 ? one : several}`;

export function percent(part: number, whole: number): string {
  return whole > 0 ? `${Number(((100 * part) / whole).toFixed(1))} %` : MISSING;
}

/** 0.52 (0.44–0.63). */
export function spread(mean: Maybe, low: Maybe, high: Maybe): string {
  if (!known(mean)) return MISSING;
  return known(low) && known(high)
    ? `${mean.toFixed(3)} (${low.toFixed(3)}–${high.toFixed(3)})`
    : mean.toFixed(3);
}

export function duration(milliseconds: Maybe): string {
  if (!known(milliseconds)) return MISSING;
  if (milliseconds < 1000) return `${significant(milliseconds, 3)} ms`;
  if (milliseconds < 120_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  if (milliseconds < 7_200_000) return `${(milliseconds / 60_000).toFixed(1)} min`;
  return `${(milliseconds / 3_600_000).toFixed(1)} h`;
}
