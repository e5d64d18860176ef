// Commands as processes that a test watches and ends while they run.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { MAIN } from './cli.js';

export interface Started {
  readonly pid: number;
  /** Its exit code; null where a signal ended it. */
  readonly ended: Promise<number | null>;
  readonly isRunning: boolean;
  stdout(): string;
  stderr(): string;
  /** Fulfilled when it has said so on stderr; rejects where it ends before. */
  says(words: string | RegExp): Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

export interface StartOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Arguments of node itself. */
  readonly node?: readonly string[];
  /** Nobody reads its stderr any more. */
  readonly closeStderr?: boolean;
}

/** Makes node run it before the program. */
export const before = (code: string): readonly string[] => [
  '--import',
  `data:text/javascript,${encodeURIComponent(code)}`,
];

/** For `node`: a Ctrl-C in the midst of work that can be interrupted, which listens for it besides the program. */
export const interruptedAtWork = before(`
  process.on('newListener', (name) => {
    if (name !== 'SIGINT' || process.listenerCount(name) !== 1) return;
    setTimeout(() => process.kill(process.pid, name), 100);
  });`);

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Ends those that still run: `afterEach(endAll)`. */
export async function endAll(): Promise<void> {
  await Promise.all(
    Array.from(running, (child) => {
      child.kill('SIGKILL');
      return once(child, 'close');
    }),
  );
}

/** Starts `relufit …`. */
export function start(
  args: readonly string[],
  { env, node = [], closeStderr = false }: StartOptions = {},
): Started {
  const child = spawn(process.execPath, [...node, MAIN, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: env ?? process.env,
  });
  running.add(child);
  if (closeStderr) child.stderr.destroy();
  let [stdout, stderr] = ['', ''];
  let isRunning = true;
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
    tell();
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      running.delete(child);
      isRunning = false;
      resolve(code);
      tell();
    });
  });
  return {
    pid: child.pid as number,
    ended,
    get isRunning() {
      return isRunning;
    },
    stdout: () => stdout,
    stderr: () => stderr,
    says: (words) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const isSaid = typeof words === 'string' ? stderr.includes(words) : words.test(stderr);
          if (!isSaid && isRunning) return;
          listeners.delete(look);
          if (isSaid) resolve();
          else reject(new Error(`ended without saying ${words}: ${stderr}`));
        };
        listeners.add(look);
        look();
      }),
    kill: (signal) => child.kill(signal),
  };
}
