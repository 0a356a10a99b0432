import { chmod, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { editConfigFile, editConfigText, type MapEdit } from '../../src/config/edit-config-file.ts';
import { ConfigError } from '../../src/core/errors.ts';

const put = (togglId: number, runnId: number | undefined, group: MapEdit['group'] = 'projects'): MapEdit => ({
  group,
  togglId,
  runnId,
});
const edit = (text: string, ...edits: MapEdit[]) => editConfigText('/x/.toggl-runnrc.yaml', text, edits);

/** Lines of `after` that `before` does not have, and the other way round. */
function changedLines(before: string, after: string) {
  const [old, now] = [before.split('\n'), after.split('\n')];
  return {
    added: now.filter((line) => line !== '' && !old.includes(line)),
    gone: old.filter((line) => !now.includes(line)),
  };
}

describe('editConfigText in YAML', () => {
  it.each([
    ['no map', '# ours\nrunn:\n  referenceName: Custom1 # as ever\n', ['map:', '  projects:', '    "22": 789']],
    ['no group', 'map:\n  noProject: 5 # none\n', ['  projects:', '    "22": 789']],
    ['a group', 'map:\n  projects:\n    "21": 788 # one\n\nrules: {}\n', ['    "22": 789']],
    ['four blanks', 'map:\n    projects:\n        "21": 788\n', ['        "22": 789']],
    ['an empty map', 'runn: {}\nmap:\n# below\n', ['  projects:', '    "22": 789']],
    ['no line break at the end', 'map:\n  projects:\n    "21": 788', ['    "22": 789']],
  ])('adds an entry where there is %s, and touches no other line', (_, text, added) => {
    const after = edit(text, put(22, 789));
    expect(changedLines(text, after)).toMatchObject({ added, gone: [] });
    expect(parse(after).map.projects['22']).toBe(789);
  });

  it.each([
    ['map: { projects: { "21": 788 } } # one line\n', '# one line'],
    ['map: {}\n', ''],
  ])('adds one in braces: %j', (text, comment) => {
    const after = edit(text, put(22, 789));
    expect(parse(after).map.projects['22']).toBe(789);
    expect(after).toContain(comment);
  });

  it('changes a standing entry in its place', () => {
    expect(edit('map:\n  people:\n    "11": 456 # Eric\n', put(11, 457, 'people'))).toBe(
      'map:\n  people:\n    "11": 457 # Eric\n',
    );
  });

  it('keeps Windows line ends', () => {
    expect(edit('map:\r\n  projects:\r\n    "21": 788\r\n', put(22, 789))).toBe(
      'map:\r\n  projects:\r\n    "21": 788\r\n    "22": 789\r\n',
    );
  });

  it('takes an entry out again, and only while it says what is expected', () => {
    const text = 'map:\n  projects:\n    "21": 788 # one\n    "22": 789\n';
    expect(edit(text, put(22, undefined))).toBe('map:\n  projects:\n    "21": 788 # one\n');
    expect(edit(text, { ...put(22, undefined), expected: 790 })).toBe(text);
    expect(edit(text, { ...put(22, undefined), expected: 789 })).not.toBe(text);
  });

  it.each([
    'map: nothing\n',
    'map: [1]\n',
    '- a list\n',
    'map:\n  projects: null\n',
    // Behind the comment the entry would be part of it.
    'map:\n  projects: {\n    "21": 788, # last\n  }\n',
  ])('refuses what it cannot edit without changing something else: %j', (text) => {
    expect(() => edit(text, put(22, 789))).toThrow(ConfigError);
  });

  it('adds nothing but the entries, whatever stands there, or refuses', () => {
    const comment = fc.constantFrom('', ' # a remark', '   #: "22": 1');
    const entries = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 6 });
    const file = fc.record({
      people: entries,
      projects: entries,
      comment,
      step: fc.constantFrom(2, 4),
      before: fc.boolean(),
    });
    const edits = fc.array(
      fc.record({
        group: fc.constantFrom('people', 'projects'),
        togglId: fc.integer({ min: 1, max: 30 }),
        runnId: fc.integer({ min: 1, max: 999 }),
      }),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(file, edits, ({ people, projects, comment: remark, step, before }, wanted) => {
        const blank = ' '.repeat(step);
        const group = (name: string, ids: readonly number[]) =>
          ids.length === 0
            ? []
            : [`${blank}${name}:${remark}`, ...ids.map((id) => `${blank}${blank}"${id}": ${id + 100}${remark}`)];
        const map = [...group('people', people), ...group('projects', projects)];
        const text = [
          ...(before ? ['# first', `rules:${remark}`, `${blank}clear: owned`] : []),
          ...(map.length === 0 ? [] : [`map:${remark}`, ...map]),
          '# last',
          'timezone: Europe/Berlin',
          '',
        ].join('\n');
        const after = edit(text, ...(wanted as MapEdit[]));
        const expected = parse(text);
        for (const { group: name, togglId, runnId } of wanted) {
          expected.map = { ...expected.map, [name]: { ...expected.map?.[name], [togglId]: runnId } };
        }
        expect(parse(after)).toEqual(expected);
        const comments = (each: string) => each.match(/#.*/g)?.length ?? 0;
        expect(comments(after)).toBe(comments(text));
      }),
      { numRuns: 300 },
    );
  });
});

describe('editConfigText in JSON', () => {
  it('keeps the indentation', () => {
    const text = '{\n\t"map": {\n\t\t"projects": {\n\t\t\t"21": 788\n\t\t}\n\t}\n}\n';
    expect(editConfigText('/x/a.json', text, [put(22, 789)])).toBe(
      '{\n\t"map": {\n\t\t"projects": {\n\t\t\t"21": 788,\n\t\t\t"22": 789\n\t\t}\n\t}\n}\n',
    );
  });

  it('writes into the property of package.json, and touches nothing else there', () => {
    const text = '{\n  "name": "x",\n  "toggl-runn": {}\n}\n';
    const after = JSON.parse(editConfigText('/x/package.json', text, [put(22, 789)]));
    expect(after).toEqual({ name: 'x', 'toggl-runn': { map: { projects: { 22: 789 } } } });
  });
});

describe('editConfigFile', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'toggl-runn-edit-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('keeps the mode, and a symbolic link', async () => {
    const file = path.join(folder, 'real.yaml');
    const link = path.join(folder, 'link.yaml');
    await writeFile(file, 'map: {}\n');
    await chmod(file, 0o600);
    await symlink(file, link);
    expect(await editConfigFile(link, [put(22, 789)])).toBe(true);
    expect(parse(await readFile(file, 'utf8')).map.projects['22']).toBe(789);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await editConfigFile(link, [put(22, 789)])).toBe(false);
  });

  it('leaves the file as it was when it cannot be edited', async () => {
    const file = path.join(folder, 'other.yaml');
    await writeFile(file, 'map: nothing\n');
    await expect(editConfigFile(file, [put(22, 789)])).rejects.toThrow(ConfigError);
    expect(await readFile(file, 'utf8')).toBe('map: nothing\n');
    await expect(editConfigFile(path.join(folder, 'missing.yaml'), [put(22, 789)])).rejects.toThrow(ConfigError);
  });
});
