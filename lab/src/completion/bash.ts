import type { CommandWords, ProgramWords, Values } from './words.js';

/** A script for `source <(relufit completion bash)`; bash 3.2, which macOS has, reads it too. */
export function bashScript(program: ProgramWords): string {
  const { name, version, commands } = program;
  return `# Completion of ${name} ${version} for bash.
_${name}_words() {
  COMPREPLY+=($(compgen -W "$1" -- "$word"))
  # After 'leaky:' there is more to type.
  if [[ \${COMPREPLY[0]} == *: ]]; then compopt -o nospace 2>/dev/null; fi
}

_${name}_files() {
  local file
  compopt -o filenames 2>/dev/null
  while IFS= read -r file; do
    # Folders lead to files of the kind that is asked for.
    if [[ -d \${file/#\\~/$HOME} || -z $1 || $file == *.$1 ]]; then COMPREPLY+=("$file"); fi
  done < <(compgen -f -- "$word")
}

_${name}_folders() {
  local folder
  compopt -o filenames 2>/dev/null
  while IFS= read -r folder; do COMPREPLY+=("$folder"); done < <(compgen -d -- "$word")
}

_${name}() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command='' at
  COMPREPLY=()
  # --name=value comes as three words.
  if [[ $word == = ]]; then
    word=''
  elif [[ $before == = ]]; then
    before=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((at = 1; at < COMP_CWORD; at++)); do
    if [[ \${COMP_WORDS[at]} != -* ]]; then
      command=\${COMP_WORDS[at]}
      break
    fi
  done
  case "$command $before" in
${commands.flatMap((command) => valueCases(name, command)).join('\n')}
  esac
  case $command in
    '') _${name}_words '${[...commands.map((command) => command.name), ...flags(program)].join(' ')}' ;;
${commands.map((command) => commandCase(name, command)).join('\n')}
  esac
}

complete -F _${name} ${name}
`;
}

/** What follows an option that takes a value. */
function valueCases(program: string, { name, options }: CommandWords): string[] {
  return options.flatMap(({ short, long, value }) => {
    if (value === undefined) return [];
    const patterns = [short, long].filter((flag) => flag !== undefined);
    const pattern = patterns.map((flag) => `'${name} ${flag}'`).join(' | ');
    const offer = [offered(program, value.values), 'return'].filter(Boolean).join('; ');
    return [`    ${pattern}) ${offer} ;;`];
  });
}

/** The options of a command, or what its arguments may be. */
function commandCase(program: string, command: CommandWords): string {
  const offers = command.arguments.map(({ values }) => offered(program, values));
  return `    ${command.name})
      if [[ $word == -* ]]; then
        _${program}_words '${flags(command).join(' ')}'
      else
        ${offers.filter(Boolean).join('\n        ') || ':'}
      fi
      ;;`;
}

function offered(program: string, values: Values): string {
  if (values.kind === 'words') return `_${program}_words '${values.words.join(' ')}'`;
  if (values.kind === 'file') return `_${program}_files '${values.extension ?? ''}'`;
  return values.kind === 'folder' ? `_${program}_folders` : '';
}

function flags({ options }: CommandWords): string[] {
  return options.flatMap(({ short, long }) => [short, long]).filter((flag) => flag !== undefined);
}
