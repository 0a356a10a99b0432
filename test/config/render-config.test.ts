import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/parse-config.ts';
import { parseConfigText } from '../../src/config/parse-config-text.ts';
import { type ConfigChoices, renderConfig } from '../../src/config/render-config.ts';

const choices: ConfigChoices = {
  tokens: { toggl: null, runn: null },
  baseUrls: { toggl: 'https://api.track.toggl.com', runn: 'https://api.runn.io' },
  workspaces: [{ id: 5_411_215, name: 'Sunshine of Your Code' }],
  referenceName: 'Custom1',
  timezone: 'Europe/Berlin',
  tokensElsewhere: 'see the environment variable',
};

/** What the loader makes of the text. */
function load(overrides: Partial<ConfigChoices> = {}) {
  const read = parseConfigText('/x/.toggl-runnrc.yaml', renderConfig({ ...choices, ...overrides }), 'yaml');
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const result = parseConfig(read.data);
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result.parsed;
}

/** The keys behind "#", as somebody would switch them on. */
function uncommented(): string {
  return renderConfig(choices)
    .split('\n')
    .map((line) => line.replace(/^# (timezone|rules|map| {2})/, '$1'))
    .join('\n');
}

describe('renderConfig', () => {
  it('says what was chosen, and no more', () => {
    expect(load()).toEqual({ toggl: { workspaceIds: [5_411_215] }, runn: { referenceName: ['Custom1'] } });
  });

  it('keeps hosts that are not the usual ones', () => {
    const baseUrls = { ...choices.baseUrls, runn: 'https://api.us.runn.io' };
    expect(load({ baseUrls }).runn?.baseUrl).toBe('https://api.us.runn.io');
  });

  it.each([
    [
      { kind: 'token', token: '0123456789abcdef0123456789abcdef' } as const,
      { token: '0123456789abcdef0123456789abcdef' },
    ],
    [
      { kind: 'token', token: '01234567890123456789012345678901' } as const,
      { token: '01234567890123456789012345678901' },
    ],
    [{ kind: 'token', token: 'TEST_a:#b' } as const, { token: 'TEST_a:#b' }],
    [
      { kind: 'file', file: '~/.config/toggl-runn/toggl-token' } as const,
      { tokenFile: '~/.config/toggl-runn/toggl-token' },
    ],
    [{ kind: 'file', file: 'C:\\Users\\me\\a # b' } as const, { tokenFile: 'C:\\Users\\me\\a # b' }],
    [
      { kind: 'command', command: ['op', 'read', 'op://Private/Toggl "API" token/credential'] } as const,
      { tokenCommand: ['op', 'read', 'op://Private/Toggl "API" token/credential'] },
    ],
  ])('names a token so that it is read back as it was: %j', (entry, expected) => {
    expect(load({ tokens: { toggl: entry, runn: null } }).toggl).toMatchObject(expected);
  });

  it.each(['Custom1', 'salesforce.Id', 'yes', '123', 'a: b', "Toggl's id", 'null', '- x'])(
    'names the reference %j so that it stays text',
    (referenceName) => {
      expect(load({ referenceName }).runn?.referenceName).toEqual([referenceName]);
    },
  );

  it('lets no name of a workspace out of its comment', () => {
    const workspaces = [{ id: 1, name: 'Studio\nrules: { clear: never }\u2028x\u0085y' }];
    expect(load({ workspaces })).toEqual(load({ workspaces: [{ id: 1, name: 'Studio' }] }));
  });

  it('offers what it comments out in the form that is read', () => {
    const read = parseConfigText('/x/.toggl-runnrc.yaml', uncommented(), 'yaml');
    const result = 'problems' in read ? read : parseConfig(read.data);
    expect(result).not.toHaveProperty('problems');
    expect(Object.keys('parsed' in result ? result.parsed : {}).sort()).toEqual([
      'map',
      'rules',
      'runn',
      'timezone',
      'toggl',
    ]);
  });
});
