import type { EngineInfo } from '../engine/engine.js';
import { workersUnavailable } from '../engine/pool.js';
import type { EngineChoice } from '../engine/select.js';
import { RelufitError, show } from '../errors.js';

// Below, an iteration takes less than 50 µs, and turns of 10 ms keep a page alive as well.
const WORTH_A_WORKER = 2 ** 16;

// Why one could not be started, when last tried by itself.
let refusal: string | undefined;

/** From now on data are loaded on the page, unless the user asks for more; in workers again, if undefined. */
export function refuse(reason: string | undefined): void {
  refusal = reason;
}

/** Is this thread a browser page's own? */
export const isPage = (): boolean => (globalThis as { document?: unknown }).document !== undefined;

/**
 * Whether data are loaded into a background worker: as asked for, or by default in a page that can have one, where they
 * are not small.
 *
 * @throws RelufitError INVALID_ARGUMENT for anything but a boolean, ENGINE_UNAVAILABLE where there can be no worker.
 */
export function wantsBackground(
  asked: boolean | 'by default',
  { bytes, engine }: { bytes: number; engine?: EngineChoice },
): boolean {
  if (asked === 'by default') {
    const isWorth = bytes >= WORTH_A_WORKER || engine === 'threads';
    return isPage() && isWorth && workersUnavailable() === undefined && refusal === undefined;
  }
  if (typeof asked !== 'boolean') {
    throw new RelufitError(
      'INVALID_ARGUMENT',
      'background',
      show(asked),
      'true or false',
      'Leave it out for the default.',
    );
  }
  const unavailable = asked ? workersUnavailable() : undefined;
  if (unavailable === undefined) return asked;
  throw new RelufitError(
    'ENGINE_UNAVAILABLE',
    'background',
    `true, but ${unavailable}`,
    'a platform with workers',
    'Leave it out.',
  );
}

/** Why data of so many bytes are loaded in this thread by default. */
export const whyHere = (bytes: number): string | undefined =>
  bytes < WORTH_A_WORKER
    ? `X is below ${WORTH_A_WORKER / 1024} KiB`
    : (workersUnavailable() ?? refusal);

/** The engine's info for data that are loaded in this thread: in a page it says why. */
export function onPage(info: EngineInfo, why: string | undefined): EngineInfo {
  if (!isPage() || why === undefined) return info;
  return { ...info, reason: `${info.reason}; on the page, in turns: ${why}` };
}
