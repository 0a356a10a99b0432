/** What `doctor` makes of what it reads. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import type { Config } from '../../src/config/config.ts';
import type { TogglWorkspace } from '../../src/core/model.ts';
import { checkReferenceName, judgeCoverage } from '../../src/run/check-links.ts';
import {
  checkClock,
  checkNode,
  checkProxy,
  checkStateDirectory,
  listSettings,
  oldestNode,
} from '../../src/run/check-machine.ts';
import { judgeZeros } from '../../src/run/check-runn.ts';
import { checkPlan, checkRole, judgeQuota } from '../../src/run/check-toggl.ts';
import { day, togglWorkspace } from '../builders/ids.ts';
import { aFilledZero, anActual } from '../builders/runn.ts';

describe('checkNode', () => {
  it('wants what package.json says', () => {
    expect(manifest.engines.node).toBe(`>=${oldestNode.major}.${oldestNode.minor}`);
  });

  it.each([
    ['20.18.9', 'bad'],
    ['18.20.0', 'bad'],
    ['20.19.0', 'good'],
    ['22.0.0', 'good'],
  ])('finds %s %s', (version, status) => {
    expect(checkNode(version).status).toBe(status);
  });
});

describe('checkClock', () => {
  const off = (skewMs: number) => checkClock([{ host: 'api.runn.io', skewMs, roundTripMs: 40 }]);

  it.each([
    [0, 'good'],
    [-30_000, 'good'],
    [90_000, 'warning'],
    [-3_600_000, 'bad'],
  ])('judges %i ms', (skewMs, status) => {
    expect(off(skewMs).status).toBe(status);
  });

  it('says which clock is ahead', () => {
    expect(off(90_000).message).toContain('90 seconds behind');
    expect(off(-90_000).message).toContain('90 seconds ahead of');
  });

  it('takes the worst of several', () => {
    const readings = [1_000, -200_000, 500].map((skewMs) => ({ host: 'h', skewMs, roundTripMs: 1 }));
    expect(checkClock(readings).facts['skewSeconds']).toBe(-200);
  });

  it('knows nothing without an answer', () => {
    expect(checkClock([]).status).toBe('unknown');
  });
});

describe('checkProxy', () => {
  it('never shows a password', () => {
    const { message, facts } = checkProxy({
      HTTPS_PROXY: 'http://me:geheim@proxy.example:3128',
      NO_PROXY: 'localhost',
    });
    expect(message).toContain('http://proxy.example:3128');
    expect(JSON.stringify({ message, facts })).not.toContain('geheim');
  });

  it('knows the lower-case variable', () => {
    expect(checkProxy({ https_proxy: 'http://proxy.example' }).facts['proxy']).toBe('http://proxy.example');
  });

  it('warns of certificates that are not there', () => {
    expect(checkProxy({ NODE_EXTRA_CA_CERTS: '/nowhere/ca.pem' }).status).toBe('warning');
  });
});

describe('checkStateDirectory', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'toggl-runn-state-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is content with a folder that can be made', () => {
    expect(checkStateDirectory(path.join(folder, 'a', 'b'), { kind: 'default' }).status).toBe('good');
  });

  it('is not with a file in its place', () => {
    const file = path.join(folder, 'file');
    writeFileSync(file, '');
    const { status, exitCode } = checkStateDirectory(path.join(file, 'state'), { kind: 'flag' });
    expect({ status, exitCode }).toEqual({ status: 'bad', exitCode: 6 });
  });
});

describe('listSettings', () => {
  const settings: Config['settings'] = [
    { path: 'toggl.token', value: null, origin: { kind: 'default' }, overridden: [] },
    {
      path: 'runn.referenceName',
      value: ['Custom1'],
      origin: { kind: 'environment', variable: 'RUNN_REFERENCE_NAME' },
      overridden: [{ kind: 'file', file: '/a/.toggl-runnrc' }],
    },
    { path: 'notify.webhookUrl', value: 'https://hooks.example/geheim', origin: { kind: 'flag' }, overridden: [] },
  ];

  it('says where a value is from, and what it beats', () => {
    expect(listSettings({ settings } as Config)[1]).toEqual({
      path: 'runn.referenceName',
      value: 'Custom1',
      from: 'RUNN_REFERENCE_NAME',
      isDefault: false,
      overridden: ['/a/.toggl-runnrc'],
    });
  });

  it('shows no address that is as good as a password', () => {
    expect(JSON.stringify(listSettings({ settings } as Config))).not.toContain('geheim');
  });
});

describe('checkRole', () => {
  it('is an error of rights for a member who is no admin', () => {
    const { status, exitCode, facts } = checkRole([workspace(), workspace({ id: 2, isAdmin: false })]);
    expect({ status, exitCode, facts }).toEqual({ status: 'bad', exitCode: 4, facts: { notAdminOf: [2] } });
  });
});

describe('checkPlan', () => {
  const rules = (billable: Config['rules']['billable']) => ({ rules: { billable } as Config['rules'] });

  it.each([
    ['flag', 'toggl', 'good'],
    ['none', 'auto', 'good'],
    ['none', 'toggl', 'warning'],
    ['none', 'never', 'good'],
  ] as const)('judges a plan with %s and rules.billable %s', (billable, rule, status) => {
    expect(checkPlan([workspace({ billable })], rules(rule)).status).toBe(status);
  });
});

describe('judgeQuota', () => {
  const quota = (remaining: number, organizationId: number | null = 1) => ({
    organizationId,
    remaining,
    total: 30,
    resetsInMs: 600_000,
  });

  it.each([
    [25, 'good', 0],
    [9, 'warning', 0],
    [0, 'bad', 8],
    [-2, 'bad', 8],
  ])('judges %i that are left', (remaining, status, exitCode) => {
    expect(judgeQuota([quota(remaining)]).check).toMatchObject({ status, exitCode });
  });

  it('looks at the organisation with the least, not at the questions about the user', () => {
    expect(judgeQuota([quota(1, null), quota(20), quota(15, 2)]).left).toBe(15);
  });
});

describe('judgeZeros', () => {
  const window = { since: day('2026-02-20'), until: day('2026-03-05') };

  it('advises Runn’s own filling where no zero stands', () => {
    const { status, remedy } = judgeZeros([anActual()], window, 'none');
    expect(status).toBe('warning');
    expect(remedy).toContain('Autofill Missing Actuals');
  });

  it('is content with zeros that Runn filled in, or that a sync writes', () => {
    expect(judgeZeros([aFilledZero()], window, 'none').status).toBe('good');
    expect(judgeZeros([], window, 'scheduled').status).toBe('good');
  });
});

describe('checkReferenceName', () => {
  const use = (name: string, togglIds: number) => ({ name, people: togglIds, projects: 0, togglIds });

  it('is content when links stand under the name', () => {
    expect(checkReferenceName([use('Custom1', 4), use('Harvest', 0)], ['Custom1']).status).toBe('good');
  });

  it('names the one under which they stand instead', () => {
    const { status, remedy } = checkReferenceName([use('Toggl', 9), use('Custom1', 1)], ['Custom1']);
    expect(status).toBe('warning');
    expect(remedy).toContain('`runn.referenceName: Toggl`');
  });

  it('sends to link when there are none', () => {
    expect(checkReferenceName([use('Harvest', 0)], ['Custom1'])).toMatchObject({ status: 'warning' });
    expect(checkReferenceName([], ['Custom1']).remedy).toContain('`link`');
  });
});

describe('judgeCoverage', () => {
  const coverage = (linked: number) => ({
    trackedSeconds: 36_000,
    linkedSeconds: linked * 3600,
    people: { withTime: 3, linked: 3 },
    projects: { withTime: 3, linked: 2 },
  });

  it('gives per cent, rounded down', () => {
    const percents = judgeCoverage(coverage(10), '2026-02').map(({ facts }) => facts['percent']);
    expect(percents).toEqual([100, 66, 100]);
  });

  it('warns below all of it', () => {
    expect(judgeCoverage(coverage(9), '2026-02').map(({ status }) => status)).toEqual(['good', 'warning', 'warning']);
  });

  it('knows nothing of a month without time', () => {
    const empty = { ...coverage(0), trackedSeconds: 0 };
    expect(new Set(judgeCoverage(empty, '2026-02').map(({ status }) => status))).toEqual(new Set(['unknown']));
  });
});

function workspace(parts: { id?: number; isAdmin?: boolean; billable?: TogglWorkspace['billable'] } = {}) {
  return {
    id: togglWorkspace(parts.id),
    name: 'Sunshine',
    isAdmin: parts.isAdmin ?? true,
    billable: parts.billable ?? 'flag',
    readableSince: null,
  } satisfies TogglWorkspace;
}
