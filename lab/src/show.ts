/** A value of JSON as an error message shows it: text in quotes, never a page long, and without passwords of addresses. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return `'${shortened(masked(value))}'`;
  // JSON would say null.
  if (typeof value === 'number' && !Number.isFinite(value)) return 'a number beyond ±1.8e308';
  return shortened(masked(JSON.stringify(value)));
}

/** Text with '//…@' for '//user:password@'. */
export function masked(text: string): string {
  const from = text.indexOf('//') + 2;
  // The last: a password may hold what ought to have been written %40, or blanks.
  const to = text.lastIndexOf('@');
  return from > 1 && from < to ? `${text.slice(0, from)}…${text.slice(to)}` : text;
}

/** Text of at most so many characters. */
export const shortened = (text: string, most = 60): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;
