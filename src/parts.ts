// Parts of the library that most fits do without. `fit`, which may wait, loads one when it is first needed: bundlers put
// it into a file of its own, and a page has less to load before it can begin.

import type { Engines } from './engine/opening.js';
import { messageOf, RelufitError } from './errors.js';

type Part<T> = () => T | Promise<T>;

export interface Parts extends Engines {
  readonly background: Part<typeof import('./background/background-data.js').BackgroundData>;
  /** Loads them. */
  readonly rareKernels: Part<void>;
  readonly lossWorkspace: Part<typeof import('./engine/loss-workspace.js').LossWorkspace>;
  readonly checkRequirements: Part<typeof import('./solvers/requirements.js').checkRequirements>;
  readonly withRestarts: Part<typeof import('./solvers/restarts.js').withRestarts>;
}

export const parts: Parts = {
  reference: () =>
    loaded(import('./engine/reference.js')).then(({ referenceEngine }) => referenceEngine),
  memories: () => loaded(import('./engine/memories.js')),
  background: () =>
    loaded(import('./background/background-data.js')).then(({ BackgroundData }) => BackgroundData),
  rareKernels: () =>
    loaded(import('./kernels/rare-kernels.js')).then(({ loadRareKernels }) => loadRareKernels()),
  lossWorkspace: () =>
    loaded(import('./engine/loss-workspace.js')).then(({ LossWorkspace }) => LossWorkspace),
  checkRequirements: () =>
    loaded(import('./solvers/requirements.js')).then(({ checkRequirements }) => checkRequirements),
  withRestarts: () =>
    loaded(import('./solvers/restarts.js')).then(({ withRestarts }) => withRestarts),
};

const loaded = <T>(part: Promise<T>): Promise<T> =>
  part.catch((error: unknown) => {
    throw new RelufitError(
      'LOAD_FAILED',
      'a part of relufit',
      messageOf(error),
      'a file beside the one that asks for it',
      'Serve all files of a build, load a page anew whose build was replaced, bundle a service worker into one.',
    );
  });
