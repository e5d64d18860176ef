import { createRequire } from 'node:module';
import { Command } from 'commander';
import { COMMANDS, type CommandEntry } from './commands/index.js';
import { EXIT, errorLine } from './exit.js';

// Read from the package's file: the library itself takes longer to load than all the rest.
const { version } = createRequire(import.meta.url)('relufit/package.json') as { version: string };

type ApplyConfig = typeof import('./config/apply.js').applyConfig;

/** A command whose options may also come from the files of --config. */
class ConfigurableCommand extends Command {
  applyConfig?: ApplyConfig;

  override createCommand(name?: string): ConfigurableCommand {
    return new ConfigurableCommand(name);
  }

  // Before commander looks for options that are required and missing.
  override parseOptions(args: string[]): ReturnType<Command['parseOptions']> {
    const parsed = super.parseOptions(args);
    this.applyConfig?.(this);
    return parsed;
  }
}

/** The program for a command line: all commands by name, and the one that is named there with its options. */
export async function programFor(args: readonly string[]): Promise<Command> {
  const first = args.filter((arg) => !arg.startsWith('-') && arg !== 'help')[0];
  const program = programOf();
  for (const entry of COMMANDS) {
    const command = commandOf(program, entry);
    if (entry.name !== first) continue;
    await define(command, entry);
    if (args.some((arg) => arg === '--config' || arg.startsWith('--config='))) {
      command.applyConfig = (await import('./config/apply.js')).applyConfig;
    }
  }
  return program;
}

/** The program with every option of every command, for what describes them. */
export async function wholeProgram(): Promise<Command> {
  const program = programOf();
  for (const entry of COMMANDS) await define(commandOf(program, entry), entry);
  return program;
}

function programOf(): ConfigurableCommand {
  return new ConfigurableCommand('relufit')
    .description('Learn the weights of a rectified linear unit, y = max(0, ⟨w,x⟩ + b).')
    .version(version)
    .exitOverride()
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .configureOutput({
      outputError: (text, write) => write(errorLine(text.replace(/^error: /, ''))),
    })
    .addHelpText('after', `\n${exitCodes('interrupted, and resumable where the command says so')}`)
    .addHelpText('after', '`relufit help COMMAND` shows the options and examples of a command.');
}

function commandOf(program: ConfigurableCommand, entry: CommandEntry): ConfigurableCommand {
  const command = program.createCommand(entry.name);
  command.copyInheritedSettings(program).description(entry.description);
  program.addCommand(command);
  return command;
}

async function define(command: Command, entry: CommandEntry): Promise<void> {
  const text = (await entry.load())(command);
  command
    .option('--config <file.json>', 'options as JSON; those of the command line win', several)
    .option('--json', 'print JSON on stdout')
    .option('--quiet', 'print no table and no progress');
  if (text.about !== undefined) command.addHelpText('after', `\n${text.about}`);
  const examples = text.examples.trim().replace(/^/gm, '  ');
  command.addHelpText('after', `\nExamples:\n${examples}`);
  command.addHelpText('after', `\n${exitCodes(`interrupted: ${text.interrupted}`)}`);
}

const exitCodes = (interrupted: string) =>
  `Exit codes: ${EXIT.done} done, ${EXIT.failed} failed, ${EXIT.usage} wrong usage, ${EXIT.interrupted} ${interrupted}.`;

/** A file after those before it. */
const several = (file: string, before: readonly string[] = []) => [...before, file];
