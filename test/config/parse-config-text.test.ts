import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfigText } from '../../src/config/parse-config-text.ts';

const canary = 'canary0123456789';

function read(text: string, format: 'yaml' | 'json' = 'yaml') {
  return parseConfigText('/x/.toggl-runnrc', text, format);
}

describe('good text', () => {
  it('is data', () => {
    expect(read('a: 1\nb: [x, 10%, 2026-10-31]\n# a comment\n')).toEqual({
      data: { a: 1, b: ['x', '10%', '2026-10-31'] },
    });
  });

  it('may begin with a byte order mark', () => {
    expect(read('\uFEFF{"a": true}', 'json')).toEqual({ data: { a: true } });
  });

  it('may hold many brackets and colons in a row', () => {
    const people = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [index, `[[[{${index}`]));
    expect(read(JSON.stringify({ people }, null, ' ').replaceAll('\n', ''), 'json')).toEqual({ data: { people } });
    const flow = Array.from({ length: 90 }, (_, index) => `"${index}": [{ runn: ${index} }]`).join(', ');
    expect(read(`map: { ${flow} }`)).toHaveProperty('data');
  });

  it('may hold a long string of escapes in JSON', () => {
    const long = '\\"['.repeat(200_000);
    expect(read(JSON.stringify({ long }), 'json')).toEqual({ data: { long } });
  });

  it('loses keys without a value', () => {
    expect(read('map:\n  people:\n  # "1": 2\n')).toEqual({ data: { map: {} } });
  });

  it('keeps numeric keys exactly', () => {
    expect(read('9007199254740993: 1\n12: 2')).toEqual({ data: { '9007199254740993': 1, '12': 2 } });
  });

  it('keeps integers beyond 2^53 as bigint, so that they can be refused', () => {
    expect(read('a: 9007199254740993')).toEqual({ data: { a: 9007199254740993n } });
  });
});

describe('broken text', () => {
  it.each([
    ['a tab', 'a:\n\tb: 1', 2],
    ['no closing bracket', 'a: [1,\nb: 2', 2],
    ['a colon in a value', 'a: 1\nb: c: d', 2],
    ['a second document', 'a: 1\n---\nb: 1', 2],
    ['a tag', 'a: 1\nb: !!js/function x', 2],
    ['an alias of nothing', 'a: 1\nb: *x', 2],
    ['a special first character', 'a: 1\nb: @x', 2],
    ['an unknown escape', 'a: 1\nb: "\\q"', 2],
    ['a key twice', 'a: 1\nb: 2\na: 3', 3],
    ['a key twice, once in quotes', 'map:\n  12: 1\n  "12": 2', 3],
    ['a key that is a list', 'a: 1\n? [b]\n: 1', 2],
  ])('%s is told with its line', (_, text, line) => {
    const result = read(text);
    expect('problems' in result && result.problems[0]?.path).toMatch(new RegExp(`^/x/\\.toggl-runnrc:${line}:\\d+$`));
  });

  it.each([
    ['a trailing comma', '{"a": 1,}'],
    ['a comment', '{"a": 1} # x'],
    ['a key without quotes', '{a: 1}'],
    ['a key twice', '{"a": 1, "a": 2}'],
    ['an open string', '{"a: 1'],
    ['YAML', 'a: 1'],
  ])('%s is no JSON', (_, text) => {
    expect(read(text, 'json')).toHaveProperty('problems');
  });

  it.each([
    ['a: [1,2\nb: 3\n', '['],
    ['a:\n  b: [1,2\nc: 3\n', '['],
    ['a: {b: 1\nc: 3\n', '{'],
  ])('%j has a bracket that is not closed', (text, bracket) => {
    const { problems = [] } = read(text) as { problems?: readonly { message: string }[] };
    expect(problems[0]?.message).toContain(`a ${bracket} that was opened`);
  });

  it.each(['', '   \n', '# only a comment\n', '---\n'])('%j is empty', (text) => {
    expect(read(text)).toEqual({ problems: [{ path: '/x/.toggl-runnrc', message: 'is empty' }] });
  });

  it.each([
    ['depth', '['.repeat(50_000)],
    ['depth in blocks', Array.from({ length: 1000 }, (_, level) => `${' '.repeat(level)}a:`).join('\n')],
    ['depth on one line', '- '.repeat(10_000)],
    ['depth by colons', 'a: '.repeat(10_000)],
    [
      'depth behind a bracket that is text',
      `x [\n${Array.from({ length: 1000 }, (_, level) => `${' '.repeat(level)}a:`).join('\n')}`,
    ],
    ['depth over several lines', '[\n'.repeat(10_000)],
    ['depth in JSON', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['a bomb of aliases', bomb()],
    ['a list inside itself', 'a: &a [*a]'],
  ])('%s ends in a problem', (_, text) => {
    expect(read(text)).toHaveProperty('problems');
  });

  it.each([
    `token: ${canary}: x`,
    `token: "${canary}`,
    `token: *${canary}`,
    `token: !${canary} x`,
    `token: @${canary}`,
    `{"token": "${canary}",}`,
    `{"token": ${canary}}`,
    `? {token: ${canary}}\n: 1`,
    `token: ${canary}\n\tx`,
    `%${canary}\n---\n`,
    `&${canary} &b x`,
  ])('never repeats a value: %s', (text) => {
    for (const format of ['yaml', 'json'] as const) {
      const result = read(text, format);
      expect('problems' in result ? JSON.stringify(result) : '').not.toContain(canary);
    }
  });

  it('whatever the text is, there is data or a problem, and nothing is thrown', () => {
    const piece = fc.constantFrom(
      'a',
      ':',
      ' ',
      '\n',
      '-',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '&x',
      '*x',
      '!',
      '?',
      '|',
      '\t',
      '1',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 60 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, fc.constantFrom('yaml' as const, 'json' as const), (each, format) => {
        const result = read(each, format);
        expect('data' in result || result.problems.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

function bomb(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 12; level += 1) {
    lines.push(`a${level}: &a${level} [${Array.from({ length: 9 }, () => `*a${level - 1}`).join(', ')}]`);
  }
  return lines.join('\n');
}
