import type { Group } from '../stage.js';
import { auto } from './auto.js';
import { coldStart } from './cold-start.js';
import { fits } from './fits.js';
import { generator } from './generator.js';
import { kernels } from './kernels.js';
import { machineLimits } from './limits.js';
import { paper } from './paper.js';
import { phase } from './phase.js';
import { projections } from './projections.js';
import { scaling } from './scaling.js';
import { threads } from './threads.js';
import { tiny } from './tiny.js';

/** In the order in which they run, with the number of fresh processes whose turns are pooled: 1 is this process. */
export const GROUPS: Readonly<Record<string, { readonly run: Group; readonly processes: number }>> =
  {
    limits: { run: machineLimits, processes: 1 },
    kernels: { run: kernels, processes: 3 },
    projections: { run: projections, processes: 1 },
    generator: { run: generator, processes: 3 },
    fits: { run: fits, processes: 3 },
    tiny: { run: tiny, processes: 3 },
    'cold-start': { run: coldStart, processes: 1 },
    threads: { run: threads, processes: 3 },
    auto: { run: auto, processes: 3 },
    scaling: { run: scaling, processes: 1 },
    paper: { run: paper, processes: 1 },
    phase: { run: phase, processes: 1 },
  };
