import { describe, expect, it } from 'vitest';
import { AccessError } from '../../src/core/errors.ts';
import { finding } from '../../src/core/findings.ts';
import { decideNotice, type RunState, runStateOf, type Told } from '../../src/core/notice.ts';
import { day, runnPerson, runnProject, togglProject, togglUser, togglWorkspace } from '../builders/ids.ts';
import { aChange } from '../builders/runn.ts';
import { aSyncReport, changes, commonFindings, findings } from '../output/sample-reports.ts';

const startMs = Date.parse('2024-01-08T09:17:00Z');
const hourMs = 3_600_000;
const well: RunState = { problems: [], failure: null };
const one: RunState = { problems: ['unmatched-person /1'], failure: null };
const failed: RunState = { problems: null, failure: 'token-refused' };

/** Hourly runs; what is sent for each, and why. */
function reasonsOf(states: readonly RunState[], on: 'problems' | 'always' = 'problems'): (string | null)[] {
  let told: Told | null = null;
  return states.map((state, hour) => {
    // A schedule is never to the second.
    const nowMs = startMs + hour * hourMs - (hour % 3) * 1000;
    const { reason, after } = decideNotice(told, state, { nowMs, on });
    told = after;
    return reason;
  });
}

describe('decideNotice', () => {
  it('tells of one unmatched person once a day, not with each of 24 runs', () => {
    const reasons = reasonsOf(Array.from({ length: 49 }, () => one));
    expect(reasons.flatMap((reason, hour) => (reason === null ? [] : [[hour, reason]]))).toEqual([
      [0, 'changed'],
      [24, 'reminder'],
      [48, 'reminder'],
    ]);
  });

  it('says nothing while all is well', () => {
    expect(reasonsOf([well, well, well])).toEqual([null, null, null]);
  });

  it('tells of what is new, of what is partly settled, and when all is settled', () => {
    const two: RunState = { problems: ['ambiguous /2', 'unmatched-person /1'], failure: null };
    expect(reasonsOf([one, two, two, one, well, well])).toEqual([
      'changed',
      'changed',
      null,
      'changed',
      'settled',
      null,
    ]);
  });

  it('tells of a failure once, and when it is over', () => {
    expect(reasonsOf([well, failed, failed, well, well])).toEqual([null, 'failed', null, 'recovered', null]);
  });

  it('tells of another failure', () => {
    expect(reasonsOf([failed, { problems: null, failure: 'network' }])).toEqual(['failed', 'failed']);
  });

  it('remembers over a failed run what was open before it', () => {
    expect(reasonsOf([one, failed, one, one])).toEqual(['changed', 'failed', 'recovered', null]);
  });

  it('reminds of a failure that lasts', () => {
    const reasons = reasonsOf(Array.from({ length: 25 }, () => failed));
    expect(reasons.filter((reason) => reason !== null)).toEqual(['failed', 'reminder']);
  });

  it('does not call it settled when an edit was overwritten and that is over', () => {
    const report = aSyncReport({ findings: findings.filter(({ code }) => code === 'edit-overwritten') });
    expect(reasonsOf([runStateOf(report, null), well])).toEqual(['changed', null]);
  });

  it('reminds 23 and a half hours after the last message, so that a schedule may be early', () => {
    const told: Told = { problems: ['unmatched-person /1'], failure: null, toldAtMs: startMs };
    const dueMs = startMs + 23.5 * hourMs;
    const justBefore = decideNotice(told, one, { nowMs: dueMs - 1, on: 'problems' });
    expect(justBefore).toEqual({ reason: null, after: told });
    const due = decideNotice(told, one, { nowMs: dueMs, on: 'problems' });
    expect(due).toEqual({ reason: 'reminder', after: { ...told, toldAtMs: dueMs } });
  });

  it('keeps what people know: the problems, what stopped the run, and when they were told', () => {
    const first = decideNotice(null, one, { nowMs: startMs, on: 'problems' });
    expect(first.after).toEqual({ problems: one.problems, failure: null, toldAtMs: startMs });
    const second = decideNotice(first.after, failed, { nowMs: startMs + hourMs, on: 'problems' });
    expect(second.after).toEqual({ problems: one.problems, failure: 'token-refused', toldAtMs: startMs + hourMs });
    const third = decideNotice(second.after, failed, { nowMs: startMs + 2 * hourMs, on: 'problems' });
    expect(third.after).toEqual(second.after);
  });

  it('has told nobody anything while all is well', () => {
    expect(decideNotice(null, well, { nowMs: startMs, on: 'problems' }).after).toEqual({
      problems: [],
      failure: null,
      toldAtMs: null,
    });
  });

  it('tells once of a run that was stopped midway, however often it is, and what else it found', () => {
    const midway: RunState = { ...one, failure: 'network' };
    const more: RunState = { problems: ['ambiguous /2', 'unmatched-person /1'], failure: 'network' };
    expect(reasonsOf([midway, midway, more, more])).toEqual(['failed', null, 'changed', null]);
  });

  it('says that it runs again also when what was open is settled, and not when something new came', () => {
    expect(reasonsOf([{ ...one, failure: 'network' }, well])).toEqual(['failed', 'recovered']);
    expect(reasonsOf([failed, one])).toEqual(['failed', 'changed']);
  });

  it('calls it changed, not settled, when an edit was overwritten as the last problem went', () => {
    const overwritten: RunState = { problems: ['once edit-overwritten ///4/7/2024-01-02'], failure: null };
    expect(reasonsOf([one, overwritten, well])).toEqual(['changed', 'changed', null]);
  });

  it('takes only what lasts for settled when it is gone', () => {
    const both: RunState = { problems: ['ambiguous /2', 'once edit-overwritten ///4/7/2024-01-02'], failure: null };
    const two: RunState = { problems: ['ambiguous /2', 'unmatched-person /1'], failure: null };
    expect(reasonsOf([both, { problems: ['ambiguous /2'], failure: null }])).toEqual(['changed', null]);
    expect(reasonsOf([two, { problems: ['ambiguous /2'], failure: null }])).toEqual(['changed', 'changed']);
  });

  it('speaks after every run when it is asked to', () => {
    expect(reasonsOf([well, well, one, one], 'always')).toEqual(['always', 'always', 'changed', 'always']);
  });
});

describe('runStateOf', () => {
  it('does not count notes', () => {
    const notes = findings.filter(({ severity }) => severity === 'info');
    expect(notes.length).toBeGreaterThan(0);
    expect(runStateOf(aSyncReport({ findings: notes }), null)).toEqual({ problems: [], failure: null });
  });

  it('names what lasts by whom it is about, on whatever day', () => {
    const subject = {
      togglWorkspaceId: togglWorkspace(1),
      togglUserId: togglUser(11),
      togglProjectId: togglProject(22),
      runnPersonId: runnPerson(456),
      runnProjectId: runnProject(789),
      date: day('2024-01-02'),
    };
    const about = [
      finding('not-proven', subject),
      finding('not-proven', { ...subject, date: day('2024-01-03') }),
      finding('unmatched-person', { togglUserId: togglUser(12) }),
      finding('no-project', { togglUserId: togglUser(11), togglProjectId: null }),
      finding('billable-flag-unused', { togglWorkspaceId: togglWorkspace(3) }),
    ];
    expect(runStateOf(aSyncReport({ findings: about }), null).problems).toEqual([
      'billable-flag-unused 3/////',
      'no-project /11////',
      'not-proven 1/11/22/456/789/',
      'unmatched-person /12////',
    ]);
  });

  it('names what happened once with its day: the next one is news', () => {
    const subject = { runnPersonId: runnPerson(456), runnProjectId: runnProject(789), date: day('2024-01-02') };
    const passed = [
      finding('edit-overwritten', subject),
      finding('edit-overwritten', { ...subject, date: day('2024-01-03') }),
      finding('unmarked-cleared', subject),
    ];
    expect(runStateOf(aSyncReport({ findings: passed }), null).problems).toEqual([
      'once edit-overwritten ///456/789/2024-01-02',
      'once edit-overwritten ///456/789/2024-01-03',
      'once unmarked-cleared ///456/789/2024-01-02',
    ]);
  });

  it('has what could not be written, what was stale, and what Runn has otherwise', () => {
    const failure = (projectId: number, status?: number) => ({
      change: aChange({ projectId }),
      message: 'No.',
      status,
    });
    const outcome = {
      applied: 1,
      failed: 3,
      skipped: 1,
      failures: [failure(7, 422), failure(7), failure(7, 422)],
      stale: [failure(8)],
    };
    const verification = { actuals: 5, differences: [aChange({ projectId: 9 }), aChange({ projectId: 9 })] };
    expect(runStateOf(aSyncReport({ findings: [], outcome, verification }), null).problems).toEqual([
      'different 9',
      'stale 8',
      'unwritten 7 ',
      'unwritten 7 422',
    ]);
  });

  it('is well when there was nothing to write', () => {
    const report = aSyncReport({ findings: [], outcome: null, verification: null, refused: null });
    expect(runStateOf(report, null)).toEqual({ problems: [], failure: null });
  });

  it('has what stopped a run midway beside what it had found', () => {
    const report = aSyncReport({ findings: [finding('unmatched-person', { togglUserId: togglUser(12) })] });
    expect(runStateOf(report, new AccessError('token-refused', 'No.'))).toEqual({
      problems: ['unmatched-person /12////'],
      failure: 'token-refused',
    });
  });

  it('is the same on the next day of a moving window', () => {
    const today = commonFindings.filter(({ code }) => code !== 'edit-overwritten');
    const tomorrow = today.map((finding) => ({ ...finding, seconds: finding.seconds + 60, facts: {} }));
    expect(runStateOf(aSyncReport({ findings: tomorrow }), null)).toEqual(
      runStateOf(aSyncReport({ findings: today }), null),
    );
  });

  it('has what Runn refused, once for each project and answer', () => {
    const failures = changes.slice(0, 2).map((change) => ({ change, message: 'Timesheet is locked', status: 422 }));
    const outcome = { applied: 0, failed: 2, skipped: 0, failures };
    const { problems } = runStateOf(aSyncReport({ findings: [], outcome }), null);
    expect(problems).toEqual([...new Set(failures.map(({ change }) => `unwritten ${change.projectId} 422`))].sort());
  });

  it('has the refusal of a whole run', () => {
    const refused = { code: 'conflict', cells: 3 } as const;
    expect(runStateOf(aSyncReport({ findings: [], refused }), null).problems).toEqual(['refused conflict']);
  });

  it('knows nothing of the problems of a run that ended before its report', () => {
    const error = new AccessError('token-refused', 'No.');
    expect(runStateOf(null, error)).toEqual({ problems: null, failure: 'token-refused' });
    expect(runStateOf(null, new Error('a bug'))).toEqual({ problems: null, failure: 'unexpected' });
  });
});
