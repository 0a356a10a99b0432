/** Completion for bash 3.2 and later, without the package bash-completion. */
import type { CompletionModel, OptionModel, Values } from './completion-model.ts';

/** The script; it asks the program for nothing but the names of earlier runs. */
export function renderBashCompletion(model: CompletionModel): string {
  const contexts = [{ name: '', options: model.options, word: null }, ...model.commands];
  const optionCases = contexts.map(
    ({ name, options }) =>
      `    ${name === '' ? "''" : name}) echo '${options.flatMap(({ flags }) => flags).join(' ')}' ;;`,
  );
  const valueCases = groupByValues(
    contexts.flatMap(({ name, options, word }) => [
      ...options
        .filter(takesValue)
        .flatMap(({ flags, values }) => flags.map((flag) => [`${name} ${flag}`, values] as const)),
      ...(word === null ? [] : [[`${name} word`, word.values] as const]),
    ]),
  );
  const valueLines = [...valueCases].map(
    ([values, keys]) => `    ${keys.map((key) => `'${key}'`).join(' | ')}) echo '${values}' ;;`,
  );

  return `# bash completion for toggl-runn, written by: toggl-runn completion bash

# The options of a command; '' stands for none.
_toggl_runn_options() {
  case "$1" in
${optionCases.join('\n')}
  esac
}

# What may follow an option of a command, or a command itself; fails where nothing may.
_toggl_runn_values() {
  case "$1 $2" in
${valueLines.join('\n')}
    *) return 1 ;;
  esac
}

_toggl_runn() {
  local IFS=$' \\t\\n'
  local current=\${COMP_WORDS[COMP_CWORD]} command='' option='' left='' prefix='' values='' is_full='' word at
  local -i index
  COMPREPLY=()

  # bash divides at "=" too: "--format=json" are three words.
  at=$COMP_CWORD
  if [[ $current == '=' ]]; then
    current=''
    left=\${COMP_WORDS[at - 1]}
    at=$((at - 1))
  elif ((at > 1)) && [[ \${COMP_WORDS[at - 1]} == '=' ]]; then
    left=\${COMP_WORDS[at - 2]}
    at=$((at - 2))
  fi
  if [[ -z $left && $current == --*=* ]]; then
    left=\${current%%=*}
    prefix="$left="
    current=\${current#*=}
  fi

  for ((index = 1; index < at; index++)); do
    word=\${COMP_WORDS[index]}
    if [[ -n $option ]]; then
      option=''
      [[ \${COMP_WORDS[index + 1]} == '=' ]] && index+=2
    elif [[ $word == -* ]]; then
      if [[ \${COMP_WORDS[index + 1]} == '=' ]]; then
        index+=2
      elif _toggl_runn_values "$command" "$word" > /dev/null; then
        option=$word
      fi
    elif [[ -z $command ]]; then
      command=$word
    else
      is_full=1
    fi
  done

  if [[ $left == -* ]]; then
    values=$(_toggl_runn_values "$command" "$left")
  elif [[ -n $left ]]; then
    # A value that has a "=" itself.
    for word in $(_toggl_runn_values "$command" "$option"); do
      [[ $word == "$left="* ]] && values+=" \${word#*=}"
    done
  elif [[ -n $option ]]; then
    values=$(_toggl_runn_values "$command" "$option")
  elif [[ $current == -* ]]; then
    values=$(_toggl_runn_options "$command")
  elif [[ -z $command ]]; then
    values='${model.commands.map(({ name }) => name).join(' ')}'
  else
    [[ -z $is_full ]] && values=$(_toggl_runn_values "$command" word)
    [[ -z $values ]] && values=$(_toggl_runn_options "$command")
  fi

  if [[ $values == ':files' ]]; then
    # Before bash 4, what is left empty is completed by the names of files.
    if type compopt > /dev/null 2>&1; then
      compopt -o filenames 2> /dev/null
      IFS=$'\\n'
      COMPREPLY=($(compgen -f -- "$current"))
    fi
    return
  fi
  [[ $values == ':runs' ]] && values=$("\${COMP_WORDS[0]}" history --format csv 2> /dev/null | sed -e 1d -e 's/,.*//')
  compopt +o default 2> /dev/null
  [[ $values == ':anything' ]] && return
  COMPREPLY=($(compgen -P "$prefix" -W "$values" -- "$current"))
}

complete -o default -F _toggl_runn toggl-runn
`;
}

function takesValue(option: OptionModel): option is OptionModel & { readonly values: Values } {
  return option.values !== null;
}

function groupByValues(entries: readonly (readonly [string, Values])[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [key, values] of entries) {
    const text = typeof values === 'string' ? `:${values}` : values.join(' ');
    groups.set(text, [...(groups.get(text) ?? []), key]);
  }
  return groups;
}
