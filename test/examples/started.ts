import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

export interface Started {
  readonly url: string;
  readonly process: ChildProcess;
  /** Ends it by SIGTERM; its exit code. */
  end(): Promise<number | null>;
}

/** Runs a server of examples/ on a free port, until it has printed its address. */
export async function started(file: string, env: Record<string, string> = {}): Promise<Started> {
  const child = spawn(process.execPath, [resolve(import.meta.dirname, '../../examples', file)], {
    env: { ...process.env, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const [printed] = await once(child.stdout, 'data');
  return {
    url: /http:\S+?\d+(?=\/|\s)/.exec(String(printed))?.[0] ?? '',
    process: child,
    async end() {
      child.kill('SIGTERM');
      return (await exited)[0];
    },
  };
}
