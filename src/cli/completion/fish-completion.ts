/** Completion for fish, with descriptions. */
import type { CompletionModel, OptionModel, Values } from './completion-model.ts';

/** The script, for `~/.config/fish/completions/toggl-runn.fish`. */
export function renderFishCompletion(model: CompletionModel): string {
  const valueFlags = model.options.filter(({ values }) => values !== null).flatMap(({ flags }) => flags);
  const lines = [
    ...model.commands.map(
      ({ name, description }) =>
        `complete -c toggl-runn -n __toggl_runn_has_no_command -a ${name} -d ${quote(description)}`,
    ),
    ...model.options.map((option) => optionLine('__toggl_runn_has_no_command', option)),
    ...model.commands.flatMap(({ name, options, word }) => {
      const condition = quote(`__toggl_runn_is ${name}`);
      return [
        '',
        ...(word === null
          ? []
          : [
              `complete -c toggl-runn -n ${quote(`__toggl_runn_awaits_word_of ${name}`)} ${valueParts(word.values).join(' ')}`,
            ]),
        ...options.map((option) => optionLine(condition, option)),
      ];
    }),
  ];
  return `# fish completion for toggl-runn, written by: toggl-runn completion fish

# The words on the line that are no options: a command, and what it is given.
function __toggl_runn_words
    set -l is_value 0
    for word in (commandline -opc)[2..-1]
        if test $is_value = 1
            set is_value 0
            continue
        end
        switch $word
            case ${valueFlags.join(' ')}
                set is_value 1
            case '-*'
            case '*'
                echo $word
        end
    end
end

function __toggl_runn_has_no_command
    test (count (__toggl_runn_words)) = 0
end

function __toggl_runn_is
    set -l words (__toggl_runn_words)
    test "$words[1]" = $argv[1]
end

function __toggl_runn_awaits_word_of
    test "$(__toggl_runn_words)" = $argv[1]
end

# Names of earlier runs, with the command and when it began.
function __toggl_runn_runs
    set -l program (commandline -opc)[1]
    $program history --format csv 2>/dev/null | sed -e 1d -e 's/,/\\t/' -e 's/,/ /' -e 's/,.*//'
end

complete -c toggl-runn -e
complete -c toggl-runn -f
${lines.join('\n')}
`;
}

function optionLine(condition: string, { flags, description, values }: OptionModel): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  const parts = ['complete -c toggl-runn', `-n ${condition}`, ...names, `-d ${quote(description)}`];
  if (values !== null)
    parts.push(values === 'files' ? '-r -F' : '-x', ...(values === 'files' ? [] : valueParts(values)));
  return parts.join(' ');
}

function valueParts(values: Values): string[] {
  if (values === 'files') return ['-F'];
  if (values === 'runs') return ["-k -a '(__toggl_runn_runs)'"];
  // An empty description, else fish would show that of the option beside each.
  return values === 'anything' ? [] : [`-k -a ${quote(values.map((value) => `${value}\\t""`).join(' '))}`];
}

/** Within single quotes, fish takes a backslash away before a quote and before another. */
function quote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
