import type { Method } from './paper-result.js';

/** One colour and one short name a method, the same in every figure. */
export function colourOf(method: Method): string {
  return `var(--${method.name})`;
}

export function labelOf(method: Method): string {
  return `${method.name === 'relu' ? 'ReLU' : 'linear'}, n = ${method.n}`;
}

export function shortName({ name }: Method): string {
  return { relu: 'ReLU', linear: 'linear', 'linear-half': 'linear, n/2' }[name];
}
