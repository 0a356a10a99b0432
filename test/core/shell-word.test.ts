import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { shellWord } from '../../src/core/shell-word.ts';

describe('shellWord', () => {
  it.each(['eric@example.com', 'runn:456', '2024-01-02', './links/of_may.csv', '+1'])('leaves %s as it is', (text) => {
    expect(shellWord(text)).toBe(text);
  });

  it.each([
    ['Eric Clapton', '"Eric Clapton"'],
    ['', '""'],
    ['Łucja', '"Łucja"'],
    ["Miles' band", `"Miles' band"`],
    ['a;b', '"a;b"'],
    [';', '";"'],
    ['~', '"~"'],
    ['*.csv', '"*.csv"'],
    ['The "moon"', String.raw`"The \"moon\""`],
    ['$HOME', String.raw`"\$HOME"`],
    ['`id`', '"\\`id\\`"'],
    [String.raw`C:\links`, String.raw`"C:\\links"`],
    ['Yahoo!Relaunch', `'Yahoo!Relaunch'`],
    ["Don't! Won't!", String.raw`'Don'\''t! Won'\''t!'`],
    ['Hey!$HOME', `'Hey!$HOME'`],
  ])('quotes %s as %s', (text, word) => {
    expect(shellWord(text)).toBe(word);
  });

  it('is the same text again once a shell has read it', () => {
    const texts = [
      'runn:456',
      '',
      'Eric Clapton',
      ' two  blanks ',
      `"'\`$HOME \\ $(id) \\"`,
      "it's !here! \\ $HOME `id`",
      'line\nbreak\\\n',
      '*',
      '~/links',
      '#1',
      '山田 太郎',
    ];
    const { stdout } = spawnSync('sh', ['-c', `printf '%s\\0' ${texts.map(shellWord).join(' ')}`], {
      encoding: 'utf8',
    });
    expect(stdout.split('\0').slice(0, -1)).toEqual(texts);
  });
});
