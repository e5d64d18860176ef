import { duration } from './format.js';

/** Long work on stderr: a bar on a terminal, elsewhere a line for each tenth, at most one a second, at least one a minute. */
export interface Progress {
  update(done: number, total: number): void;
  end(): void;
}

/** `already` of the work was done before: rates do not count it. */
export async function progressOf(
  label: string,
  quiet: boolean | undefined,
  already = 0,
): Promise<Progress> {
  if (quiet) return { update() {}, end() {} };
  return process.stderr.isTTY ? bar(label, already) : lines(label, already);
}

async function bar(label: string, already: number): Promise<Progress> {
  const { default: cliProgress } = await import('cli-progress');
  const single = new cliProgress.SingleBar({
    format: `${label} {bar} {value}/{total}  {duration_formatted}{pace}`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    hideCursor: true,
    stopOnComplete: true,
    // Ctrl-C is the command's to answer, with its own exit code.
    gracefulExit: false,
    stream: process.stderr,
  });
  const pace = paceFrom(already);
  let total = 0;
  return {
    update(done, of) {
      if (total === 0) single.start(of, already, { pace: '' });
      // Of work in rounds the total is known round by round.
      else if (of !== total) single.setTotal(of);
      total = of;
      single.update(done, { pace: pace(done, of) });
    },
    end: () => single.stop(),
  };
}

function lines(label: string, already: number): Progress {
  const start = performance.now();
  const pace = paceFrom(already);
  let tenth = 0;
  let last = start;
  return {
    update(done, total) {
      const now = performance.now();
      const reached = Math.floor((10 * done) / total);
      const isSoon = now - last < (reached === tenth ? MINUTE : SECOND);
      if (isSoon && done < total) return;
      tenth = reached;
      last = now;
      const seconds = ((now - start) / 1000).toFixed(1);
      process.stderr.write(`${label} ${done} of ${total}, ${seconds} s${pace(done, total)}\n`);
    },
    end() {},
  };
}

const SECOND = 1000;
const MINUTE = 60_000;

/** ', 33/s, about 12.0 s left', by the mean pace so far; nothing at the ends, where it says nothing. */
function paceFrom(already: number): (done: number, total: number) => string {
  const start = performance.now();
  return (done, total) => {
    const elapsed = performance.now() - start;
    const count = done - already;
    if (count <= 0 || done >= total || elapsed <= 0) return '';
    const rate = (1000 * count) / elapsed;
    const left = ((total - done) / rate) * 1000;
    return `, ${Number(rate.toPrecision(3))}/s, about ${duration(left)} left`;
  };
}
