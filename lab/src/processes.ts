// What is known of other processes of this machine.

import { readFileSync } from 'node:fs';

/** Is there a process of this number that may still do something? */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is somebody else's, and there.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  // One that has ended keeps its number until its parent asks how: in many a container nobody ever does.
  return !['Z', 'X'].includes(statOf(pid)?.[0] ?? '');
}

/** When a process started, as numbers of processes come again: the boot of the machine and the clock tick, on Linux. */
export function startOf(pid: number): string | null {
  const words = statOf(pid);
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return words === undefined ? null : `${boot} ${words[19]}`;
  } catch {
    return null;
  }
}

/** What Linux says of a process, from its state on; undefined elsewhere. */
function statOf(pid: number): string[] | undefined {
  try {
    // The name of the program stands in parentheses before it, and may hold some.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ');
  } catch {
    return undefined;
  }
}
