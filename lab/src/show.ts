/** A value of JSON as an error message shows it: text in quotes, never a page long. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return `'${shortened(value)}'`;
  return shortened(JSON.stringify(value));
}

const shortened = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
