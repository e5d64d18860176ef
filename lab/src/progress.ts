/** Long work on stderr: a bar on a terminal, a line for each tenth elsewhere. */
export interface Progress {
  update(done: number, total: number): void;
  end(): void;
}

export async function progressOf(label: string, quiet: boolean | undefined): Promise<Progress> {
  if (quiet) return { update() {}, end() {} };
  return process.stderr.isTTY ? bar(label) : lines(label);
}

async function bar(label: string): Promise<Progress> {
  const { default: cliProgress } = await import('cli-progress');
  const single = new cliProgress.SingleBar({
    format: `${label} {bar} {value}/{total}  {duration_formatted}, about {eta_formatted} left`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    hideCursor: true,
    stopOnComplete: true,
    // Ctrl-C is the command's to answer, with its own exit code.
    gracefulExit: false,
    stream: process.stderr,
  });
  let started = false;
  return {
    update(done, total) {
      if (started) single.update(done);
      else single.start(total, done);
      started = true;
    },
    end: () => single.stop(),
  };
}

function lines(label: string): Progress {
  const start = performance.now();
  let tenth = 0;
  return {
    update(done, total) {
      const reached = Math.floor((10 * done) / total);
      if (reached === tenth) return;
      tenth = reached;
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      process.stderr.write(`${label} ${done} of ${total}, ${seconds} s\n`);
    },
    end() {},
  };
}
