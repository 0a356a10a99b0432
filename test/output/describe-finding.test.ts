import { describe, expect, it } from 'vitest';
import { type FindingCode, finding, severityOf } from '../../src/core/findings.ts';
import type { RefFinding } from '../../src/core/report.ts';
import { describeFinding } from '../../src/output/describe-finding.ts';
import { describeRefFinding } from '../../src/output/describe-ref-finding.ts';
import { day, findings, names, person, project, refFindings, user } from './sample-reports.ts';

describe('describeFinding', () => {
  it('has a sample of every code', () => {
    const codes: Record<FindingCode, true> = {
      ambiguous: true,
      'split-cell': true,
      'totals-differ': true,
      'not-proven': true,
      'clear-withheld': true,
      'moved-across-lock': true,
      'moved-while-held': true,
      'billable-flag-unused': true,
      'mark-lost': true,
      'paired-clear-refused': true,
      'unseen-time': true,
      'unmatched-person': true,
      'unmatched-project': true,
      'no-project': true,
      'role-undecided': true,
      archived: true,
      'conflict-kept': true,
      'edit-overwritten': true,
      'only-in-runn': true,
      'late-change': true,
      unmarked: true,
      'archived-duplicate': true,
      excluded: true,
      'totals-unchecked': true,
      'billable-not-in-plan': true,
      'unmarked-cleared': true,
      'schedule-unclear': true,
      'autofill-advice': true,
    };
    expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(Object.keys(codes)));
  });

  it.each(findings.map((each) => [each.code, each] as const))('%s has words without gaps', (_code, each) => {
    expect(describeFinding(each, names).message).not.toMatch(/undefined|null|NaN|somebody,|some project|Somewhere/);
  });

  it.each(findings.filter(({ code }) => severityOf(code) !== 'info').map((each) => [each.code, each] as const))(
    '%s says what to do',
    (_code, each) => {
      expect(describeFinding(each, names).hint).not.toBeNull();
    },
  );

  it('names the people and projects that a finding is about', () => {
    const kept = finding('only-in-runn', {
      runnPersonId: person(456),
      runnProjectId: project(789),
      date: day('2024-01-06'),
    });
    expect(describeFinding(kept, names).message).toContain('Eric Clapton, Hidden Moon Base, Sat 2024-01-06');
  });

  it('shows the number where there is no name', () => {
    const kept = finding('only-in-runn', {
      runnPersonId: person(5),
      runnProjectId: project(6),
      date: day('2024-01-06'),
    });
    expect(describeFinding(kept, names).message).toContain('runn:5, runn:6');
  });

  it.each(['not-admin', 'retention', 'unknown-user', 'unknown-project'] as const)(
    'tells the cause %s of not-proven apart',
    (cause) => {
      const causes = (['not-admin', 'retention', 'unknown-user', 'unknown-project'] as const).filter(
        (each) => each !== cause,
      );
      const describeCause = (each: typeof cause) =>
        describeFinding(finding('not-proven', { runnPersonId: person(456) }, { facts: { cause: each } }), names)
          .message;
      expect(causes.map(describeCause)).not.toContain(describeCause(cause));
    },
  );

  it.each(['ambiguous', 'totals-differ'] as const)('describes a cell that %s freezes as a cell', (code) => {
    const frozen = finding(
      code,
      { runnPersonId: person(456), runnProjectId: project(789), date: day('2024-01-02') },
      {
        facts: { cause: 'shares-cell' },
      },
    );
    expect(describeFinding(frozen, names).message).toContain('Eric Clapton, Hidden Moon Base, Tue 2024-01-02');
  });

  it('shows billable parts where the totals are equal', () => {
    const minutes = (billableMinutes: number) => ({ billableMinutes, nonbillableMinutes: 60 - billableMinutes });
    const split = finding(
      'split-cell',
      { runnPersonId: person(456) },
      {
        facts: { runnMinutes: minutes(60), togglMinutes: minutes(0) },
      },
    );
    expect(describeFinding(split, names).message).toContain(
      '(Runn 1:00 with 1:00 billable, Toggl 1:00 with 0:00 billable)',
    );
  });

  it.each([
    ['how much', -90, -90, 'Runn would change by -1:30,'],
    ['how much of it is billable where that is another number', 30, -60, '+0:30 (billable -1:00)'],
    ['what only becomes billable', 0, 60, '1:00 would become billable'],
    ['what only becomes non-billable', 0, -60, '1:00 would become non-billable'],
    ['that only the mark is late', 0, 0, 'no minutes'],
  ])('says of a late change %s', (_what, deltaMinutes, billableDeltaMinutes, words) => {
    const late = finding('late-change', {}, { facts: { deltaMinutes, billableDeltaMinutes } });
    expect(describeFinding(late, names).message).toContain(words);
  });

  it('says the same remedy for the same cause', () => {
    const hints = [6911244, 6911300].map(
      (id) => describeFinding(finding('unmatched-person', { togglUserId: user(id) }), names).hint,
    );
    expect(new Set(hints).size).toBe(1);
  });
});

describe('describeRefFinding', () => {
  it.each(refFindings.map((each) => [each.code, each] as const))('%s has words without gaps', (_code, each) => {
    expect(describeRefFinding(each, names, ['Custom1']).message).not.toMatch(
      /undefined|null|NaN|somebody|some project/,
    );
  });

  it('shows blanks of a reference in quotes', () => {
    const nearMiss = refFindings.filter(({ code }) => code === 'near-miss');
    expect(nearMiss.map((each) => describeRefFinding(each, names, ['Custom1']).message).join()).toContain(
      '" 170104000"',
    );
  });

  it('begins the sentence about time that map.noProject leads to an archived project', () => {
    const noProject: RefFinding = {
      code: 'archived-in-runn',
      severity: 'warning',
      seconds: 60,
      subject: { togglProjectId: null, runnProjectId: project(789) },
      facts: {},
    };
    expect(describeRefFinding(noProject, names, ['Custom1']).message).toMatch(
      /^Time without a project leads to .+ \(runn:\d+\), which is archived in Runn\.$/,
    );
  });

  it('names the configured reference in the remedy', () => {
    const unlinked = refFindings.filter(({ code }) => code === 'unlinked-person');
    expect(unlinked.map((each) => describeRefFinding(each, names, ['Toggl']).hint).join()).toContain('reference Toggl');
  });
});
