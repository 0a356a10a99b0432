import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/parse-config.ts';

function problemsOf(data: unknown) {
  const result = parseConfig(data);
  return 'problems' in result ? result.problems : [];
}

describe('values', () => {
  it.each<[string, unknown]>([
    ['toggl', 5],
    ['toggl', ['x']],
    ['toggl.token', 5],
    ['toggl.token', ' '],
    ['toggl.tokenFile', true],
    ['toggl.tokenCommand', []],
    ['toggl.tokenCommand', ['pass', 5]],
    ['toggl.tokenCommand', 'pass "x'],
    ['toggl.baseUrl', 'http://api.track.toggl.com'],
    ['toggl.workspaceIds', 5411215],
    ['toggl.source', 'daily'],
    ['toggl.checkTotals', 'yes'],
    ['runn.referenceName', []],
    ['runn.referenceName', ['Custom1', '']],
    ['runn.requestsPerMinute', 0],
    ['runn.requestsPerMinute', 121],
    ['runn.requestsPerMinute', 1.5],
    ['timezone', 'Europe/Berln'],
    ['timezone', 5],
    ['rules.billable', 'sometimes'],
    ['rules.rounding', 'nearest'],
    ['rules.rounding.mode', 'nearst'],
    ['rules.rounding.minutes', 0],
    ['rules.clear', true],
    ['rules.clearWith', 'remove'],
    ['rules.zeros', 'all'],
    ['rules.onConflict', 'ask'],
    ['rules.archived', 'skip'],
    ['rules.lockedThrough', '2026-02-30'],
    ['rules.lockedThrough', 'yesterday'],
    ['rules.lockedThrough', 45],
    ['map.noProject', 'none'],
    ['map.people', [1, 2]],
    ['limits.maxLoss', '110%'],
    ['limits.maxLoss', '10'],
    ['limits.maxLoss', 10],
    ['limits.maxLoss', -0.1],
    ['journal.keepDays', 0],
    ['journal.keepRuns', 1.5],
    ['limits.floorHours', -1],
    ['limits.floorHours', '20'],
    ['notify.webhookUrl', 'http://hooks.example.com'],
    ['notify.webhookUrl', 'hooks.example.com/x'],
    ['notify.webhookUrl', 'https://user:word@hooks.example.com'],
    ['notify.heartbeatUrl', 'ftp://127.0.0.1/x'],
    ['notify.format', 'teams'],
    ['notify.on', 'never'],
  ])('%s: %j is refused at its path', (path, value) => {
    const data = path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
    expect(problemsOf(data).map((problem) => problem.path)[0]).toMatch(new RegExp(`^${path.replace('.', '\\.')}`));
  });

  it('has one problem for each wrong value', () => {
    const data = { toggl: { source: 'x', checkTotals: 1 }, rules: { clear: 1 }, limits: { maxLoss: 'much' }, zone: 1 };
    expect(
      problemsOf(data)
        .map((problem) => problem.path)
        .toSorted(),
    ).toEqual(['limits.maxLoss', 'rules.clear', 'toggl.checkTotals', 'toggl.source', 'zone']);
  });

  it('never repeats a value', () => {
    const canary = 'canary0123456789';
    const data = {
      toggl: canary,
      runn: { baseUrl: `https://${canary}@x`, requestsPerMinute: canary },
      timezone: canary,
    };
    expect(JSON.stringify(problemsOf(data))).not.toContain(canary);
  });
});

describe('ids', () => {
  it.each([9007199254740993n, 2 ** 53, -1, 0, 1.5, '0123', '1e3', '', 'x', true])('%s is none', (id) => {
    expect(problemsOf({ toggl: { workspaceIds: [id] } })).toMatchObject([{ path: 'toggl.workspaceIds[0]' }]);
  });

  it.each([1, '5411215', Number.MAX_SAFE_INTEGER])('%s is one', (id) => {
    expect(parseConfig({ toggl: { workspaceIds: [id] } })).toMatchObject({
      parsed: { toggl: { workspaceIds: [Number(id)] } },
    });
  });

  it.each(['x', '9007199254740993', '0170', '-1', '1.0', ''])('%j is none on the left of a map', (id) => {
    expect(problemsOf({ map: { people: { [id]: 1 } } })).toHaveLength(1);
  });
});

describe('map.projects', () => {
  it.each([
    [{ '1': 'stop' }, ['map.projects.1']],
    [{ '1': {} }, ['map.projects.1']],
    [{ '1': [] }, ['map.projects.1']],
    [{ '1': [{ runn: 'x' }] }, ['map.projects.1[0].runn']],
    [{ '1': [{ until: '2024-01-01' }] }, ['map.projects.1[0].runn']],
    [{ '1': [{ runn: 1, until: '2024-02-30' }, { runn: 2 }] }, ['map.projects.1[0].until']],
    [{ '1': [{ runn: 1, untill: '2024-02-20' }] }, ['map.projects.1[0].untill']],
  ])('%j', (projects, paths) => {
    expect(problemsOf({ map: { projects } }).map((problem) => problem.path)).toEqual(paths);
  });
});

describe('unknown keys', () => {
  it.each([
    [{ rules: { bilable: 'auto' } }, 'rules.bilable', 'did you mean rules.billable?'],
    [{ rules: { rounding: { minute: 1 } } }, 'rules.rounding.minute', 'did you mean rules.rounding.minutes?'],
    [{ toggl: { workspace_ids: [1] } }, 'toggl.workspace_ids', 'did you mean toggl.workspaceIds?'],
    [{ maps: {} }, 'maps', 'did you mean map?'],
    [{ token: 'x' }, 'token', 'did you mean toggl.token or runn.token?'],
    [{ toggl: { referenceName: 'x' } }, 'toggl.referenceName', 'did you mean runn.referenceName?'],
    [{ zzz: 1 }, 'zzz', 'known here: toggl, runn, timezone, rules, map, limits, journal, notify'],
    [{ map: { projects: { '1': [{ rum: 1 }] } } }, 'map.projects.1[0].rum', 'did you mean map.projects.1[0].runn?'],
  ])('%j', (data, path, advice) => {
    const problem = problemsOf(data).find((each) => each.path === path);
    expect(problem?.message).toContain(advice);
  });

  it('are shown without control characters, and not at any length', () => {
    const [problem] = problemsOf({ [`\u001b[2J\u202e${'x'.repeat(5000)}`]: 1 });
    expect(problem?.path).not.toContain('\u001b');
    expect(problem?.path).not.toContain('\u202e');
    expect(problem?.path.length).toBeLessThan(100);
  });
});

describe('hostile data', () => {
  it.each(['__proto__', 'constructor', 'prototype'])('the key %s is refused', (key) => {
    expect(problemsOf(JSON.parse(`{"rules": {"${key}": {"polluted": true}}}`))).toMatchObject([
      { path: `rules.${key}` },
    ]);
    expect(problemsOf(JSON.parse(`{"map": {"people": {"${key}": 1}}}`))).toHaveLength(1);
  });

  it.each([undefined, null, 5, 'token', [], true])('%j is no configuration', (data) => {
    expect(problemsOf(data)).toMatchObject([{ path: 'configuration' }]);
  });

  it('whatever the data is, there is a configuration or a problem, and no prototype changes', () => {
    const key = fc.oneof(
      fc.constantFrom(
        'toggl',
        'runn',
        'rules',
        'map',
        'people',
        'projects',
        'limits',
        'token',
        '1',
        '__proto__',
        'rounding',
      ),
      fc.string(),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof({ maxDepth: 6 }, tie('leaf'), tie('group'), fc.array(tie('tree'), { maxLength: 3 })),
      group: fc
        .array(fc.tuple(key, tie('tree')), { maxLength: 5 })
        .map((entries) =>
          JSON.parse(
            `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value) ?? 1}`).join(',')}}`,
          ),
        ),
      leaf: fc.oneof(fc.string(), fc.double(), fc.integer(), fc.boolean(), fc.constant(null)),
    }));
    fc.assert(
      fc.property(tree, (data) => {
        const result = parseConfig(data);
        expect('parsed' in result || result.problems.length > 0).toBe(true);
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});
