import type { DefineCommand } from '../command.js';

/** A command as the help of the program lists it; the rest is loaded when the command line names it. */
export interface CommandEntry {
  readonly name: string;
  readonly description: string;
  readonly load: () => Promise<DefineCommand>;
}

export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'paper',
    description: "Repeat the paper's experiment: a table, report.html and result.json.",
    load: async () => (await import('./paper.js')).definePaper,
  },
  {
    name: 'fit',
    description: 'Fit the columns of a CSV file to its target.',
    load: async () => (await import('./fit.js')).defineFit,
  },
  {
    name: 'predict',
    description: 'Predict the target of a model for the rows of a CSV file.',
    load: async () => (await import('./predict.js')).definePredict,
  },
  {
    name: 'generate',
    description: 'Write a planted problem: Gaussian rows and y = max(0, ⟨w*,x⟩) + noise.',
    load: async () => (await import('./generate.js')).defineGenerate,
  },
  {
    name: 'theory',
    description: 'How many rows theory expects a set to need, and why.',
    load: async () => (await import('./theory.js')).defineTheory,
  },
  {
    name: 'bench',
    description: 'How fast relufit is on this machine, against plain JavaScript: half a minute.',
    load: async () => (await import('./bench.js')).defineBench,
  },
  {
    name: 'schema',
    description: 'Print the JSON Schema of the --config file of a command.',
    load: async () => (await import('./schema.js')).defineSchema,
  },
  {
    name: 'completion',
    description: 'Print the script that completes command lines in bash, zsh or fish.',
    load: async () => (await import('./completion.js')).defineCompletion,
  },
];
