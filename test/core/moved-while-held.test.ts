import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/core/model.ts';
import { findMovedWhileHeld, type HeldLowering } from '../../src/core/moved-while-held.ts';
import { day, runnPerson, runnProject } from '../builders/ids.ts';
import { aChange, anEntry } from '../builders/runn.ts';

function aHeldLowering({ personId = 456, projectId = 789, date = '2024-01-02' } = {}): HeldLowering {
  return { personId: runnPerson(personId), projectId: runnProject(projectId), date: day(date), deltaMinutes: -180 };
}

function aGain(minutes: number, { personId = 456, projectId = 790, date = '2024-01-02' } = {}): Change {
  return aChange({ personId, projectId, date, after: anEntry(minutes, 0) });
}

describe('a lowering that is held back', () => {
  it('is named with the change of that person and day that gains', () => {
    expect(findMovedWhileHeld([aHeldLowering()], [aGain(180)])).toEqual([
      {
        code: 'moved-while-held',
        severity: 'error',
        seconds: 0,
        subject: { runnPersonId: 456, runnProjectId: 789, date: '2024-01-02' },
        facts: { deltaMinutes: -180, movedTo: { projectId: 790, date: '2024-01-02' } },
      },
    ]);
  });

  it('is named with the one that gains most', () => {
    const [found] = findMovedWhileHeld(
      [aHeldLowering()],
      [aGain(60), aGain(120, { projectId: 791 }), aGain(90, { projectId: 792 })],
    );
    expect(found?.facts.movedTo?.projectId).toBe(791);
  });

  it.each([
    ['nothing gains', []],
    ['somebody else gains', [aGain(180, { personId: 457 })]],
    ['another day gains', [aGain(180, { date: '2024-01-03' })]],
    [
      'something is lowered',
      [aChange({ personId: 456, date: '2024-01-02', before: anEntry(60, 0), after: anEntry(30, 0) })],
    ],
  ])('is left to its own finding when %s', (_, changes) => {
    expect(findMovedWhileHeld([aHeldLowering()], changes)).toEqual([]);
  });
});
