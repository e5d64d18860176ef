#!/usr/bin/env node
import { CommanderError } from 'commander';
import { EXIT, errorLine, exitCodeOf } from './exit.js';
import { SIGNALS } from './interrupt.js';
import { programFor } from './program.js';

// A reader that has seen enough (`relufit predict … | head`) is not a failure; a full disk behind stdout is.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.done);
  const got = `stdout: got ${error.code} (${error.message}), expected room for the output.`;
  process.stderr.write(errorLine(`${got} Write it elsewhere.`));
  process.exit(EXIT.failed);
});

// Where nobody reads what goes on, the work still does.
process.stderr.on('error', () => {});

// Work that can end in order listens for itself (interrupt.ts); everything else ends here.
for (const signal of SIGNALS) {
  process.on(signal, () => {
    if (process.listenerCount(signal) > 1) return;
    process.stderr.write(errorLine('interrupted.'));
    process.exit(EXIT.interrupted);
  });
}

try {
  const program = await programFor(process.argv.slice(2));
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // commander has said what is wrong; help and version end with 0.
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
  } else {
    // Now: workers may be busy for long with what nobody waits for any more.
    process.stderr.write(errorLine(error), () => process.exit(exitCodeOf(error)));
  }
}
