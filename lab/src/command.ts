import type { Command } from 'commander';

/** What the help of a command says beside its options. */
export interface CommandText {
  /** Paragraphs before the examples. */
  readonly about?: string;
  /** Whole command lines, one below the other; a long one is continued by a backslash. */
  readonly examples: string;
  /** What there is after Ctrl-C, such as 'nothing is written'. */
  readonly interrupted: string;
}

/**
 * Gives a command its arguments, options and action. Its name and description are in the table of
 * commands/index.ts; --config, --json, --quiet and the exit codes come with every command by themselves.
 */
export type DefineCommand = (command: Command) => CommandText;
