import { describe, expect, it } from 'vitest';
import { ConfigError, UsageError } from '../../src/core/errors.ts';
import { renderErrorJson } from '../../src/output/error-json.ts';
import {
  dryRunDocument,
  errorDocument,
  refsDocument,
  syncDocument,
  unmatchedDocument,
} from '../../src/output/json-schemas.ts';
import { renderRefsJson } from '../../src/output/refs-json.ts';
import { renderSyncJson } from '../../src/output/sync-json.ts';
import { renderUnmatchedJson } from '../../src/output/unmatched-json.ts';
import {
  aSyncReport,
  changes,
  findings,
  missingTime,
  refFindings,
  refsReport,
  unmatchedReport,
} from './sample-reports.ts';

const failures = changes.slice(0, 1).map((change) => ({ change, message: 'Timesheet is locked', status: 422 }));

describe('renderSyncJson', () => {
  it('gives a dry run without run and outcome', () => {
    const document = dryRunDocument.parse(JSON.parse(renderSyncJson(aSyncReport({ findings }))));
    expect(document).not.toHaveProperty('run');
    expect(document).not.toHaveProperty('outcome');
    expect(document).not.toHaveProperty('refused');
    expect(document.findings.map(({ code }) => code)).toEqual(findings.map(({ code }) => code));
  });

  it('gives changes with names and minutes, but not the notes', () => {
    const document = dryRunDocument.parse(JSON.parse(renderSyncJson(aSyncReport())));
    expect(document.changes[2]).toEqual({
      kind: 'update',
      date: '2024-01-03',
      personId: 456,
      person: 'Eric Clapton',
      projectId: 789,
      project: 'Hidden Moon Base',
      roleId: 10,
      workstreamId: null,
      before: { billableMinutes: 60, nonbillableMinutes: 30 },
      after: { billableMinutes: 180, nonbillableMinutes: 0 },
      reason: 'changed-in-toggl',
    });
  });

  it('gives a sync its run and what failed', () => {
    const report = aSyncReport({
      command: 'sync',
      run: '20240108T090000Z-3f2a',
      outcome: { applied: 7, failed: 1, skipped: 0, failures },
    });
    const document = syncDocument.parse(JSON.parse(renderSyncJson(report)));
    expect(document.run).toBe('20240108T090000Z-3f2a');
    expect(document.outcome).toMatchObject({
      applied: 7,
      failures: [{ change: { kind: 'clear' }, message: 'Timesheet is locked', hint: null, status: 422 }],
    });
  });

  it('has the refusal beside the changes, all of them skipped', () => {
    const refused = {
      code: 'brake',
      lostMinutes: 2700,
      runnMinutes: 7200,
      maxLossShare: 0.1,
      floorHours: 20,
      emptiedPersonIds: [458],
    } as const;
    const document = syncDocument.parse(JSON.parse(renderSyncJson(aSyncReport({ command: 'sync', refused }))));
    expect(document.refused).toEqual(refused);
    expect(document.outcome).toMatchObject({ applied: 0, failed: 0, skipped: changes.length, unsent: changes.length });
  });

  it('gives an empty sync an outcome of nothing', () => {
    const report = aSyncReport({ command: 'sync', changes: [] });
    expect(syncDocument.parse(JSON.parse(renderSyncJson(report))).outcome).toEqual({
      applied: 0,
      failed: 0,
      unknown: 0,
      skipped: 0,
      declined: 0,
      unsent: 0,
      failures: [],
    });
  });

  it('ends in one newline', () => {
    expect(renderSyncJson(aSyncReport())).toMatch(/[^\n]\n$/);
  });
});

describe('renderUnmatchedJson', () => {
  it('fits its schema and sums the seconds', () => {
    const document = unmatchedDocument.parse(JSON.parse(renderUnmatchedJson(unmatchedReport)));
    expect(document.unmatchedSeconds).toBe(23_400 + 1800 + 9000 + 2710 + 12_600);
    expect(document.unmatched[0]).toMatchObject({ togglUser: 'Miles Davis', suggestion: { runnId: 459 } });
  });

  it('has what is missing when it was asked for', () => {
    const document = unmatchedDocument.parse(
      JSON.parse(renderUnmatchedJson({ ...unmatchedReport, missing: missingTime })),
    );
    expect(document.missing).toMatchObject({
      untracked: [{ person: 'Łucja Wiśniewska', contractMinutes: 1440 }, { isLinked: false }],
      assumed: [{ project: 'Hidden Moon Base', scheduledMinutes: 720 }],
      longDays: [{ person: 'Łucja Wiśniewska' }, { person: null, togglUsers: ['Grace Hopper'] }],
      unseen: [{ togglWorkspace: 'Hidden Moon Studio' }],
    });
    expect(JSON.parse(renderUnmatchedJson(unmatchedReport))).not.toHaveProperty('missing');
  });
});

describe('renderRefsJson', () => {
  it('fits its schema and keeps order and codes', () => {
    const document = refsDocument.parse(JSON.parse(renderRefsJson(refsReport)));
    expect(document.findings.map(({ code }) => code)).toEqual(refFindings.map(({ code }) => code));
    expect(document.coverage.people).toEqual({ withTime: 12, linked: 9 });
  });
});

describe('renderErrorJson', () => {
  it('gives a known error its code and hint', () => {
    const document = JSON.parse(renderErrorJson(new UsageError('not-a-date', 'No.', { hint: 'Write one.' }), 'sync'));
    expect(errorDocument.parse(document)).toEqual({
      version: 1,
      command: 'sync',
      error: { code: 'not-a-date', message: 'No.', hint: 'Write one.' },
    });
  });

  it('lists every problem of a configuration', () => {
    const problems = [{ path: 'rules.rounding.mode', message: 'is unknown' }];
    const document = JSON.parse(renderErrorJson(new ConfigError('It cannot be used.', problems), 'sync'));
    expect(errorDocument.parse(document).error).toMatchObject({ code: 'configuration', hint: null, problems });
  });

  it.each([new TypeError('x is not a function'), 'a string', undefined])('gives %s the code unexpected', (error) => {
    expect(errorDocument.parse(JSON.parse(renderErrorJson(error, 'sync'))).error.code).toBe('unexpected');
  });
});
