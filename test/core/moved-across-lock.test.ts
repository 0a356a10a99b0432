import { describe, expect, it } from 'vitest';
import { finding } from '../../src/core/findings.ts';
import type { Change, RunnProjectId } from '../../src/core/model.ts';
import { findMovedAcrossLock } from '../../src/core/moved-across-lock.ts';
import { day, runnPerson, runnProject } from '../builders/ids.ts';
import { aChange, anEntry } from '../builders/runn.ts';

function aLateChange(deltaMinutes: number, { personId = 456, projectId = 789, date = '2024-01-02', seconds = 0 } = {}) {
  const subject = { runnPersonId: runnPerson(personId), runnProjectId: runnProject(projectId), date: day(date) };
  return finding('late-change', subject, { seconds, facts: { deltaMinutes } });
}

/** Gains that many minutes in the open period. */
function aGain(minutes: number, { personId = 456, projectId = 789, date = '2024-01-05' } = {}): Change {
  return aChange({ personId, projectId, date, after: anEntry(0, minutes) });
}

/** Code, project and day of each finding, and where it moved to. */
function shapeOf(findings: ReturnType<typeof findMovedAcrossLock>) {
  return findings.map(({ code, subject, facts }) => [
    code,
    subject.runnProjectId,
    subject.date,
    facts.movedTo?.projectId ?? null,
    facts.movedTo?.date ?? null,
  ]);
}

describe('a loss in the closed period and an equal gain of the same person in the open one', () => {
  it('are one line', () => {
    const [moved, ...others] = findMovedAcrossLock([aLateChange(-60, { seconds: 7 })], [aGain(60)]);
    expect(moved).toEqual({
      code: 'moved-across-lock',
      severity: 'error',
      seconds: 7,
      subject: { runnPersonId: 456, runnProjectId: 789, date: '2024-01-02' },
      facts: { deltaMinutes: -60, movedTo: { projectId: 789, date: '2024-01-05' } },
    });
    expect(others).toEqual([]);
  });

  it('are one line when an update gains them', () => {
    const gain = aChange({ kind: 'update', date: '2024-01-05', before: anEntry(10, 20), after: anEntry(0, 90) });
    expect(shapeOf(findMovedAcrossLock([aLateChange(-60)], [gain]))).toEqual([
      ['moved-across-lock', 789, '2024-01-02', 789, '2024-01-05'],
    ]);
  });

  it('are one line when the open cell gains them in another role', () => {
    const cleared = aChange({ date: '2024-01-05', before: anEntry(0, 30), after: anEntry(0, 0) });
    expect(shapeOf(findMovedAcrossLock([aLateChange(-60)], [cleared, aGain(90)]))).toEqual([
      ['moved-across-lock', 789, '2024-01-02', 789, '2024-01-05'],
    ]);
  });

  it('are one line across projects', () => {
    expect(shapeOf(findMovedAcrossLock([aLateChange(-60)], [aGain(60, { projectId: 790 })]))).toEqual([
      ['moved-across-lock', 789, '2024-01-02', 790, '2024-01-05'],
    ]);
  });
});

describe('a late change stays a late change', () => {
  it.each<[string, number, Change[]]>([
    ['nobody gains', -60, []],
    ['another person gains', -60, [aGain(60, { personId: 457 })]],
    ['the gain is another number of minutes', -60, [aGain(59)]],
    [
      'those minutes only go to another role of an open cell',
      -60,
      [aChange({ date: '2024-01-05', before: anEntry(0, 60), after: anEntry(0, 0) }), aGain(60)],
    ],
    ['the open change loses as well', -60, [aChange({ before: anEntry(0, 60), after: anEntry(0, 0) })]],
    ['the closed cell would gain', 60, [aGain(60)]],
    [
      'the closed cell would gain what an open one loses',
      60,
      [aChange({ before: anEntry(0, 60), after: anEntry(0, 0) })],
    ],
    ['only sides change, on both days', 0, [aChange({ before: anEntry(60, 0), after: anEntry(0, 60) })]],
  ])('when %s', (_case, deltaMinutes, changes) => {
    const late = aLateChange(deltaMinutes);
    expect(findMovedAcrossLock([late], changes)).toEqual([late]);
  });
});

describe('several losses and gains', () => {
  it('pair each gain once', () => {
    const lates = [aLateChange(-60, { date: '2024-01-03' }), aLateChange(-60, { date: '2024-01-02' })];
    expect(shapeOf(findMovedAcrossLock(lates, [aGain(60)]))).toEqual([
      ['moved-across-lock', 789, '2024-01-02', 789, '2024-01-05'],
      ['late-change', 789, '2024-01-03', null, null],
    ]);
  });

  it('pair both when two gains are there', () => {
    const lates = [aLateChange(-60, { date: '2024-01-02' }), aLateChange(-60, { date: '2024-01-03' })];
    const gains = [aGain(60, { date: '2024-01-05' }), aGain(60, { date: '2024-01-06' })];
    expect(shapeOf(findMovedAcrossLock(lates, gains))).toEqual([
      ['moved-across-lock', 789, '2024-01-02', 789, '2024-01-05'],
      ['moved-across-lock', 789, '2024-01-03', 789, '2024-01-06'],
    ]);
  });

  it('prefer the same project, although another one comes first', () => {
    const gains = [aGain(60, { projectId: 788 }), aGain(60, { projectId: 789 })];
    expect(shapeOf(findMovedAcrossLock([aLateChange(-60)], gains))).toEqual([
      ['moved-across-lock', 789, '2024-01-02', 789, '2024-01-05'],
    ]);
  });

  it('do not spend the gain of a project on another while its own loss waits', () => {
    const lates = [
      aLateChange(-60, { projectId: 788, date: '2024-01-02' }),
      aLateChange(-60, { projectId: 789, date: '2024-01-03' }),
    ];
    expect(shapeOf(findMovedAcrossLock(lates, [aGain(60, { projectId: 789 })]))).toEqual([
      ['moved-across-lock', 789, '2024-01-03', 789, '2024-01-05'],
      ['late-change', 788, '2024-01-02', null, null],
    ]);
  });

  it.each([
    ['by day', aLateChange(-60, { projectId: 790, date: '2024-01-02' }), aLateChange(-60, { date: '2024-01-03' })],
    ['then by project', aLateChange(-60, { projectId: 788 }), aLateChange(-60, { projectId: 789 })],
  ])('are paired %s, whatever the order of the input', (_order, first, second) => {
    const gains = [aGain(60, { projectId: 791 as RunnProjectId })];
    const expected = [
      ['moved-across-lock', first.subject.runnProjectId, first.subject.date, 791, '2024-01-05'],
      ['late-change', second.subject.runnProjectId, second.subject.date, null, null],
    ];
    expect(shapeOf(findMovedAcrossLock([first, second], gains))).toEqual(expected);
    expect(shapeOf(findMovedAcrossLock([second, first], gains))).toEqual(expected);
  });
});
