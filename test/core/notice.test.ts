import { describe, expect, it } from 'vitest';
import { AccessError } from '../../src/core/errors.ts';
import { decideNotice, type RunState, runStateOf, type Told } from '../../src/core/notice.ts';
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
