// Colours that are told apart with any sight: Okabe and Ito's (2008) for names, viridis (Smith and van der Walt 2015) for
// success. The page gives the variables; a figure on its own brings them along.

import { scale } from '@observablehq/plot';

const viridis = scale({ color: { type: 'linear', domain: [0, 1], scheme: 'viridis' } });

/** Of a share of successes; the same on a light and on a dark page. */
export const successColour = (share: number): string => viridis?.apply(share) as string;

/** Of the k-th of some names. */
export const seriesColour = (k: number): string => `var(--series-${k % SERIES})`;

/** So many have a colour and a shape of their own. */
export const SERIES = 6;

export const SHAPES = ['circle', 'square', 'triangle', 'diamond', 'cross', 'star'] as const;

export const LIGHT =
  '--page: #fdfdfc; --ink: #1c1f23; --soft: #5c646e; --rule: #d9dde2; --series-0: #0067a8; ' +
  '--series-1: #b84a00; --series-2: #007a5a; --series-3: #a0417a; --series-4: #7a6200; --series-5: #55595f;';

export const DARK =
  '--series-0: #56b4e9; --series-1: #f0a030; --series-2: #2cc59a; --series-3: #e58fbd; ' +
  '--series-4: #e6d84a; --series-5: #b5bcc4;';
