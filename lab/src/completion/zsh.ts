import type { ArgumentWords, CommandWords, OptionWords, ProgramWords, Values } from './words.js';

/** A script for `source <(relufit completion zsh)` after compinit, or as the file `_relufit` in a folder of $fpath. */
export function zshScript(program: ProgramWords): string {
  const { name, version, commands } = program;
  return `#compdef ${name}
# Completion of ${name} ${version} for zsh.
_${name}() {
  local context state line curcontext=$curcontext
  local -A opt_args
  _arguments -C \\
${specs(program, '    ')}    '1: :->command' \\
    '*:: :->arguments'
  case $state in
    command)
      local -a commands=(
${commands.map(({ name, description }) => `        ${quoted(`${name}:${description}`)}`).join('\n')}
      )
      _describe -t commands command commands
      ;;
    arguments)
      case $words[1] in
${commands.map(commandCase).join('\n')}
      esac
      ;;
  esac
}

if [[ \${funcstack[1]} == _${name} ]]; then
  _${name} "$@"
else
  compdef _${name} ${name}
fi
`;
}

function commandCase(command: CommandWords): string {
  const positions = command.arguments.map(
    (argument) => `            ${quoted(positionSpec(argument))}`,
  );
  return `        ${command.name})
          _arguments \\
${specs(command, '            ')}${positions.join(' \\\n')}
          ;;`.replace(/ \\\n\n/, '\n');
}

/** A line for each option, continued to the next. */
function specs({ options }: CommandWords, indent: string): string {
  return options.map((option) => `${indent}${optionSpec(option)} \\\n`).join('');
}

function optionSpec({ short, long, description, value }: OptionWords): string {
  const text = `[${escaped(description)}]`;
  const after = value && `:${escaped(value.name)}:${action(value.values)}`;
  const flags = [short, long].filter((flag) => flag !== undefined);
  // Either name rules the other out; --config may come several times.
  if (after === undefined && flags.length > 1) {
    return `'(${flags.join(' ')})'{${flags.join(',')}}${quoted(text)}`;
  }
  const [flag] = flags;
  if (after === undefined) return quoted(`${flag}${text}`);
  return quoted(`${flag === '--config' ? '*' : ''}${flag}=${text}${after}`);
}

const positionSpec = ({ name, values }: ArgumentWords) => `:${escaped(name)}:${action(values)}`;

function action(values: Values): string {
  if (values.kind === 'words') {
    // After 'leaky:' there is more to type.
    const open = values.words.filter((word) => word.endsWith(':')).map(escaped);
    const whole = values.words.filter((word) => !word.endsWith(':')).map(escaped);
    return open.length === 0
      ? `(${whole.join(' ')})`
      : `{compadd -- ${whole.join(' ')}; compadd -S "" -- ${open.join(' ')}}`;
  }
  if (values.kind === 'folder') return '_files -/';
  if (values.kind === 'unknown') return ' ';
  return values.extension === undefined ? '_files' : `_files -g "*.${values.extension}"`;
}

/** For _arguments and _describe, to which colons and brackets mean something. */
const escaped = (text: string) => text.replace(/[\\:[\]]/g, '\\$&');

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
