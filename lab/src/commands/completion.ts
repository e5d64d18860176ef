import { Argument, type Command } from 'commander';
import type { CommandText } from '../command.js';
import { bashScript } from '../completion/bash.js';
import { fishScript } from '../completion/fish.js';
import { type ProgramWords, wordsOf } from '../completion/words.js';
import { zshScript } from '../completion/zsh.js';
import { type OutputOptions, printJson } from '../output.js';
import { wholeProgram } from '../program.js';

const SCRIPTS: Readonly<Record<string, (program: ProgramWords) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

export function defineCompletion(command: Command): CommandText {
  command
    .addArgument(new Argument('<shell>', 'which one').choices(Object.keys(SCRIPTS)))
    .action(async (shell: string, { json }: OutputOptions) => {
      const words = wordsOf(await wholeProgram());
      if (json) printJson(words);
      else process.stdout.write(SCRIPTS[shell](words));
    });
  return {
    about: `The script completes commands, options, the words that options take, and files. It is written for the commands of this
version. For this shell alone: source <(relufit completion bash). With --json: what it is made of.`,
    examples: `
relufit completion bash > ~/.local/share/bash-completion/completions/relufit
relufit completion zsh > ~/.zsh/completions/_relufit
relufit completion fish > ~/.config/fish/completions/relufit.fish`,
    interrupted: 'nothing is printed',
  };
}
