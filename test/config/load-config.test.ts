import { existsSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import path from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type ConfigFlags, type ConfigRequest, loadConfig } from '../../src/config/load-config.ts';
import { aMachine, configErrorOf, pathsOf, problemsOf, put } from './config-folder.ts';

const tokens = { TOGGL_API_TOKEN: 'toggl-token', RUNN_API_TOKEN: 'runn-token' };

/** Loads with a configuration file of that text, both tokens in the environment unless `env` says otherwise. */
async function request(
  text: string | null,
  {
    env = tokens,
    flags = {},
    ...rest
  }: {
    env?: Record<string, string>;
    flags?: ConfigFlags;
    secrets?: ConfigRequest['secrets'];
  } = {},
): Promise<ConfigRequest & { readonly root: string }> {
  const machine = await aMachine(env);
  if (text !== null) await put(machine.cwd, '.toggl-runnrc', text);
  return { ...machine, flags, ...rest };
}

async function load(...args: Parameters<typeof request>) {
  return (await loadConfig(await request(...args))).config;
}

/** A configuration with one further token of Toggl. */
const other = (keys: string): string => `toggl: { otherTokens: [{ ${keys} }] }`;

describe('defaults', () => {
  it('are those of the design', async () => {
    const { origins, settings, stateDir, cacheDir, ...config } = await load(null);
    expect(config).toEqual({
      file: null,
      toggl: {
        token: 'toggl-token',
        baseUrl: 'https://api.track.toggl.com',
        workspaceIds: [],
        otherTokens: [],
        source: 'weekly',
        checkTotals: true,
        cacheHours: 4,
      },
      runn: {
        token: 'runn-token',
        baseUrl: 'https://api.runn.io',
        referenceNames: ['Custom1'],
        requestsPerMinute: 110,
      },
      timezone: null,
      rules: {
        billable: 'auto',
        rounding: { mode: 'nearest', minutes: 1 },
        clear: 'owned',
        clearWith: 'zero',
        zeros: 'none',
        onConflict: 'toggl',
        archived: 'hold',
        lockedThrough: null,
      },
      map: { noProject: null, people: new Map(), projects: new Map() },
      journal: { keepDays: 400, keepRuns: 1000 },
      limits: { maxLossShare: 0.1, floorHours: 20 },
      notify: null,
    });
    expect(stateDir).toMatch(/\.local\/state\/toggl-runn$/);
    expect(cacheDir).toMatch(/\.cache\/toggl-runn$/);
    expect(origins.get('rules.billable')).toEqual({ kind: 'default' });
  });
});

describe('the example of the design', () => {
  it('is read as it is meant', async () => {
    const config = await load(`
toggl:  { workspaceIds: [5411215], source: weekly, checkTotals: true }
runn:   { referenceName: Custom1, requestsPerMinute: 110 }
timezone: Europe/Berlin
rules:
  rounding: { mode: nearest, minutes: 1 }
  lockedThrough: 2026-10-31
map:
  noProject: 789
  people:   { "6910539": 456, "6911244": skip }
  projects: { "170103135": 789, "170": [{ runn: 789, until: 2026-02-28 }, { runn: 790 }] }
limits: { maxLoss: 10%, floorHours: 20 }
`);
    expect(config.timezone).toBe('Europe/Berlin');
    expect(config.toggl.workspaceIds).toEqual([5411215]);
    expect(config.rules.lockedThrough).toEqual({ kind: 'date', date: '2026-10-31' });
    expect(config.map.noProject).toBe(789);
    expect([...config.map.people]).toEqual([
      [6910539, 456],
      [6911244, 'skip'],
    ]);
    expect(config.map.projects.get(170103135 as never)).toEqual([{ target: 789, until: null }]);
    expect(config.map.projects.get(170 as never)).toEqual([
      { target: 789, until: '2026-02-28' },
      { target: 790, until: null },
    ]);
    expect(config.limits).toEqual({ maxLossShare: 0.1, floorHours: 20 });
  });
});

describe('precedence', () => {
  const file = `
toggl: { token: file-toggl, workspaceIds: [1], baseUrl: "https://file.example.com" }
runn: { token: file-runn, referenceName: [File, Other], baseUrl: "https://file.example.com" }
`;
  const env = {
    TOGGL_API_TOKEN: 'env-toggl',
    RUNN_API_TOKEN: 'env-runn',
    TOGGL_WORKSPACE_ID: '2, 3',
    TOGGL_BASE_URL: 'https://env.example.com/',
    RUNN_BASE_URL: 'https://env.example.com',
    RUNN_REFERENCE_NAME: 'Env',
    TOGGL_RUNN_STATE_DIR: '/env/state',
  };
  const flags: ConfigFlags = {
    toggl: { token: 'flag-toggl', workspaceIds: [4], baseUrl: 'http://127.0.0.1:1' },
    runn: { token: 'flag-runn', referenceName: 'Flag', baseUrl: 'http://127.0.0.1:2' },
    stateDir: '/flag/state',
  };

  it.each([
    ['the file', file, {}, {}, 'file', [1], ['File', 'Other'], 'https://file.example.com'],
    ['the environment over the file', file, env, {}, 'env', [2, 3], ['Env'], 'https://env.example.com'],
    ['flags over both', file, env, flags, 'flag', [4], ['Flag'], 'http://127.0.0.1:1'],
    ['the environment alone', null, env, {}, 'env', [2, 3], ['Env'], 'https://env.example.com'],
  ] as const)('%s', async (_, text, variables, overrides, prefix, workspaceIds, referenceNames, baseUrl) => {
    const config = await load(text, { env: variables, flags: overrides });
    expect(config.toggl).toMatchObject({ token: `${prefix}-toggl`, workspaceIds, baseUrl });
    expect(config.runn).toMatchObject({ token: `${prefix}-runn`, referenceNames });
  });

  it('remembers where each value came from', async () => {
    const config = await load(file, {
      env: { TOGGL_API_TOKEN: 'from-the-environment', TOGGL_WORKSPACE_ID: '2' },
      flags: { runn: { referenceName: 'F' } },
    });
    const origin = (key: string) => config.origins.get(key);
    expect(origin('toggl.token')).toEqual({ kind: 'environment', variable: 'TOGGL_API_TOKEN' });
    expect(origin('toggl.workspaceIds')).toEqual({ kind: 'environment', variable: 'TOGGL_WORKSPACE_ID' });
    expect(origin('runn.token')).toEqual({ kind: 'file', file: config.file });
    expect(origin('runn.referenceName')).toEqual({ kind: 'flag' });
    expect(origin('runn.requestsPerMinute')).toEqual({ kind: 'default' });
    expect(origin('stateDir')).toEqual({ kind: 'default' });
  });

  it('counts an empty variable as unset', async () => {
    const config = await load(file, {
      env: { TOGGL_API_TOKEN: '', TOGGL_WORKSPACE_ID: ' ', TOGGL_RUNN_STATE_DIR: '' },
    });
    expect(config.toggl).toMatchObject({ token: 'file-toggl', workspaceIds: [1] });
    expect(config.origins.get('stateDir')).toEqual({ kind: 'default' });
  });

  it.each([
    [{ TOGGL_RUNN_STATE_DIR: '/env/state' }, {}, '/env/state'],
    [{ TOGGL_RUNN_STATE_DIR: '/env/state' }, { stateDir: '/flag/state' }, '/flag/state'],
    [{ XDG_STATE_HOME: '/xdg' }, {}, '/xdg/toggl-runn'],
  ])('state directory: %j and %j', async (variables, overrides, expected) => {
    expect((await load(null, { env: { ...tokens, ...variables }, flags: overrides })).stateDir).toBe(expected);
  });

  it('takes a relative state directory from the working directory, and an empty XDG value as none', async () => {
    const given = await request(null, { env: { ...tokens, TOGGL_RUNN_STATE_DIR: 'state', XDG_STATE_HOME: 'x' } });
    const { stateDir, cacheDir } = (await loadConfig(given)).config;
    expect(stateDir).toBe(path.join(given.cwd, 'state'));
    expect(cacheDir).toBe(path.join(given.cwd, 'state', 'cache'));
  });

  it('reads no file when told so', async () => {
    const config = await load('this is: [broken', { flags: { config: false } });
    expect(config.file).toBeNull();
  });

  it('reads the file that --config names', async () => {
    const given = await request('timezone: UTC', { flags: { config: 'other.yaml' } });
    const file = await put(given.cwd, 'other.yaml', 'timezone: Europe/Berlin');
    expect((await loadConfig(given)).config).toMatchObject({ file, timezone: 'Europe/Berlin' });
  });
});

describe('problems', () => {
  it('come all at once, from every layer', async () => {
    const text = 'rules: { bilable: auto, clear: 1 }\nlimits: { maxLoss: much }\n';
    const env = { ...tokens, TOGGL_WORKSPACE_ID: '1,x', RUNN_BASE_URL: 'http://api.runn.io' };
    expect((await pathsOf(loadConfig(await request(text, { env })))).toSorted()).toEqual([
      'RUNN_BASE_URL',
      'TOGGL_WORKSPACE_ID',
      'limits.maxLoss',
      'rules.bilable',
      'rules.clear',
    ]);
  });

  it.each([
    ['an unknown key', 'foo: 1', ['foo']],
    ['a value that is none', 'rules: { zeros: all }', ['rules.zeros']],
    ['a list with a value that is none', 'toggl: { workspaceIds: [1, x] }', ['toggl.workspaceIds[1]']],
    ['two lines that are none', 'toggl: { otherTokens: [5, 6] }', ['toggl.otherTokens[0]', 'toggl.otherTokens[1]']],
  ])('of a single value do not hide what several show together: %s', async (_, text, paths) => {
    const dated = 'map: { projects: { 1: [{ runn: 2, until: 2024-01-01 }] } }';
    const given = await request(`${text}\n${dated}\nrunn: { referenceName: [A, A] }`, {
      env: { TOGGL_API_TOKEN: 'toggl-token' },
    });
    expect(await pathsOf(loadConfig(given))).toEqual([
      ...paths,
      'runn.referenceName',
      'map.projects.1[0].until',
      'runn.token',
    ]);
  });

  it('name the file in the hint', async () => {
    const error = await configErrorOf(loadConfig(await request('x: 1')));
    expect(error.hint).toContain('.toggl-runnrc');
    expect(error.exitCode).toBe(2);
  });

  it.each([
    ['two ways to one token', 'toggl: { token: lab-token, tokenFile: b }', 'toggl'],
    ['three ways to one token', 'runn: { token: lab-token, tokenFile: b, tokenCommand: c }', 'runn'],
    ['a workspace twice', 'toggl: { workspaceIds: [1, "1"] }', 'toggl.workspaceIds'],
    ['two ways to a further token', other('token: lab-token, tokenFile: b, workspaceIds: [2]'), 'toggl.otherTokens[0]'],
    ['no way to a further token', other('workspaceIds: [2]'), 'toggl.otherTokens[0]'],
    ['a further token without workspaces', other('token: lab-token'), 'toggl.otherTokens[0].workspaceIds'],
    [
      'a further token with no workspace',
      other('token: lab-token, workspaceIds: []'),
      'toggl.otherTokens[0].workspaceIds',
    ],
    [
      'a workspace twice with a further token',
      other('token: lab-token, workspaceIds: [2, 2]'),
      'toggl.otherTokens[0].workspaceIds',
    ],
    [
      'a workspace of the main token with a further one',
      'toggl: { workspaceIds: [1, 2], otherTokens: [{ token: lab-token, workspaceIds: [2] }] }',
      'toggl.otherTokens[0].workspaceIds',
    ],
    [
      'a workspace with two further tokens',
      'toggl: { otherTokens: [{ token: lab-token, workspaceIds: [2] }, { token: art-token, workspaceIds: [3, 2] }] }',
      'toggl.otherTokens[1].workspaceIds',
    ],
    [
      'an unknown key of a further token',
      other('token: lab-token, tokn: x, workspaceIds: [2]'),
      'toggl.otherTokens[0].tokn',
    ],
    ['zeros where clears delete', 'rules: { zeros: scheduled, clearWith: delete }', 'rules.zeros'],
    ['a reference name twice', 'runn: { referenceName: [A, B, A] }', 'runn.referenceName'],
    [
      'a last date that closes',
      'map: { projects: { 1: [{ runn: 2, until: 2024-01-01 }] } }',
      'map.projects.1[0].until',
    ],
    ['an early line without a date', 'map: { projects: { 1: [{ runn: 2 }, { runn: 3 }] } }', 'map.projects.1[0].until'],
    [
      'dates out of order',
      'map: { projects: { 1: [{ runn: 2, until: 2024-02-01 }, { runn: 3, until: 2024-01-01 }, { runn: 4 }] } }',
      'map.projects.1[1].until',
    ],
  ])('%s', async (_, text, key) => {
    expect(await pathsOf(loadConfig(await request(text)))).toEqual([key]);
  });

  it.each(['rules: { zeros: none }', 'notify: { on: problems }'])('%s changes nothing and is allowed', async (text) => {
    expect((await load(text)).notify).toBeNull();
  });
});

describe('tokens', () => {
  it('that are missing are both reported, with the variable and the file', async () => {
    const problems = await problemsOf(loadConfig(await request('timezone: UTC', { env: { RUNN_API_TOKEN: '' } })));
    expect(problems.map((problem) => problem.path)).toEqual(['toggl.token', 'runn.token']);
    expect(problems[0]?.message).toMatch(/TOGGL_API_TOKEN is not set.*\.toggl-runnrc has no toggl\.token/);
    expect(problems[1]?.message).toMatch(/RUNN_API_TOKEN is empty/);
  });

  it('that are missing without a file: says where one was looked for', async () => {
    const given = await request(null, { env: {} });
    const { hint } = await configErrorOf(loadConfig(given));
    for (const words of [given.cwd, '.config/toggl-runn', '`toggl-runn init`']) expect(hint).toContain(words);
  });

  it('are not asked for when none is needed', async () => {
    const config = await load('toggl: { tokenFile: missing }\nrunn: { tokenCommand: [no-such-command] }', {
      env: {},
      secrets: [],
    });
    expect([config.toggl.token, config.runn.token]).toEqual(['', '']);
  });

  it('come from a file and a command of the configuration', async () => {
    const text = 'toggl: { tokenFile: secrets/toggl }\nrunn: { tokenCommand: echo "from-command" }';
    const given = await request(text, { env: {} });
    await put(given.cwd, 'secrets/toggl', 'from-file\n');
    const { config } = await loadConfig(given);
    expect([config.toggl.token, config.runn.token]).toEqual(['from-file', 'from-command']);
  });

  it('of the environment spare the command', async () => {
    const given = await request('toggl: { tokenCommand: [touch, was-run] }');
    await loadConfig(given);
    expect(existsSync(path.join(given.cwd, 'was-run'))).toBe(false);
  });

  it('further ones of Toggl come from the same three places, and say where they are from', async () => {
    const text = `toggl:
  workspaceIds: [1]
  otherTokens:
    - { tokenCommand: 'echo "from-command"', workspaceIds: [2, 3] }
    - { tokenFile: secrets/lab, workspaceIds: ["4"] }
    - { token: from-text, workspaceIds: [5] }`;
    const given = await request(text);
    await put(given.cwd, 'secrets/lab', 'from-file\n');
    const { config } = await loadConfig(given);
    expect(config.toggl.otherTokens).toEqual([
      { token: 'from-command', place: 'toggl.otherTokens[0]', workspaceIds: [2, 3] },
      { token: 'from-file', place: 'toggl.otherTokens[1]', workspaceIds: [4] },
      { token: 'from-text', place: 'toggl.otherTokens[2]', workspaceIds: [5] },
    ]);
    expect(inspect(config.settings, { depth: 10 })).not.toContain('from-');
  });

  it('further ones that cannot be read are reported at their place', async () => {
    const text = 'toggl: { otherTokens: [{ tokenFile: missing, workspaceIds: [2] }] }';
    expect(await pathsOf(loadConfig(await request(text)))).toEqual(['toggl.otherTokens[0].tokenFile']);
  });

  it('further ones stay unread when only Runn’s is needed', async () => {
    const text = 'toggl: { otherTokens: [{ tokenFile: missing, workspaceIds: [2] }, { workspaceIds: [3] }] }';
    const config = await load(text, { secrets: ['runn'] });
    expect(config.toggl.otherTokens.map(({ token }) => token)).toEqual(['', '']);
  });

  it('that cannot be read are both reported', async () => {
    const text = 'toggl: { tokenFile: missing }\nrunn: { tokenCommand: [no-such-command-anywhere] }';
    expect(await pathsOf(loadConfig(await request(text, { env: {} })))).toEqual([
      'toggl.tokenFile',
      'runn.tokenCommand',
    ]);
  });

  it('in files are looked at whatever else is wrong', async () => {
    const text = 'toggl: { token: toggl-token, tokenFile: x, tokenCommand: y }\nrunn: { tokenFile: missing }';
    expect(await pathsOf(loadConfig(await request(text, { env: {} })))).toEqual(['toggl', 'runn.tokenFile']);
  });

  it.each([
    ['of another type', 'toggl: { token: 5 }', ['toggl.token']],
    ['in a file that is no text', 'toggl: { tokenFile: 5 }', ['toggl.tokenFile']],
    ['under a key that is spelled wrong', 'toggl: { tokenFlie: x }', ['toggl.tokenFlie']],
    [
      'of a list',
      'toggl: { token: toggl-token, otherTokens: [{ token: 5, workspaceIds: [2] }] }',
      ['toggl.otherTokens[0].token'],
    ],
    ['in no group', 'toggl: x', ['toggl']],
  ])('%s are not also missing', async (_, text, paths) => {
    const given = await request(text, { env: { RUNN_API_TOKEN: 'runn-token' } });
    expect(await pathsOf(loadConfig(given))).toEqual(paths);
  });

  it('of commands are not asked for while anything else is wrong', async () => {
    const given = await request('rules: { zeros: all }\ntoggl: { tokenCommand: [touch, was-run] }', {
      env: { RUNN_API_TOKEN: 'runn-token' },
    });
    expect(await pathsOf(loadConfig(given))).toEqual(['rules.zeros']);
    expect(existsSync(path.join(given.cwd, 'was-run'))).toBe(false);
  });

  it.each([
    ['TOGGL_API_TOKEN', { ...tokens, TOGGL_API_TOKEN: 'toggl_sk_canary' }],
    ['RUNN_API_TOKEN', { ...tokens, RUNN_API_TOKEN: 'two canary words' }],
    ['RUNN_API_TOKEN', { ...tokens, RUNN_API_TOKEN: '1canary' }],
  ])('that cannot be right are refused at %s', async (variable, env) => {
    const error = await configErrorOf(loadConfig(await request(null, { env })));
    expect(error.problems.map((problem) => problem.path)).toEqual([variable]);
    expect(inspect(error, { depth: 10 })).not.toContain('canary');
  });

  it.each([
    [0o600, 'toggl: { token: x }', 0],
    [0o644, 'toggl: { token: x }', 1],
    [0o644, 'toggl: { otherTokens: [{ token: lab-token, workspaceIds: [2] }] }', 1],
    [0o644, 'timezone: UTC', 0],
  ])('in a file of mode %o (%s): %i warnings', async (mode, text, count) => {
    const given = await request(text);
    await chmod(path.join(given.cwd, '.toggl-runnrc'), mode);
    expect((await loadConfig(given)).warnings).toHaveLength(count);
  });
});

describe('no token is ever in an error', () => {
  const canary = 'canary0123456789abcdef';

  it.each([
    ['a syntax error behind it', `toggl: { token: ${canary}\n`],
    ['the token as the whole file', canary],
    ['the token as a group', `toggl: ${canary}`],
    ['the token under a wrong key', `toggl: { source: ${canary} }`],
    ['the token in a URL', `runn: { baseUrl: "https://${canary}@api.runn.io" }`],
    ['two tokens', `toggl: { token: ${canary}, tokenFile: x }`],
    ['a Focus key', `toggl: { token: toggl_sk_${canary} }`],
    ['a token with a blank', `toggl: { token: "${canary} x" }`],
    ['a token as an argument', `toggl: { tokenCommand: [no-such-command-anywhere, ${canary}] }`],
    ['a token that begins with a star', `toggl: { token: *${canary} }`],
    ['another problem', `toggl: { token: ${canary} }\nrules: { clear: 1 }`],
    ['a further token that is none', other(`token: "${canary} x", workspaceIds: [2]`)],
    ['a further token under a wrong key', other(`tokn: ${canary}, workspaceIds: [2]`)],
    ['a further token in place of the list', `toggl: { otherTokens: ${canary} }`],
    ['a list of tokens', `toggl: { token: [${canary}] }`],
  ])('%s', async (_, text) => {
    const error = await configErrorOf(loadConfig(await request(text, { env: { RUNN_API_TOKEN: canary } })));
    expect(error.problems.length).toBeGreaterThan(0);
    expect(`${inspect(error, { depth: 10, showHidden: true })}${error.stack}${JSON.stringify(error)}`).not.toContain(
      canary,
    );
  });
});
