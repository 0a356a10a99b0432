import { describe, expect, it } from 'vitest';
import type { CellDelta } from '../../src/core/holds.ts';
import type { Change } from '../../src/core/model.ts';
import { findMovedWhileHeld } from '../../src/core/moved-while-held.ts';
import { day, runnPerson, runnProject } from '../builders/ids.ts';
import { aChange, anEntry } from '../builders/runn.ts';

function aHeldLowering({ personId = 456, projectId = 789, date = '2024-01-02' } = {}): CellDelta {
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

  it('is named with the first in the order of the plan where several gain as much', () => {
    const changes = [aGain(60, { projectId: 792 }), aGain(60, { projectId: 790 })];
    expect(findMovedWhileHeld([aHeldLowering()], changes).map(({ facts }) => facts.movedTo)).toEqual([
      { projectId: 792, date: '2024-01-02' },
    ]);
  });

  it('is named for each held cell of that person and day, and for no other', () => {
    const held = [
      aHeldLowering(),
      aHeldLowering({ projectId: 788 }),
      aHeldLowering({ personId: 457 }),
      aHeldLowering({ date: '2024-01-03' }),
    ];
    expect(findMovedWhileHeld(held, [aGain(180)]).map(({ subject }) => subject)).toEqual([
      { runnPersonId: 456, runnProjectId: 789, date: '2024-01-02' },
      { runnPersonId: 456, runnProjectId: 788, date: '2024-01-02' },
    ]);
  });

  it('is named although other time of that day is lowered, and with what gains', () => {
    const lowered = aChange({ projectId: 791, before: anEntry(300, 0), after: anEntry(0, 0) });
    expect(findMovedWhileHeld([aHeldLowering()], [lowered, aGain(15)])[0]?.facts.movedTo?.projectId).toBe(790);
  });

  it.each([
    ['nothing gains', []],
    ['somebody else gains', [aGain(180, { personId: 457 })]],
    ['another day gains', [aGain(180, { date: '2024-01-03' })]],
    [
      'something is lowered',
      [aChange({ personId: 456, date: '2024-01-02', before: anEntry(60, 0), after: anEntry(30, 0) })],
    ],
    [
      'time only goes to another role',
      [aChange({ projectId: 790, before: anEntry(60, 0), after: anEntry(0, 0) }), aGain(60)],
    ],
    ['time only becomes billable', [aChange({ projectId: 790, before: anEntry(0, 60), after: anEntry(60, 0) })]],
  ])('is left to its own finding when %s', (_, changes) => {
    expect(findMovedWhileHeld([aHeldLowering()], changes)).toEqual([]);
  });
});

describe('a run that holds nothing back', () => {
  it('has nothing that moved while it was held', () => {
    expect(findMovedWhileHeld([], [aGain(180)])).toEqual([]);
  });
});
