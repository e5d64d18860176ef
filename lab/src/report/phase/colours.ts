// Colours that are told apart with any sight: Okabe and Ito's (2008) for names, viridis (Smith and van der Walt 2015) for
// success. The page gives the variables; a figure on its own has their values instead, since programs that set papers know none.

import { scale } from '@observablehq/plot';

const viridis = scale({ color: { type: 'linear', domain: [0, 1], scheme: 'viridis' } });

/** Of a share of successes; the same on a light and on a dark page. */
export const successColour = (share: number): string => viridis?.apply(share) as string;

/** Of the k-th of some names. */
export const seriesColour = (k: number): string => `var(--series-${k % SERIES})`;

/** So many have a colour and a shape of their own. */
export const SERIES = 6;

/** By Plot's names, and as paths about 0 for legends. */
export const SHAPES = [
  { symbol: 'circle', path: 'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z' },
  { symbol: 'square', path: 'M-3.5-3.5h7v7h-7z' },
  { symbol: 'triangle', path: 'M0-4.6L4.3 3.2H-4.3z' },
  { symbol: 'diamond', path: 'M0-5.4L3.4 0L0 5.4L-3.4 0z' },
  { symbol: 'cross', path: 'M-1.5-4.5h3v3h3v3h-3v3h-3v-3h-3v-3h3z' },
  { symbol: 'wye', path: 'M-1.6 4.5V0.9L-4.7-0.9L-3.1-3.7L0-1.9L3.1-3.7L4.7-0.9L1.6 0.9V4.5z' },
] as const;

/** On a light page, and on paper. */
export const LIGHT_COLOURS: Readonly<Record<string, string>> = {
  ...{ '--page': '#fdfdfc', '--ink': '#1c1f23', '--soft': '#5c646e', '--rule': '#d9dde2' },
  ...{ '--series-0': '#0067a8', '--series-1': '#b84a00', '--series-2': '#007a5a' },
  ...{ '--series-3': '#a0417a', '--series-4': '#7a6200', '--series-5': '#55595f' },
};

export const LIGHT = Object.entries(LIGHT_COLOURS)
  .map(([name, colour]) => `${name}: ${colour};`)
  .join(' ');

export const DARK =
  '--series-0: #56b4e9; --series-1: #f0a030; --series-2: #2cc59a; --series-3: #e58fbd; ' +
  '--series-4: #e6d84a; --series-5: #b5bcc4;';
