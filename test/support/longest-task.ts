// How long a page's thread was busy without a pause. A machine that does other things at the same time makes every task
// long on the clock: what counts is what the thread itself did, which a trace has beside it.

import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';

/** What a person feels as a pause, in milliseconds. */
export const LONG = 50;

const BEGIN = 'the act begins';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  /** Microseconds on the clock, and of the thread. */
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

export interface Traced<T> {
  /** Of the longest task on the page's thread, in milliseconds. */
  readonly longest: number;
  /** What that task did, for whoever reads that it was too long. */
  readonly within: readonly string[];
  readonly answer: T;
}

/** What an act did to the page's thread, and what it answered; throws where the trace began too late, as on a busy machine. */
export async function traced<T>(page: Page, act: () => Promise<T>): Promise<Traced<T>> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('got a page without a browser, expected one of launch()');
  const path = join(tmpdir(), `relufit-trace-${process.pid}-${Math.random()}.json`);
  // What was done before left behind is not the act's to clean up.
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.detach();
  await browser.startTracing(page, {
    path,
    categories: [
      'toplevel',
      'disabled-by-default-devtools.timeline',
      'devtools.timeline',
      'blink.user_timing',
      '__metadata',
    ],
  });
  await page.evaluate(`performance.mark('${BEGIN}')`);
  const answer = await act();
  // The task that answered is written down where it ends, which is after its answer.
  await page.evaluate('new Promise((resolve) => setTimeout(resolve, 200))');
  await browser.stopTracing();
  const { traceEvents } = JSON.parse(readFileSync(path, 'utf8')) as { traceEvents: TraceEvent[] };
  rmSync(path);
  if (!traceEvents.some(({ name }) => name === BEGIN)) {
    throw new Error('got a trace that had not begun with the act, expected all of it. Try again.');
  }
  const pages = traceEvents.filter(
    ({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain',
  );
  const onPage = traceEvents.filter(
    ({ pid, tid, tdur }) =>
      tdur !== undefined && pages.some((main) => main.pid === pid && main.tid === tid),
  );
  const top = onPage.reduce((a, b) => ((a.tdur ?? 0) > (b.tdur ?? 0) ? a : b));
  const within = onPage
    .filter(({ ts, tdur }) => ts >= top.ts && ts <= top.ts + (top.dur ?? 0) && (tdur ?? 0) > 10_000)
    .map(({ name, tdur }) => `${name} ${(tdur ?? 0) / 1000} ms`);
  return { longest: (top.tdur ?? 0) / 1000, within, answer };
}
