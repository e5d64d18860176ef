import type { CommandWords, OptionWords, ProgramWords, Values } from './words.js';

/** A script for `relufit completion fish | source`, or for a file in ~/.config/fish/completions. */
export function fishScript(program: ProgramWords): string {
  const { name, version, commands } = program;
  const line = (...parts: string[]) => `complete -c ${name} ${parts.join(' ')}`;
  return `# Completion of ${name} ${version} for fish.

# Whether the command is this one, or none yet.
function __${name}_is
    set -l words (string match -v -- '-*' (commandline -opc)[2..])
    test "$words[1]" = "$argv[1]"
end

${line('-f')}
${[
  ...program.options.map((option) => line(only(name, ''), optionParts(option))),
  ...commands.map((command) =>
    line(only(name, ''), `-a ${command.name} -d ${quoted(command.description)}`),
  ),
  ...commands.flatMap((command) =>
    commandLines(command).map((part) => line(only(name, command.name), part)),
  ),
].join('\n')}
`;
}

const only = (program: string, command: string) => `-n '__${program}_is "${command}"'`;

function commandLines(command: CommandWords): string[] {
  return [
    ...command.options.map(optionParts),
    ...command.arguments.map(({ values }) => offered(values)).filter(Boolean),
  ];
}

function optionParts({ short, long, description, value }: OptionWords): string {
  return [
    short && `-s ${short.slice(1)}`,
    long && `-l ${long.slice(2)}`,
    value && `-x ${offered(value.values)}`.trim(),
    `-d ${quoted(description)}`,
  ]
    .filter(Boolean)
    .join(' ');
}

function offered(values: Values): string {
  if (values.kind === 'words') return `-a ${quoted(values.words.join(' '))}`;
  if (values.kind === 'folder') return "-a '(__fish_complete_directories)'";
  if (values.kind === 'unknown') return '';
  return values.extension === undefined
    ? "-a '(__fish_complete_path)'"
    : `-a '(__fish_complete_suffix .${values.extension})'`;
}

const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
