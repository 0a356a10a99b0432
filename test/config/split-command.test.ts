import { expect, it } from 'vitest';
import { splitCommand } from '../../src/config/split-command.ts';

it.each([
  ['pass show toggl', ['pass', 'show', 'toggl']],
  ['  op   read\t"op://My Vault/x"  ', ['op', 'read', 'op://My Vault/x']],
  ['security find -s \'a "b"\'', ['security', 'find', '-s', 'a "b"']],
  ['a""b \'\'', ['ab', '']],
  ['echo $HOME | cat; ls * `x`', ['echo', '$HOME', '|', 'cat;', 'ls', '*', '`x`']],
  ['C:\\tools\\op.exe read', ['C:\\tools\\op.exe', 'read']],
])('%s', (text, words) => {
  expect(splitCommand(text)).toEqual(words);
});

it.each(['a "b', "a 'b", `a "b'`])('refuses the open quotation mark of %s', (text) => {
  expect(splitCommand(text)).toBeUndefined();
});
