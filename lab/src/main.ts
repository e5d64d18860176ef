#!/usr/bin/env node
import { CommanderError } from 'commander';
import { EXIT, errorLine, exitCodeOf } from './exit.js';
import { programFor } from './program.js';

// A reader that has seen enough (`relufit predict … | head`) is not a failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.done);
  throw error;
});

// Work that can end in order listens for itself (interrupt.ts); everything else ends here.
process.on('SIGINT', () => {
  if (process.listenerCount('SIGINT') > 1) return;
  process.stderr.write(errorLine('interrupted.'));
  process.exit(EXIT.interrupted);
});

try {
  const program = await programFor(process.argv.slice(2));
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // commander has said what is wrong; help and version end with 0.
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
  } else {
    process.stderr.write(errorLine(error));
    process.exitCode = exitCodeOf(error);
  }
}
