import { Pace } from './pace.js';

/** Long work on stderr: a bar on a terminal, lines elsewhere, both with the rate and the time left. */
export interface Progress {
  /** The total may grow from one call to the next. */
  update(done: number, total: number): void;
  end(): void;
}

export interface ProgressOptions {
  readonly quiet?: boolean;
  /** How much an earlier run has done, of work that is resumed. */
  readonly before?: number;
  readonly stream?: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

/** Progress in units such as 'trial'; the time counts from this call. */
export async function progressOf(unit: string, options: ProgressOptions): Promise<Progress> {
  const { quiet, before = 0, stream = process.stderr } = options;
  if (quiet) return { update() {}, end() {} };
  const pace = new Pace(performance.now(), before);
  return stream.isTTY ? bar(unit, pace, stream) : lines(unit, pace, stream);
}

async function bar(unit: string, pace: Pace, stream: NodeJS.WritableStream): Promise<Progress> {
  const { default: cliProgress } = await import('cli-progress');
  const single = new cliProgress.SingleBar({
    format: `${unit} {bar} {value}/{total}  {times}`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    hideCursor: true,
    // Ctrl-C is the command's to answer, with its own exit code.
    gracefulExit: false,
    stream,
  });
  let started = false;
  const show = (done: number, total: number) => {
    const payload = { times: pace.times(performance.now(), done, total) };
    if (!started) single.start(total, done, payload);
    started = true;
    single.setTotal(total);
    single.update(done, payload);
  };
  // The time left falls while a long piece of work is under way.
  return repeating(1000, show, () => started && single.stop());
}

/** The most time without a line. */
const SILENCE = 10_000;

/** A line at each tenth, and one when the last is long ago. */
function lines(unit: string, pace: Pace, stream: NodeJS.WritableStream): Progress {
  let tenth = 0;
  let totalBefore = 0;
  let shown = performance.now();
  const show = (done: number, total: number) => {
    const now = performance.now();
    const reached = Math.floor((10 * done) / total);
    // Of a larger total other tenths are to come.
    if (total !== totalBefore) tenth = Math.min(tenth, reached);
    totalBefore = total;
    // Updates and the timer below keep time a little differently.
    if (reached <= tenth && now - shown < 0.9 * SILENCE) return;
    tenth = reached;
    shown = now;
    stream.write(`${unit} ${done} of ${total}, ${pace.times(now, done, total)}\n`);
  };
  return repeating(SILENCE, show, () => {});
}

/** Shows each update, and the last one again while there is none. */
function repeating(
  milliseconds: number,
  show: (done: number, total: number) => void,
  stop: () => unknown,
): Progress {
  let latest: readonly [done: number, total: number] | undefined;
  const timer = setInterval(() => latest && show(...latest), milliseconds);
  // Work that has failed is not kept alive by its progress.
  timer.unref();
  return {
    update(done, total) {
      latest = [done, total];
      show(done, total);
    },
    end() {
      clearInterval(timer);
      stop();
    },
  };
}
