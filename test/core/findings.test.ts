import { describe, expect, it } from 'vitest';
import { compareText } from '../../src/core/compare-text.ts';
import { compareFindings, type FindingSubject, finding, severityOf } from '../../src/core/findings.ts';
import { day, runnPerson, runnProject, togglProject, togglUser, togglWorkspace } from '../builders/ids.ts';
import { anActual } from '../builders/runn.ts';

describe('severityOf', () => {
  it.each([
    'ambiguous',
    'split-cell',
    'totals-differ',
    'not-proven',
    'clear-withheld',
    'moved-across-lock',
    'billable-flag-unused',
    'mark-lost',
    'paired-clear-refused',
    'unseen-time',
  ] as const)('%s is an error', (code) => {
    expect(severityOf(code)).toBe('error');
  });

  it.each([
    'unmatched-person',
    'unmatched-project',
    'no-project',
    'role-undecided',
    'archived',
    'conflict-kept',
    'edit-overwritten',
    'only-in-runn',
    'late-change',
  ] as const)('%s is a warning', (code) => {
    expect(severityOf(code)).toBe('warning');
  });

  it.each(['unmarked', 'archived-duplicate', 'excluded', 'totals-unchecked', 'billable-not-in-plan'] as const)(
    '%s is information',
    (code) => {
      expect(severityOf(code)).toBe('info');
    },
  );
});

describe('finding', () => {
  it('has the severity of its code, no seconds and no facts unless told otherwise', () => {
    expect(finding('ambiguous', { togglUserId: togglUser() })).toEqual({
      code: 'ambiguous',
      severity: 'error',
      seconds: 0,
      subject: { togglUserId: 11 },
      facts: {},
    });
  });

  it('keeps what it is given', () => {
    expect(finding('only-in-runn', {}, { seconds: 60, facts: { mapTarget: 9 }, severity: 'info' })).toEqual({
      code: 'only-in-runn',
      severity: 'info',
      seconds: 60,
      subject: {},
      facts: { mapTarget: 9 },
    });
  });
});

describe('compareFindings', () => {
  const first = finding('ambiguous', {
    date: day('2024-01-02'),
    runnPersonId: runnPerson(1),
    runnProjectId: runnProject(2),
    togglWorkspaceId: togglWorkspace(3),
    togglUserId: togglUser(4),
    togglProjectId: togglProject(5),
    runnActualId: anActual({ id: 6 }).id,
  });
  const { subject } = first;
  /** Each later subject is earlier in every field that matters less. */
  const later: [string, FindingSubject][] = [
    ['day', { date: day('2024-01-03') }],
    ['person', { date: day('2024-01-02'), runnPersonId: runnPerson(2) }],
    ['project', { date: day('2024-01-02'), runnPersonId: runnPerson(1), runnProjectId: runnProject(3) }],
    ['workspace', { ...subject, togglWorkspaceId: togglWorkspace(4), togglUserId: togglUser(1) }],
    ['Toggl user', { ...subject, togglUserId: togglUser(5), togglProjectId: null }],
    ['Toggl project', { ...subject, togglProjectId: togglProject(6), runnActualId: anActual({ id: 1 }).id }],
    ['actual', { ...subject, runnActualId: anActual({ id: 7 }).id }],
  ];

  it.each(later)('goes by %s before what comes after it', (_field, laterSubject) => {
    const second = finding('ambiguous', laterSubject);
    expect(compareFindings(first, second)).toBeLessThan(0);
    expect(compareFindings(second, first)).toBeGreaterThan(0);
  });

  it('puts errors before warnings before information, whatever else is earlier', () => {
    const error = finding('totals-differ', { date: day('2024-01-07') });
    const warning = finding('no-project', { date: day('2024-01-06') });
    const info = finding('excluded', {});
    expect([info, warning, error].sort(compareFindings)).toEqual([error, warning, info]);
  });

  it('puts codes in their order before days', () => {
    const earlier = finding('ambiguous', { date: day('2024-01-03') });
    const afterwards = finding('totals-differ', { date: day('2024-01-02') });
    expect([afterwards, earlier].sort(compareFindings)).toEqual([earlier, afterwards]);
  });

  it('puts what has no day, person or project first', () => {
    const without = finding('ambiguous', {});
    for (const each of [
      { date: day() },
      { runnPersonId: runnPerson() },
      { runnProjectId: runnProject() },
      { togglWorkspaceId: togglWorkspace() },
      { togglUserId: togglUser() },
      { togglProjectId: togglProject() },
      { runnActualId: anActual().id },
    ]) {
      expect(compareFindings(without, finding('ambiguous', each))).toBeLessThan(0);
      expect(compareFindings(finding('ambiguous', each), without)).toBeGreaterThan(0);
    }
  });

  it('finds two findings about the same thing equal', () => {
    expect(compareFindings(first, finding('ambiguous', subject))).toBe(0);
  });
});

describe('compareText', () => {
  it('goes by code unit, not by anybody’s language', () => {
    expect(['ä', 'b', 'a', 'Z'].sort(compareText)).toEqual(['Z', 'a', 'b', 'ä']);
  });

  it('finds equal texts equal', () => {
    expect(compareText('a', 'a')).toBe(0);
  });
});
