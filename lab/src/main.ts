#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { version } from 'relufit';
import { addBenchCommand } from './commands/bench.js';
import { addFitCommand } from './commands/fit.js';
import { addGenerateCommand } from './commands/generate.js';
import { addPaperCommand } from './commands/paper.js';
import { addPredictCommand } from './commands/predict.js';
import { addTheoryCommand } from './commands/theory.js';
import { EXIT, errorLine, exitCodeOf } from './exit.js';

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

const program = new Command('relufit')
  .description('Learn the weights of a rectified linear unit, y = max(0, ⟨w,x⟩ + b).')
  .version(version)
  .exitOverride()
  .configureOutput({
    outputError: (text, write) => write(errorLine(text.replace(/^error: /, ''))),
  })
  .addHelpText(
    'after',
    '\nExit codes: 0 done, 1 failed, 2 wrong usage, 3 interrupted.' +
      '\n`relufit help COMMAND` shows the options and examples of a command.',
  );

addPaperCommand(program);
addFitCommand(program);
addPredictCommand(program);
addGenerateCommand(program);
addTheoryCommand(program);
addBenchCommand(program);

try {
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
