// Parameters and their values as a reader meets them: on axes, in tables and in sentences.

import { familySizes, type PhaseResult } from 'relufit';
import { MISSING } from '../../format.js';
import { powerOfTen } from '../powers.js';

export type Name = PhaseResult['axes'][number]['name'];

const LABELS: Record<Exclude<Name, 'sparsity'>, string> = {
  n: 'samples n',
  d: 'dimension d',
  noise: 'noise σ',
  constraint: 'set K',
  solver: 'solver',
  rows: 'rows of X',
  observation: 'observation',
};

const SYMBOLS: Partial<Record<Name, string>> = { n: 'n', d: 'd', sparsity: 's', noise: 'σ' };

/** 'nonzeros s', or what else s counts in the sets of an experiment. */
export function labelOf(name: Name, { options }: PhaseResult): string {
  if (name !== 'sparsity') return LABELS[name];
  const counts = [options.constraint].flat().map((set) => {
    const [word] = (familySizes[typeof set === 'string' ? set : set.name] ?? 'size').split(',');
    return word;
  });
  const word = new Set(counts).size === 1 ? counts[0] : 'size';
  return word === 'nonzeros' || word === 'size' ? `${word} s` : `s (${word})`;
}

/** 'n', 's', 'solver'. */
export const symbolOf = (name: Name): string =>
  SYMBOLS[name] ?? LABELS[name as Exclude<Name, 'sparsity'>];

export const isNumeric = (name: Name): boolean => SYMBOLS[name] !== undefined;

const LONGEST = 40;

/** '4', '10⁻³', 'pursuit', 'sparse(sparsity = 3)'; what is very long is cut. */
export const valueText = (value: unknown): string => cut(wholeText(value));

/** Without a cut. */
export function wholeText(value: unknown): string {
  if (typeof value === 'number') return numberText(value);
  if (value === null || typeof value !== 'object') return String(value);
  const { name, parameters, ...rest } = value as Record<string, unknown>;
  const named = Object.entries({ ...rest, ...Object(parameters) }).map(
    ([key, part]) =>
      `${key} = ${typeof part === 'number' ? numberText(part) : JSON.stringify(part)}`,
  );
  if (name === undefined) return named.join(', ');
  return named.length === 0 ? String(name) : `${name}(${named.join(', ')})`;
}

const cut = (text: string) =>
  text.length <= LONGEST ? text : `${[...text].slice(0, LONGEST - 1).join('')}…`;

/** 0.25, 1500, 10⁻⁶, 2·10⁻⁶. */
export function numberText(value: number, digits = 6): string {
  if (!Number.isFinite(value)) return MISSING;
  const short = Number.isInteger(value) ? value : Number(value.toPrecision(digits));
  const size = Math.abs(short);
  if (short === 0 || (size >= 1e-3 && size < 1e6)) return String(short);
  const [factor, exponent] = short.toExponential().split('e');
  if (Number.isInteger(value) && factor.length > 4) return String(value);
  const power = powerOfTen(Number(exponent));
  return factor === '1' ? power : `${factor}·${power}`;
}

/** Lines of at most so many letters, broken where a word begins: accelerated-Projected-Gradient. */
export function wrapped(text: string, most: number): string {
  const words = text.split(/(?<=, |\()|(?<=[a-z0-9])(?=[A-Z])/);
  const lines: string[] = [''];
  for (const word of words) {
    const last = lines.length - 1;
    if (lines[last] === '' || (lines[last] + word).trimEnd().length <= most) lines[last] += word;
    else lines.push(word);
  }
  return lines.map((line) => line.trim()).join('\n');
}
