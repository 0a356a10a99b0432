import { describe, expect, it } from 'vitest';
import { compareFindings } from '../../src/core/findings.ts';
import { HeldTime, holdReasonOf, type RowMatch } from '../../src/core/held-time.ts';
import type { Match } from '../../src/core/match.ts';
import type { RunnPersonId, RunnProjectId } from '../../src/core/model.ts';
import { day, runnPerson, runnProject } from '../builders/ids.ts';
import { aRow } from '../builders/toggl.ts';

const aPersonMatch: Match<RunnPersonId> = { kind: 'matched', id: runnPerson(), isArchived: false, via: 'link' };
const aProjectMatch: Match<RunnProjectId> = { kind: 'matched', id: runnProject(), isArchived: false, via: 'link' };
const twoPeople: Match<RunnPersonId> = { kind: 'ambiguous', ids: [runnPerson(456), runnPerson(457)] };
const twoProjects: Match<RunnProjectId> = { kind: 'ambiguous', ids: [runnProject(789), runnProject(790)] };

function aRowMatch(match: Partial<RowMatch> = {}): RowMatch {
  return { person: aPersonMatch, project: aProjectMatch, ...match };
}

describe('holdReasonOf', () => {
  it.each<[string, Partial<RowMatch>, ReturnType<typeof holdReasonOf>]>([
    ['both match', {}, null],
    ['the person is skipped', { person: { kind: 'skip' } }, 'excluded'],
    ['the project is skipped', { project: { kind: 'skip' } }, 'excluded'],
    ['the person is unmatched', { person: { kind: 'unmatched' } }, 'unmatched-person'],
    ['the person is ambiguous', { person: twoPeople }, 'ambiguous'],
    ['the project is unmatched', { project: { kind: 'unmatched' } }, 'unmatched-project'],
    ['the project is ambiguous', { project: twoProjects }, 'ambiguous'],
    ['there is no project', { project: { kind: 'no-project' } }, 'no-project'],
    ['both are unmatched', { person: { kind: 'unmatched' }, project: { kind: 'unmatched' } }, 'unmatched-person'],
    [
      'the person is unmatched, the project ambiguous',
      { person: { kind: 'unmatched' }, project: twoProjects },
      'unmatched-person',
    ],
    [
      'the person is ambiguous, the project unmatched',
      { person: twoPeople, project: { kind: 'unmatched' } },
      'ambiguous',
    ],
    [
      'the project of an unmatched person is skipped',
      { person: { kind: 'unmatched' }, project: { kind: 'skip' } },
      'excluded',
    ],
    ['a skipped person has ambiguous time', { person: { kind: 'skip' }, project: twoProjects }, 'excluded'],
  ])('when %s', (_case, match, reason) => {
    expect(holdReasonOf(aRowMatch(match))).toBe(reason);
  });
});

describe('time that may freeze cells', () => {
  it('is kept by day with where it may belong', () => {
    const held = new HeldTime();
    held.freeze(day('2024-01-02'), aRowMatch({ project: { kind: 'unmatched' } }), 'unmatched-project');
    held.freeze(day('2024-01-03'), aRowMatch({ person: { kind: 'skip' } }), 'excluded');
    expect([...held.unresolved]).toEqual([
      ['2024-01-02', [{ personIds: [456], projectIds: [], isExcluded: false }]],
      ['2024-01-03', [{ personIds: [], projectIds: [789], isExcluded: true }]],
    ]);
  });

  it('names each candidate of what is ambiguous', () => {
    const held = new HeldTime();
    held.freeze(day(), aRowMatch({ person: twoPeople, project: twoProjects }), 'ambiguous');
    expect(held.unresolved.get(day())).toEqual([{ personIds: [456, 457], projectIds: [789, 790], isExcluded: false }]);
  });

  it('is kept once for many rows of one kind, and apart for different ones', () => {
    const held = new HeldTime();
    const toProject = aRowMatch({ person: { kind: 'unmatched' } });
    held.freeze(day(), toProject, 'unmatched-person');
    held.freeze(day(), toProject, 'unmatched-person');
    held.freeze(day(), aRowMatch({ person: { kind: 'skip' } }), 'excluded');
    held.freeze(day(), aRowMatch({ project: { kind: 'unmatched' } }), 'unmatched-project');
    expect(held.unresolved.get(day())).toHaveLength(3);
  });

  it('does not confuse a person with a project of the same number', () => {
    const held = new HeldTime();
    const toPerson = aRowMatch({ person: { ...aPersonMatch, id: runnPerson(5) }, project: { kind: 'unmatched' } });
    const toProject = aRowMatch({ person: { kind: 'unmatched' }, project: { ...aProjectMatch, id: runnProject(5) } });
    held.freeze(day(), toPerson, 'unmatched-project');
    held.freeze(day(), toProject, 'unmatched-person');
    expect(held.unresolved.get(day())).toEqual([
      { personIds: [5], projectIds: [], isExcluded: false },
      { personIds: [], projectIds: [5], isExcluded: false },
    ]);
  });
});

describe('cells frozen at once', () => {
  const cell = (personId = 456, projectId = 789) => ({
    personId: runnPerson(personId),
    projectId: runnProject(projectId),
    date: day(),
  });

  it('are all candidates of ambiguous time', () => {
    const held = new HeldTime();
    held.freeze(day(), aRowMatch({ person: twoPeople, project: twoProjects }), 'ambiguous');
    for (const [personId, projectId] of [
      [456, 789],
      [456, 790],
      [457, 789],
      [457, 790],
    ]) {
      expect(held.frozen.get(cell(personId, projectId))).toBe('ambiguous');
    }
    expect(held.frozen.get({ ...cell(), date: day('2024-01-03') })).toBeUndefined();
  });

  it('are those whose totals differ', () => {
    const held = new HeldTime();
    held.freeze(day(), aRowMatch(), 'totals-differ');
    expect(held.frozen.get(cell())).toBe('totals-differ');
  });

  it('keep the differing totals as the reason, in either order', () => {
    const first = new HeldTime();
    first.freeze(day(), aRowMatch(), 'totals-differ');
    first.freeze(day(), aRowMatch({ person: twoPeople }), 'ambiguous');
    expect(first.frozen.get(cell())).toBe('totals-differ');
    const second = new HeldTime();
    second.freeze(day(), aRowMatch({ person: twoPeople }), 'ambiguous');
    second.freeze(day(), aRowMatch(), 'totals-differ');
    expect(second.frozen.get(cell())).toBe('totals-differ');
  });

  it.each([
    ['unmatched-person', { person: { kind: 'unmatched' } }],
    ['unmatched-project', { project: { kind: 'unmatched' } }],
    ['no-project', { project: { kind: 'no-project' } }],
    ['excluded', { project: { kind: 'skip' } }],
  ] as const)('are none for %s', (reason, match) => {
    const held = new HeldTime();
    held.freeze(day(), aRowMatch(match), reason);
    expect([...held.frozen.pairs()]).toEqual([]);
  });

  it('are none for skipped time of which both sides would match', () => {
    const held = new HeldTime();
    held.freeze(day(), aRowMatch(), 'excluded');
    expect([...held.frozen.pairs()]).toEqual([]);
  });
});

describe('seconds', () => {
  it('are added up by reason, and excluded ones apart', () => {
    const held = new HeldTime();
    held.count(aRow({ seconds: 60 }), aRowMatch({ person: { kind: 'unmatched' } }), 'unmatched-person');
    held.count(aRow({ seconds: 30 }), aRowMatch({ person: { kind: 'unmatched' } }), 'unmatched-person');
    held.count(aRow({ seconds: 7 }), aRowMatch(), 'totals-differ');
    held.count(aRow({ seconds: 5 }), aRowMatch({ person: { kind: 'skip' } }), 'excluded');
    held.count(aRow({ seconds: 3 }), aRowMatch({ person: { kind: 'skip' } }), 'excluded');
    expect([...held.secondsByReason]).toEqual([
      ['unmatched-person', 90],
      ['totals-differ', 7],
    ]);
    expect(held.excludedSeconds).toBe(8);
  });
});

describe('the findings', () => {
  it('are one for each unmatched person, with days and projects', () => {
    const held = new HeldTime();
    const match = aRowMatch({ person: { kind: 'unmatched' } });
    held.count(aRow({ seconds: 60, projectId: 23, date: '2024-01-04' }), match, 'unmatched-person');
    held.count(aRow({ seconds: 30, projectId: 22, date: '2024-01-03' }), match, 'unmatched-person');
    held.count(aRow({ seconds: 1, projectId: null, date: '2024-01-03' }), match, 'unmatched-person');
    held.count(aRow({ seconds: 5, userId: 12 }), match, 'unmatched-person');
    held.count(aRow({ seconds: 1, userId: 12, projectId: null }), match, 'unmatched-person');
    held.count(aRow({ seconds: 1, userId: 12, projectId: 21 }), match, 'unmatched-person');
    expect(held.findings()).toEqual([
      {
        code: 'unmatched-person',
        severity: 'warning',
        seconds: 91,
        subject: { togglUserId: 11 },
        facts: { days: ['2024-01-03', '2024-01-04'], togglUserIds: [11], togglProjectIds: [null, 22, 23] },
      },
      {
        code: 'unmatched-person',
        severity: 'warning',
        seconds: 7,
        subject: { togglUserId: 12 },
        facts: { days: ['2024-01-02'], togglUserIds: [12], togglProjectIds: [null, 21, 22] },
      },
    ]);
  });

  it.each([[[21, 22, null]], [[22, null, 21]], [[null, 22, 21]], [[22, 21, null]]])(
    'list the projects by number, time without one first, in whatever order they came: %j',
    (projectIds) => {
      const held = new HeldTime();
      const match = aRowMatch({ person: { kind: 'unmatched' } });
      for (const projectId of projectIds) held.count(aRow({ projectId }), match, 'unmatched-person');
      expect(held.findings()).toMatchObject([{ facts: { togglProjectIds: [null, 21, 22] } }]);
    },
  );

  it('are one for each unmatched project, with its people', () => {
    const held = new HeldTime();
    const match = aRowMatch({ project: { kind: 'unmatched' } });
    held.count(aRow({ seconds: 60, userId: 12 }), match, 'unmatched-project');
    held.count(aRow({ seconds: 30, userId: 11 }), match, 'unmatched-project');
    held.count(aRow({ seconds: 5, projectId: 23 }), match, 'unmatched-project');
    expect(held.findings()).toMatchObject([
      { code: 'unmatched-project', seconds: 90, subject: { togglProjectId: 22 }, facts: { togglUserIds: [11, 12] } },
      { code: 'unmatched-project', seconds: 5, subject: { togglProjectId: 23 } },
    ]);
  });

  it('are one for each person who tracks time without a project', () => {
    const held = new HeldTime();
    const match = aRowMatch({ project: { kind: 'no-project' } });
    held.count(aRow({ seconds: 60, projectId: null }), match, 'no-project');
    held.count(aRow({ seconds: 30, projectId: null, userId: 12 }), match, 'no-project');
    expect(held.findings()).toMatchObject([
      {
        code: 'no-project',
        seconds: 60,
        subject: { togglUserId: 11, togglProjectId: null },
        facts: { togglProjectIds: [null] },
      },
      { code: 'no-project', seconds: 30, subject: { togglUserId: 12, togglProjectId: null } },
    ]);
  });

  it('name the candidates of an ambiguous person', () => {
    const held = new HeldTime();
    held.count(aRow(), aRowMatch({ person: twoPeople }), 'ambiguous');
    expect(held.findings()).toMatchObject([
      { code: 'ambiguous', subject: { togglUserId: 11 }, facts: { candidatePersonIds: [456, 457] } },
    ]);
  });

  it('name the candidates of an ambiguous project', () => {
    const held = new HeldTime();
    held.count(aRow(), aRowMatch({ project: twoProjects }), 'ambiguous');
    expect(held.findings()).toMatchObject([
      { code: 'ambiguous', subject: { togglProjectId: 22 }, facts: { candidateProjectIds: [789, 790] } },
    ]);
  });

  it('keep an ambiguous person and an ambiguous project of the same number apart', () => {
    const held = new HeldTime();
    held.count(aRow({ userId: 22 }), aRowMatch({ person: twoPeople }), 'ambiguous');
    held.count(aRow({ projectId: 22 }), aRowMatch({ project: twoProjects }), 'ambiguous');
    expect(held.findings()).toMatchObject([
      { subject: { togglUserId: 22 }, facts: { candidatePersonIds: [456, 457] } },
      { subject: { togglProjectId: 22 }, facts: { candidateProjectIds: [789, 790] } },
    ]);
  });

  it('keep what map names and Runn lacks', () => {
    const held = new HeldTime();
    held.count(aRow(), aRowMatch({ person: { kind: 'unmatched', mapTarget: 999 } }), 'unmatched-person');
    held.count(aRow(), aRowMatch({ project: { kind: 'unmatched', mapTarget: 998 } }), 'unmatched-project');
    expect(held.findings().map(({ facts }) => facts.mapTarget)).toEqual([999, 998]);
  });

  it('is a finding of its own for each line of a dated mapping, in whatever order the days come', () => {
    const targets = [998, 999].map((mapTarget) => aRowMatch({ project: { kind: 'unmatched', mapTarget } }));
    for (const order of [targets, targets.toReversed()]) {
      const held = new HeldTime();
      for (const match of order) held.count(aRow(), match, 'unmatched-project');
      const found = held.findings().sort(compareFindings);
      expect(found.map(({ facts, seconds }) => [facts.mapTarget, seconds])).toEqual([
        [998, 3600],
        [999, 3600],
      ]);
    }
  });

  it('have no target and no candidates where there are none', () => {
    const held = new HeldTime();
    held.count(aRow(), aRowMatch({ person: { kind: 'unmatched' } }), 'unmatched-person');
    expect(Object.keys(held.findings()[0]?.facts ?? {}).sort()).toEqual(['days', 'togglProjectIds', 'togglUserIds']);
  });

  it('sum what was excluded in one', () => {
    const held = new HeldTime();
    held.count(aRow({ seconds: 60 }), aRowMatch({ person: { kind: 'skip' } }), 'excluded');
    held.count(aRow({ seconds: 30 }), aRowMatch({ project: { kind: 'skip' } }), 'excluded');
    expect(held.findings()).toEqual([{ code: 'excluded', severity: 'info', seconds: 90, subject: {}, facts: {} }]);
  });

  it('are none for totals that differ, which are described with both numbers elsewhere', () => {
    const held = new HeldTime();
    held.count(aRow(), aRowMatch(), 'totals-differ');
    expect(held.findings()).toEqual([]);
  });

  it('are none when nothing was held', () => {
    expect(new HeldTime().findings()).toEqual([]);
  });
});
