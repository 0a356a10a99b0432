/** Completion for zsh, with descriptions. */
import type { CompletionModel, OptionModel, Values } from './completion-model.ts';

/** The script, for a folder of `fpath` (as `_toggl-runn`) or to be sourced after `compinit`. */
export function renderZshCompletion(model: CompletionModel): string {
  const commands = model.commands.map(({ name, description }) => `    ${quote(`${name}:${description}`)}`);
  const cases = model.commands.map(({ name, options, word }) => {
    const specs = [
      ...options.map(specOf),
      ...(word === null ? [] : [quote(`1:${actionOf(word.placeholder, word.values)}`)]),
    ];
    return `        ${name})\n          _arguments ${specs.length === 0 ? ':' : specs.join(' \\\n            ')}\n          ;;`;
  });
  return `#compdef toggl-runn
# zsh completion for toggl-runn, written by: toggl-runn completion zsh

_toggl_runn_commands() {
  local -a commands=(
${commands.join('\n')}
  )
  _describe -t commands 'command' commands
}

# Names of earlier runs, with the command and when it began.
_toggl_runn_runs() {
  local -a runs
  runs=(\${(f)"$($toggl_runn history --format csv 2> /dev/null | sed -e 1d -e 's/,/:/' -e 's/,/ /' -e 's/,.*//')"})
  _describe -V -t runs 'run' runs
}

_toggl_runn() {
  local context state state_descr line curcontext="$curcontext" toggl_runn=$words[1]
  typeset -A opt_args

  _arguments -C \
    ${model.options.map(specOf).join(' \\\n    ')} \
    '(-)1: :_toggl_runn_commands' \
    '(-)*:: :->rest'

  case $state in
    rest)
      case $line[1] in
${cases.join('\n')}
      esac
      ;;
  esac
}

# Called when it was found in fpath, registered when it was sourced.
if [[ $funcstack[1] == _toggl-runn ]]; then
  _toggl_runn "$@"
else
  compdef _toggl_runn toggl-runn
fi
`;
}

/** `'(-q --quiet)'{-q,--quiet}'[no progress]'`, with what follows it. */
function specOf({ flags, description, values, isRepeatable, placeholder }: OptionModel): string {
  // With the sign, `--format=json` and `--format json` are both understood.
  const text =
    values === null ? `[${escaped(description)}]` : `=[${escaped(description)}]:${actionOf(placeholder, values)}`;
  if (isRepeatable) return flags.map((flag) => quote(`*${flag}${text}`)).join(' ');
  const [only = '', ...others] = flags;
  if (others.length === 0) return quote(`${only}${text}`);
  return `${quote(`(${flags.join(' ')})`)}{${flags.join(',')}}${quote(text)}`;
}

function actionOf(placeholder: string, values: Values): string {
  const message = escaped(placeholder);
  if (values === 'files') return `${message}:_files`;
  if (values === 'runs') return `${message}:_toggl_runn_runs`;
  return values === 'anything' ? `${message}: ` : `${message}:(${values.map(escaped).join(' ')})`;
}

/** Signs that mean something to _arguments. */
function escaped(text: string): string {
  return text.replace(/[[\]:\\]/g, '\\$&');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
