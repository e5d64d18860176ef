// Numbers and errors as they are read.

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** 10⁻⁶ for 1e-6. */
export function powerOfTen(value: number): string {
  const exponent = Math.round(Math.log10(value));
  return exponent === 0 ? '1' : `10${superscript(exponent)}`;
}

function superscript(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[Number(digit)]);
  return `${exponent < 0 ? '⁻' : ''}${digits.join('')}`;
}

/** Three digits: 0.123, 4.56 · 10⁻⁷. */
export function short(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text =
    size >= 1e-3 && size < 1e6
      ? String(Number(value.toPrecision(digits)))
      : value
          .toExponential(digits - 1)
          .replace(
            /e([+-]\d+)$/,
            (_, exponent) => `\u00a0·\u00a010${superscript(Number(exponent))}`,
          );
  return text.replace(/^-/, '−');
}

export const milliseconds = (value: number) =>
  value < 0.1
    ? `${short(1000 * value)} µs`
    : value < 1000
      ? `${short(value)} ms`
      : `${short(value / 1000)} s`;

export const count = (number: number, one: string, many = `${one}s`) =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`;

export function inWords(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
