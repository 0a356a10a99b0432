/** Completion, asked of the shells themselves; one that is not installed is skipped. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCompletionModel } from '../../src/cli/completion/completion-model.ts';
import { formats, formatsOf } from '../../src/cli/global-options.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { main } from '../../src/main.ts';
import { createFakeRuntime } from '../e2e/support/fake-runtime.ts';

const program = buildProgram(createFakeRuntime(), () => undefined);
const commands = program.commands.map((command) => command.name());
const run = '20260306T090100Z-0000';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'toggl-runn-completion-'));
  for (const shell of ['bash', 'zsh', 'fish']) {
    const runtime = createFakeRuntime();
    expect(await main(['completion', shell], runtime)).toBe(0);
    writeFileSync(join(folder, `completion.${shell}`), runtime.output.stdout);
  }
  writeFileSync(join(folder, 'plan.json'), '');
  // Only asked for the names of earlier runs.
  const history = `#!/bin/sh\n[ "$1" = history ] && printf 'run,command,started_at\\r\\n${run},sync,2026-03-06T09:01:00.000Z,\\r\\n'\n`;
  writeFileSync(join(folder, 'toggl-runn'), history);
  chmodSync(join(folder, 'toggl-runn'), 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const isInstalled = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;
const titleOf = (shell: string): string =>
  `in ${shell}${isInstalled(shell) ? '' : ', which is not installed: skipped'}`;

/** What each line up to the cursor is completed to; words of our own, files and runs. */
const completions: readonly (readonly [line: string, words: readonly string[]])[] = [
  ['toggl-runn dry', ['dry-run']],
  ['toggl-runn --format json his', ['history']],
  ['toggl-runn sync --by ', ['person', 'project', 'day']],
  ['toggl-runn sync --period this-', ['this-week', 'this-month']],
  ['toggl-runn sync --format ', formats],
  ['toggl-runn check-refs --format ', formatsOf('check-refs')],
  ['toggl-runn sync --verify --per', ['--person', '--period']],
  ['toggl-runn sync --since 7d --no-j', ['--no-journal']],
  ['toggl-runn sync --plan pl', ['plan.json']],
  ['toggl-runn sync --config pl', ['plan.json']],
  ['toggl-runn sync --person ', []],
  ['toggl-runn undo ', [run]],
  ['toggl-runn undo --format csv 2026', [run]],
  ['toggl-runn help li', ['list-unmatched', 'link']],
  ['toggl-runn completion ', ['bash', 'zsh', 'fish']],
  ['toggl-runn sandbox --switch zeroMinutes', ['zeroMinutes=accepted', 'zeroMinutes=refused']],
];

describe('the model', () => {
  it('knows what may stand for every value, or that nobody can', () => {
    const { commands: models, options } = readCompletionModel(program, { 'name=value': ['a=b'] });
    const free = new Set(
      [...options, ...models.flatMap((command) => command.options)]
        .filter(({ values }) => values === 'anything')
        .map(({ placeholder }) => placeholder),
    );
    expect([...free].sort()).toEqual([
      'command',
      'date',
      'hours',
      'id',
      'ms',
      'name',
      'number',
      'port',
      'which',
      'who',
    ]);
  });
});

describe.runIf(isInstalled('bash'))(titleOf('bash'), () => {
  /** As bash divides a line: at blanks, and at "=" too. */
  function complete(line: string): string[] {
    const words = line
      .split(' ')
      .flatMap((word) => word.split(/(=)/).filter((part, index) => index === 0 || part !== ''));
    const script = `source completion.bash
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _toggl_runn; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const text = execFileSync('bash', ['--norc', '-c', script, 'bash', ...words], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: `${folder}:${process.env['PATH']}` },
    });
    return text.split('\n').filter((word) => word !== '');
  }

  it.each(completions)('completes %j', (line, words) => {
    expect(complete(line).sort()).toEqual([...words].sort());
  });

  it.each([
    ['toggl-runn sync --format=j', ['json']],
    ['toggl-runn sync --format=', formats],
    ['toggl-runn --format=json his', ['history']],
    ['toggl-runn sandbox --switch zeroMinutes=ref', ['refused']],
    ['toggl-runn sandbox --switch zeroMinutes=refused --see', ['--seed']],
  ])('completes %j, which has an equals sign', (line, words) => {
    expect(complete(line).sort()).toEqual([...words].sort());
  });

  it.each(commands)('has every option of %s', (name) => {
    const command = program.commands.find((each) => each.name() === name);
    const long = (command?.options ?? []).map((option) => option.long);
    expect(complete(`toggl-runn ${name} --`)).toEqual(expect.arrayContaining([...long, '--format', '--help']));
  });

  it('has every command', () => {
    expect(complete('toggl-runn ').sort()).toEqual([...commands, 'help'].sort());
  });
});

describe.runIf(isInstalled('fish'))(titleOf('fish'), () => {
  function complete(line: string): string[] {
    const text = execFileSync(
      'fish',
      ['--no-config', '-c', `source completion.fish; complete -C ${JSON.stringify(line)}`],
      {
        cwd: folder,
        encoding: 'utf8',
        env: { PATH: `${folder}:${process.env['PATH']}`, HOME: folder },
      },
    );
    return text.split('\n').flatMap((found) => (found === '' ? [] : [found.replace(/\t.*/, '')]));
  }

  it.each(completions)('completes %j', (line, words) => {
    expect(complete(line).sort()).toEqual([...words].sort());
  });

  it('has every command', () => {
    expect(complete('toggl-runn ').sort()).toEqual([...commands, 'help'].sort());
  });
});

describe.runIf(isInstalled('zsh'))(titleOf('zsh'), () => {
  // zsh completes at a terminal only: one that is made of zsh itself, where every word that is offered is printed.
  const hits = `
compadd() {
  # Those that only sort or filter words.
  if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then builtin compadd "$@"; return; fi
  local -a hits
  builtin compadd -A hits "$@"
  local hit
  for hit in $hits; do print -r -- "<hit $hit>"; done
}
finish() { print -r -- '<end>'; comppostfuncs=(finish) }
comppostfuncs=(finish)
`;
  const script = `
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'PS1=; unsetopt zle_bracketed_paste beep; autoload -U compinit; compinit -D -u; source ./completion.zsh; source ./hits.zsh; print rea""dy'
zpty -r -m shell out '*ready*'
for line in "$@"; do
  zpty -w -n shell $'\\025'"$line"$'\\t'
  zpty -r -m shell out '*<end>*'
  print -r -- "<line>$out"
done
zpty -d shell
`;
  const found = new Map<string, string[]>();
  beforeAll(() => {
    writeFileSync(join(folder, 'hits.zsh'), hits);
    const lines = completions.map(([line]) => line);
    const text = execFileSync('zsh', ['-f', '-c', script, 'zsh', ...lines], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 60_000,
      env: { PATH: `${folder}:${process.env['PATH']}`, HOME: folder, TERM: 'dumb' },
    });
    const answers = text.split('<line>').slice(1);
    for (const [index, line] of lines.entries()) {
      found.set(
        line,
        [...(answers[index] ?? '').matchAll(/<hit (.*?)>/g)].map(([, word = '']) => word),
      );
    }
  }, 60_000);

  it.each(completions)('completes %j', (line, words) => {
    expect(found.get(line)?.sort()).toEqual([...words].sort());
  });
});
