// Trials on processes of their own, one a core.

import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Outcome, Setting } from './trial.js';

/** Processes that run trials, each the next one as soon as it is free. */
export class TrialPool {
  private readonly idle: ChildProcess[] = [];
  private readonly all: ChildProcess[] = [];
  private readonly waiting: ((child: ChildProcess) => void)[] = [];

  constructor(processes = availableParallelism()) {
    const program = fileURLToPath(new URL('child.ts', import.meta.url));
    for (let k = 0; k < processes; k++) this.all.push(fork(program));
    this.idle.push(...this.all);
  }

  run(settings: readonly Setting[]): Promise<Outcome[]> {
    return Promise.all(settings.map((setting) => this.runOne(setting)));
  }

  close(): void {
    for (const child of this.all) child.disconnect();
  }

  private async runOne(setting: Setting): Promise<Outcome> {
    const child =
      this.idle.pop() ?? (await new Promise<ChildProcess>((resolve) => this.waiting.push(resolve)));
    try {
      return await new Promise((resolve, reject) => {
        const ended = (code: number | null) =>
          reject(
            new Error(`a process of the bench ended with ${code} in ${JSON.stringify(setting)}`),
          );
        child.once('exit', ended);
        child.once('message', (outcome) => {
          child.off('exit', ended);
          resolve(outcome as Outcome);
        });
        child.send(setting);
      });
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.idle.push(child);
      else next(child);
    }
  }
}
