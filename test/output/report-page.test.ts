import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildPlan } from '../../src/core/build-plan.ts';
import { compareSides } from '../../src/core/compare-sides.ts';
import type { MissingTime } from '../../src/core/find-missing-time.ts';
import type { WindowReport } from '../../src/core/report.ts';
import { renderReportPage } from '../../src/output/report-page.ts';
import { renderReportText } from '../../src/output/report-text.ts';
import { aSurvey } from '../builders/a-survey.ts';
import { aContract, anActual } from '../builders/runn.ts';
import { aRow } from '../builders/toggl.ts';
import {
  accounts,
  day,
  findings,
  names,
  person,
  project,
  rename,
  unmatchedReport,
  user,
  workspace,
} from './sample-reports.ts';

const survey = aSurvey({
  rows: [aRow({ minutes: 90 }), aRow({ userId: 12 }), aRow({ projectId: null })],
  actuals: [anActual({ date: '2024-01-03' })],
});
const plan = buildPlan(survey, { members: [], contracts: [aContract()] });

const missing: MissingTime = {
  untracked: [{ personId: person(456), isLinked: true, days: [{ date: day('2024-01-04'), contractMinutes: 480 }] }],
  assumed: [
    {
      personId: person(457),
      projectId: project(789),
      days: [{ date: day('2024-01-05'), scheduledMinutes: 240, trackedSeconds: 0 }],
    },
  ],
  longDays: [{ date: day('2024-01-01'), personId: null, togglUserIds: [user(6911300)], seconds: 90_000 }],
  unseen: [{ workspaceId: workspace(5411215), cause: 'not-admin', until: day('2024-01-07') }],
  unclearDays: 2,
  dayLimitMinutes: 1440,
  lastDay: day('2024-01-06'),
};

function aWindowReport(parts: Partial<WindowReport> = {}): WindowReport {
  return {
    command: 'report',
    madeAt: '2024-01-08T09:00:00.000Z',
    toolVersion: '0.1.0',
    window: plan.window,
    accounts,
    scope: { people: ['runn:456'], projects: ['Moon Base'] },
    lockedThrough: day('2024-01-01'),
    figures: compareSides(survey, plan),
    plan: { ...plan, findings },
    refused: null,
    unmatched: unmatchedReport.unmatched,
    missing,
    runs: [
      {
        run: '20240108T080000Z-3f2a',
        startedAt: '2024-01-08T08:00:00.000Z',
        finishedAt: null,
        command: 'sync',
        undoes: null,
        account: 'api.runn.io TEST 1',
        toolVersion: '0.1.0',
        window: plan.window,
        changes: 3,
        outcome: { applied: 1, failed: 1, skipped: 0, unknown: 1 },
        statement: plan.statement,
        isTimeHidden: false,
      },
    ],
    runProblems: [{ file: '/state/runs/x.json', message: 'no JSON' }],
    names,
    requests: { toggl: 4, runn: 6 },
    referenceNames: ['Custom1'],
    warnings: [],
    file: 'report.html',
    ...parts,
  };
}

const text = { colorLevel: 0, width: 80, isAll: false } as const;

/** What the policy of the page allows by its hash, and what stands in it. */
function hashes(page: string, element: 'style' | 'script') {
  const body = new RegExp(`<${element}>([\\s\\S]*?)</${element}>`).exec(page)?.[1] ?? '';
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
  const allowed = new RegExp(`${element}-src &#39;(sha256-[^&]*)&#39;(?:;|$)`).exec(policy)?.[1];
  return { allowed, actual: `sha256-${createHash('sha256').update(body).digest('base64')}` };
}

describe('renderReportPage', () => {
  it('allows its own style and script, and nothing that it does not hold', () => {
    const page = renderReportPage(aWindowReport());
    expect(page).toContain("default-src 'none'".replaceAll("'", '&#39;'));
    for (const element of ['style', 'script'] as const) {
      const { allowed, actual } = hashes(page, element);
      expect(allowed).toBe(actual);
    }
    expect(page.replaceAll(/<meta[^>]*>/g, '')).not.toMatch(/ (?:src|style|srcset|action|on\w+)=/);
  });

  it('names a whole month, and other windows by their days', () => {
    const titleOf = (since: string, until: string) =>
      /<h1>(.*?)<\/h1>/
        .exec(renderReportPage(aWindowReport({ window: { since: day(since), until: day(until) } })))?.[1]
        ?.replaceAll(/<\/?span[^>]*>/g, '');
    expect(titleOf('2024-02-01', '2024-02-29')).toMatch(/^February 2024 /);
    expect(titleOf('2024-02-01', '2024-02-28')).toBe('Thu 2024-02-01 to Wed 2024-02-28, 28 days');
    expect(titleOf('2024-02-01', '2024-03-31')).toMatch(/^Thu 2024-02-01/);
  });

  it('shows long windows by ISO week', () => {
    const window = { since: day('2023-12-01'), until: day('2024-01-31') };
    const page = renderReportPage(aWindowReport({ window }));
    expect(page).toContain('People by week');
    expect(page).toContain('title="Mon 2024-01-01 to Sun 2024-01-07">W01<br>01-01</abbr>');
  });

  it('says first what needs somebody, else what waits, else that all is well', () => {
    const verdictOf = (parts: Partial<WindowReport['plan']>, others: Partial<WindowReport> = {}) =>
      /<p class="verdict (\w+)">/.exec(
        renderReportPage(aWindowReport({ plan: { ...plan, ...parts }, ...others })),
      )?.[1];
    const warnings = findings.filter(({ severity }) => severity === 'warning');
    expect(verdictOf({ findings })).toBe('error');
    expect(verdictOf({ findings: warnings })).toBe('warning');
    expect(verdictOf({ findings: [] })).toBe('waiting');
    expect(verdictOf({ findings: [], changes: [] })).toBe('good');
    expect(verdictOf({ findings: [] }, { refused: { code: 'conflict', cells: 1 } })).toBe('error');
  });

  it('names its limits in what it vouches for and in the command that comes next', () => {
    const scope = { people: ['runn:456'], projects: [] };
    const settled = renderReportPage(aWindowReport({ scope, plan: { ...plan, findings: [], changes: [] } }));
    expect(settled).toContain('that the page is limited to, every minute tracked is there exactly once');
    const waiting = renderReportPage(aWindowReport({ scope, plan: { ...plan, findings: [] } }));
    expect(waiting.replaceAll(/<[^>]*>/g, '')).toMatch(/toggl-runn sync --since \S+ --until \S+ --person runn:456/);
  });

  it('lists runs that changed something, and counts the others', () => {
    const [run] = aWindowReport().runs;
    if (run === undefined) throw new Error('no run');
    const quiet = { ...run, changes: 0, finishedAt: run.startedAt };
    const page = renderReportPage(aWindowReport({ runs: [quiet, run, quiet] }));
    expect(page.match(/<code>20240108T080000Z-3f2a<\/code><\/th>/g)).toHaveLength(1);
    expect(page).toContain('2 runs that found nothing to write');
  });

  it('lets no name of other people become markup, whatever it is', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom(
        '<script>alert(1)</script>',
        '"><img src=x onerror=alert(1)>',
        "' onmouseover='alert(1)",
        '</style><svg/onload=alert(1)>',
        '<!-- ',
        ']]>',
        '&lt;b&gt;',
        '\u202ereversed\u0000',
        '`<b>`',
      ),
    );
    const tagsOf = (page: string) => new Set(Array.from(page.matchAll(/<[/!]?[a-zA-Z-]+/g), ([tag]) => tag));
    const expected = tagsOf(renderReportPage(aWindowReport()));
    fc.assert(
      fc.property(hostile, (name) => {
        const page = renderReportPage(hostileReport(name)).replaceAll(/<(style|script)>[\s\S]*?<\/\1>/g, '');
        expect([...tagsOf(page)].filter((tag) => !expected.has(tag))).toEqual([]);
        const tags = page.match(/<[^>]*>/g) ?? [];
        expect(tags.filter((tag) => / on\w+\s*=|javascript:/i.test(tag))).toEqual([]);
        expect(page).not.toMatch(/(?![\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}]/u);
      }),
      { numRuns: 60 },
    );
  });
});

function hostileReport(name: string): WindowReport {
  const report = aWindowReport();
  const suggestion = { runnId: person(456), name, because: 'same-name' } as const;
  return {
    ...report,
    names: rename(name),
    toolVersion: '0.1.0',
    accounts: {
      toggl: { host: name, workspaces: accounts.toggl.workspaces.map((each) => ({ ...each, name })) },
      runn: { ...accounts.runn, host: name, key: name },
    },
    scope: { people: [name], projects: [name] },
    plan: { ...report.plan, findings: findings.map((each) => ({ ...each, facts: { ...each.facts, words: name } })) },
    unmatched: report.unmatched.map((each) => ({ ...each, suggestion })),
    runs: report.runs.map((run) => ({ ...run, run: name, command: name, undoes: name })),
    runProblems: [{ file: name, message: name }],
    referenceNames: [name],
  };
}

describe('renderReportText', () => {
  it('says where the page is, and what to do next', () => {
    const lines = renderReportText(aWindowReport(), text);
    expect(lines).toContain('The page is in report.html.');
    expect(lines).toContain('toggl-runn dry-run --since 2024-01-01 --until 2024-01-07');
  });

  it('does not speak of a page that was not written', () => {
    expect(renderReportText(aWindowReport({ file: null }), text)).not.toContain('The page');
  });
});
