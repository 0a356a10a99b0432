import { describe, expect, it } from 'vitest';
import { TemporaryError } from '../../src/core/errors.ts';
import type { RunNotice } from '../../src/core/notice.ts';
import { noticeDocument } from '../../src/output/json-schemas.ts';
import { noticeJson, slackBody } from '../../src/output/notice-body.ts';
import { renderNoticeText } from '../../src/output/notice-text.ts';
import { aSyncReport, changes, findings, names, project } from './sample-reports.ts';

function aNotice(parts: Partial<RunNotice> = {}): RunNotice {
  return {
    reason: 'changed',
    command: 'sync',
    exitCode: 5,
    host: 'build-7',
    runn: { host: 'api.runn.io', environment: 'LIVE' },
    report: aSyncReport({
      command: 'sync',
      outcome: { applied: changes.length, failed: 0, skipped: 0, failures: [] },
    }),
    error: null,
    ...parts,
  };
}

const network = new TemporaryError('network', 'Runn could not be reached.', { hint: 'Run again later.' });

describe('renderNoticeText', () => {
  it('is one paragraph: what was written, what is held back, what needs whom', () => {
    expect(renderNoticeText(aNotice())).toMatchInlineSnapshot(
      `"toggl-runn sync on build-7 (Runn LIVE at api.runn.io, 2024-01-01 to 2024-01-07): Wrote 8 changes, net +21:00 hours. 15:00 of the 70:01 hours tracked are held back. For whoever keeps Runn: 1 link leads to several records (Grace Hopper, 3:30); 2 people of Toggl have no link (Miles Davis and Nina Simone, 7:00); 1 project of Toggl has no link (Pitch for the observatory, 2:30); 1 day entered by hand gave way to Toggl (山田 太郎 on 月面基地 🚀 リニューアル). For those who track: 1 person tracked time without a project (Eric Clapton, 0:45). Details: \`toggl-runn dry-run --since 2024-01-01 --until 2024-01-07\`."`,
    );
  });

  it('says what stopped a run that has no report', () => {
    expect(renderNoticeText(aNotice({ reason: 'failed', exitCode: 8, report: null, error: network }))).toBe(
      'toggl-runn sync on build-7 (Runn LIVE at api.runn.io): Failed, exit code 8: Runn could not be reached. Run again later.',
    );
  });

  it('says of a run that stopped midway what was written and what stopped it', () => {
    const report = aSyncReport({ outcome: { applied: 2, failed: 0, skipped: 6, failures: [] }, findings: [] });
    const text = renderNoticeText(aNotice({ report, error: network, exitCode: 8 }));
    expect(text).toContain('Wrote 2 changes. 6 were not sent. Failed, exit code 8: Runn could not be reached.');
  });

  it('has the numbers and the words of a first refused change', () => {
    const failures = changes.slice(0, 2).map((change) => ({ change, message: 'Timesheet is locked.', status: 422 }));
    const report = aSyncReport({ outcome: { applied: 6, failed: 2, skipped: 0, failures }, findings: [] });
    expect(renderNoticeText(aNotice({ report, exitCode: 7 }))).toContain(
      'Wrote 6 changes. 2 could not be written; the first: Timesheet is locked.',
    );
  });

  it('has the reason and the remedy of a refused run', () => {
    const report = aSyncReport({ refused: { code: 'conflict', cells: 3 }, findings: [] });
    expect(renderNoticeText(aNotice({ report, exitCode: 6 }))).toContain('Refused, nothing was written. 3 cells');
  });

  it('has a phrase for every code that needs somebody, and none for notes', () => {
    const problems = noticeJson(aNotice({ report: aSyncReport({ findings }) })).problems;
    const codes = new Set(findings.filter(({ severity }) => severity !== 'info').map(({ code }) => code));
    expect(new Set(problems.map(({ code }) => code))).toEqual(codes);
    expect(codes.size).toBeGreaterThan(15);
  });
});

describe('slackBody', () => {
  it('is the text alone, and nobody is mentioned or linked by a name', () => {
    const hostile = { ...names, projects: new Map([[project(791), '<!channel> @here & co']]) };
    const report = aSyncReport({
      findings: findings.filter(({ code }) => code === 'edit-overwritten'),
      names: hostile,
    });
    const body = slackBody(aNotice({ report }));
    expect(Object.keys(body)).toEqual(['text']);
    expect(body.text).toContain('&lt;!channel&gt; @\u200bhere &amp; co');
    expect(body.text).not.toMatch(/[<>]|@h/);
  });
});

describe('noticeJson', () => {
  it.each([
    ['a run with findings', aNotice({ report: aSyncReport({ findings }) })],
    ['a failed run', aNotice({ reason: 'failed', report: null, error: network })],
    ['a run that stopped midway', aNotice({ error: new Error('a bug') })],
  ])('fits its schema: %s', (_, notice) => {
    expect(noticeDocument.parse(JSON.parse(JSON.stringify(noticeJson(notice)))).text).toBe(renderNoticeText(notice));
  });
});
