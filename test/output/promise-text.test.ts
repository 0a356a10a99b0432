import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/core/model.ts';
import type { Refusal } from '../../src/core/plan.ts';
import type { Failure, Outcome, SyncReport } from '../../src/core/report.ts';
import { unseenTimeFinding } from '../../src/core/unseen-time.ts';
import { nextStepsOf, promiseOf } from '../../src/output/promise-text.ts';
import { renderSyncText } from '../../src/output/sync-text.ts';
import { aSyncReport, changes, day, workspace } from './sample-reports.ts';

const everyMinute = /every minute tracked/i;
const intent = { adopt: false, clearUnmarked: false, rerole: false };

/** A sync of eight changes; those that are not named were written. */
function aSync(
  parts: Partial<Outcome> & { refused?: number; unknown?: number } = {},
  report: Partial<SyncReport> = {},
) {
  const { refused = 0, unknown = 0, ...outcome } = parts;
  const failures = changes
    .slice(0, refused + unknown)
    .map((change, index): Failure => ({ change, message: 'No.', isUnknown: index >= refused }));
  const { skipped = 0 } = outcome;
  const applied = changes.length - failures.length - skipped;
  return aSyncReport({
    command: 'sync',
    findings: [],
    outcome: { applied, failed: failures.length, skipped, failures, ...outcome },
    ...report,
  });
}

describe('promiseOf', () => {
  it('vouches for the range where everything was written', () => {
    expect(promiseOf(aSync())).toMatch(/^Every minute tracked from 2024-01-01 to 2024-01-07 is in Runn/);
  });

  it.each<[string, SyncReport]>([
    ['declined', aSync({ skipped: 2, declined: 2 })],
    ['left when the run stopped', aSync({ skipped: 3, unsent: 3 })],
    ['refused', aSync({ refused: 1 })],
    ['not sent with its pair', aSync({ skipped: 1 })],
    ['sent without an answer', aSync({ unknown: 1 })],
    ['different when it was read back', aSync({}, { verification: { actuals: 9, differences: changes.slice(0, 1) } })],
  ])('vouches for nothing where a change was %s', (_, report) => {
    expect(promiseOf(report)).not.toMatch(everyMinute);
    expect(renderSyncText(report, { colorLevel: 0, width: 200, isAll: false })).not.toMatch(everyMinute);
  });

  it.each<Refusal>([
    { code: 'conflict', cells: 2 },
    { code: 'billable-flag-unused', workspaceIds: [1] },
  ])('promises nothing that a refused run does not write: $code', (refused) => {
    for (const command of ['sync', 'dry-run'] as const) {
      const promise = promiseOf(aSyncReport({ command, refused, findings: [] }));
      expect(promise).toContain('nothing is promised');
      expect(promise).not.toMatch(everyMinute);
    }
  });

  it('vouches only for what the run was limited to', () => {
    const options = { people: ['Eric Clapton'], projects: ['runn:789'], intent };
    expect(promiseOf(aSync({}, { options }))).toContain(
      'within `--person "Eric Clapton" --project runn:789` is in Runn',
    );
  });

  it('vouches for the days after what Toggl did not show', () => {
    const unseen = unseenTimeFinding({ workspaceId: workspace(1), cause: 'retention', until: day('2024-01-03') });
    expect(promiseOf(aSync({}, { findings: [unseen] }))).toMatch(/^Every minute tracked from 2024-01-04 to 2024-01-07/);
  });
});

describe('nextStepsOf', () => {
  const stepOf = (parts: Parameters<typeof aSync>[0]) => nextStepsOf(aSync(parts))[0]?.lead;

  it('has something mended only where Runn refused something', () => {
    const lead = 'Next, when what was refused is mended, to write the';
    expect(stepOf({ refused: 1 })).toBe(`${lead} 1 change that is left`);
    expect(stepOf({ refused: 1, skipped: 2, unsent: 2 })).toBe(`${lead} 3 changes that are left`);
    for (const parts of [{ skipped: 2, declined: 2 }, { skipped: 2, unsent: 2 }, { unknown: 2 }]) {
      expect(stepOf(parts)).not.toContain('mend');
    }
  });

  it('tells what was declined from what a stopped run left', () => {
    expect(stepOf({ skipped: 2, declined: 2 })).toContain('2 changes that were declined');
    expect(stepOf({ unknown: 1, skipped: 2, unsent: 2 })).toContain('to read what Runn has');
  });

  it('goes on with a saved plan that was stopped, and plans again what could not be written', () => {
    const commandOf = (parts: Parameters<typeof aSync>[0]) =>
      nextStepsOf(aSync(parts, { planFile: 'my plan.json' })).map(({ command }) => command);
    const range = '--since 2024-01-01 --until 2024-01-07';
    expect(commandOf({ unknown: 1, skipped: 2, unsent: 2 })).toEqual(['toggl-runn sync --plan "my plan.json"']);
    expect(commandOf({ skipped: 2, unsent: 2 })).toEqual(['toggl-runn sync --plan "my plan.json"']);
    expect(commandOf({ refused: 1 })).toEqual([`toggl-runn dry-run ${range}`]);
    const stale = [{ change: changes[0] as Change, message: 'Changed.' }];
    expect(commandOf({ skipped: 1, stale })).toEqual([`toggl-runn dry-run ${range}`]);
    expect(commandOf({ skipped: 0, applied: 0, standing: changes })).toEqual([]);
  });

  it('asks for no journal where the run before had none', () => {
    const commandOf = (isJournalled: boolean, report: Partial<SyncReport> = {}) =>
      nextStepsOf(aSync({ skipped: 2, unsent: 2 }, { ...report, isJournalled }))[0]?.command;
    for (const report of [{}, { planFile: 'plan.json' }]) {
      expect(commandOf(false, report)).toContain(' --no-journal');
      expect(commandOf(true, report)).not.toContain(' --no-journal');
    }
  });

  it('ends a hold in what it suggests after a dry run, and says so', () => {
    const nextOf = (report: Partial<SyncReport>) => nextStepsOf(aSyncReport({ command: 'dry-run', ...report }));
    for (const [report, option] of [
      [{}, '--resume'],
      [{ planFile: 'plan.json' }, '--plan plan.json --resume'],
    ] as const) {
      const [held] = nextOf({ ...report, isHeld: true });
      expect(held?.command).toContain(option);
      expect(held?.lead).toContain('let syncs go on and');
      expect(nextOf({ ...report, isHeld: false })[0]?.command).not.toContain('--resume');
    }
  });
});

describe('the text of a run that was cut off', () => {
  const text = renderSyncText(aSync({ unknown: 2, skipped: 3, unsent: 3 }), {
    colorLevel: 0,
    width: 120,
    isAll: false,
  });

  it('counts what got no answer apart from what was refused', () => {
    expect(text).toContain('Written 3 of 8, unknown 2, not sent 3.');
    expect(text).toContain('Perhaps written (2)');
    expect(text).not.toContain('Not written (');
  });

  it('does not say that it knows what is in Runn', () => {
    expect(text).not.toContain('in Runn now');
  });
});
