import { describe, expect, test } from 'vitest';
import { dayNumber, plusDays, workdayBefore } from '../../src/sandbox/calendar.ts';
import { generateCompany } from '../../src/sandbox/generate-company.ts';
import { RunnWorld } from '../../src/sandbox/runn-world.ts';
import { sampleCompany, sampleDays } from '../../src/sandbox/sample-company.ts';
import { togglProjectIds, togglUserIds } from '../../src/sandbox/sample-directory.ts';
import { TogglWorld } from '../../src/sandbox/toggl-world.ts';
import { nowMs, today } from './callers.ts';

function sample(day = today, seed = 1) {
  const company = sampleCompany({ seed, today: day });
  return { company, toggl: new TogglWorld(company, () => nowMs), runn: new RunnWorld(company, () => nowMs) };
}

const { company, toggl, runn } = sample();

function linkedTo(kind: 'people' | 'projects', togglId: number): readonly { isArchived: boolean }[] {
  return [...runn[kind].values()].filter(({ references }) =>
    references.some(({ referenceName, externalId }) => referenceName === 'Custom1' && externalId === String(togglId)),
  );
}

describe('the sample company', () => {
  test('is the same for a seed and a day, and another for another seed', () => {
    expect(sampleCompany({ seed: 1, today })).toEqual(company);
    expect(sampleCompany({ seed: 2, today }).toggl.entries).not.toEqual(company.toggl.entries);
  });

  test('twelve users, fifteen projects, clients', () => {
    expect([toggl.users.size, toggl.projects.size]).toEqual([12, 15]);
    expect(toggl.clients.size).toBeGreaterThan(3);
  });

  test('six weeks of time, the last of it today, one entry running', () => {
    const days = [...toggl.entries.values()].map(({ day }) => day).sort();
    expect(dayNumber(today) - dayNumber(days[0] ?? today)).toBeLessThan(sampleDays);
    expect(dayNumber(today) - dayNumber(days[0] ?? today)).toBeGreaterThan(sampleDays - 5);
    expect(days.at(-1)).toBe(today);
    expect([...toggl.entries.values()].filter(({ running }) => running)).toHaveLength(1);
  });

  test('a user and a project without a link, with time in the last week', () => {
    const since = plusDays(today, -6);
    const entries = [...toggl.entries.values()].filter(({ day }) => day >= since);
    expect(linkedTo('people', togglUserIds.kate)).toMatchObject([{ isPlaceholder: true }]);
    expect(entries.some(({ userId }) => userId === togglUserIds.kate)).toBe(true);
    expect(linkedTo('projects', togglProjectIds.loyalty)).toEqual([]);
    expect(entries.some(({ projectId }) => projectId === togglProjectIds.loyalty)).toBe(true);
    expect(entries.some(({ projectId }) => projectId === null)).toBe(true);
  });

  test('two Toggl projects on one Runn project, the second by the map', () => {
    expect(company.config.map?.projects).toEqual({ [togglProjectIds.moonBaseCare]: 789 });
    expect(runn.projects.has(789)).toBe(true);
  });

  test('an id on two live Runn projects, with time', () => {
    expect(linkedTo('projects', togglProjectIds.tour)).toHaveLength(2);
    expect([...toggl.entries.values()].some(({ projectId }) => projectId === togglProjectIds.tour)).toBe(true);
  });

  test('archived on both sides, in Runn only, and a person in Runn', () => {
    expect(toggl.projects.get(togglProjectIds.booking)?.active).toBe(false);
    expect(linkedTo('projects', togglProjectIds.booking)).toMatchObject([{ isArchived: true }]);
    expect(toggl.projects.get(togglProjectIds.newsletter)?.active).toBe(true);
    expect(linkedTo('projects', togglProjectIds.newsletter)).toMatchObject([{ isArchived: true }]);
    expect(linkedTo('people', togglUserIds.nick)).toMatchObject([{ isArchived: true }]);
  });

  test('somebody left Toggl, and the time is still there', () => {
    expect(toggl.members.find(({ userId }) => userId === togglUserIds.janis)?.state).toBe('left');
    expect(toggl.entriesOf(togglUserIds.janis).length).toBeGreaterThan(0);
  });

  test('an entry over midnight, entries of odd seconds, billable and not', () => {
    const entries = [...toggl.entries.values()];
    expect(entries.some(({ start, seconds }) => start.slice(11, 13) === '22' && seconds === 10_800)).toBe(true);
    expect(entries.some(({ seconds }) => seconds % 60 !== 0)).toBe(true);
    expect(new Set(entries.map(({ billable }) => billable)).size).toBe(2);
  });

  test('a role change in mid-period, two roles on one project, somebody without any', () => {
    const rolesOf = (personId: number, projectId: number): number[] =>
      [...runn.members.values()]
        .filter((member) => member.personId === personId && member.projectId === projectId)
        .map(({ roleId }) => roleId);
    const contracts = [...runn.contracts.values()].filter(({ personId }) => personId === 459);
    expect(contracts.map(({ roleId }) => roleId)).toEqual([10, 12]);
    expect(rolesOf(456, 789)).toEqual([10, 12]);
    expect([...runn.contracts.values()].some(({ personId }) => personId === 464)).toBe(false);
  });

  test.each([
    ['entered by hand, other time in Toggl', 457, 790, 2, [240, 0], 15_120],
    ['entered by hand, the same in Toggl', 462, 794, 3, [180, 0], 10_800],
    ['entered by hand, no time in Toggl', 460, 791, 2, [0, 120], 0],
    ['edited', 461, 796, 2, [270, 30], 18_000],
    ['its time deleted', 456, 793, 3, [120, 0], 0],
    ['as it was', 458, 797, 4, [0, 60], 3600],
    ['more tracked since', 460, 796, 4, [60, 0], 9000],
    ['text around the mark', 459, 791, 3, [240, 0], 14_400],
    ['filled in by Runn', 463, 793, 5, [0, 0], 0],
  ])('in Runn: %s', (_, personId, projectId, workdaysAgo, minutes, seconds) => {
    const date = workdayBefore(today, workdaysAgo);
    const [standing] = runn.findActuals(personId, projectId, date);
    const person = runn.people.get(personId);
    const togglId = Number(person?.references.find(({ referenceName }) => referenceName === 'Custom1')?.externalId);
    const project = runn.projects.get(projectId);
    const togglProject = Number(
      project?.references.find(({ referenceName }) => referenceName === 'Custom1')?.externalId,
    );
    const tracked = toggl.entriesOf(togglId, togglProject, date).reduce((sum, entry) => sum + entry.seconds, 0);
    expect([standing?.billableMinutes, standing?.nonbillableMinutes]).toEqual(minutes);
    expect(tracked).toBe(seconds);
  });

  test.each(Array.from({ length: 7 }, (_, index) => plusDays(today, index)))(
    'holds on every day of the week, such as %s: nobody works over twelve hours, nothing lies ahead',
    (day) => {
      const world = sample(day, 7);
      const seconds = new Map<string, number>();
      for (const entry of world.toggl.entries.values()) {
        const key = `${entry.userId} ${entry.day}`;
        seconds.set(key, (seconds.get(key) ?? 0) + entry.seconds);
        expect(entry.day <= day).toBe(true);
        expect(world.toggl.projects.has(entry.projectId ?? togglProjectIds.moonBase)).toBe(true);
      }
      expect(Math.max(...seconds.values())).toBeLessThanOrEqual(12 * 3600);
    },
  );
});

describe('a generated company', () => {
  const big = generateCompany({ people: 20, projects: 10, days: 14, today, entriesPerDay: 4, workspaces: 2 });

  test('is the same for the same options', () => {
    expect(generateCompany({ people: 20, projects: 10, days: 14, today, entriesPerDay: 4, workspaces: 2 })).toEqual(
      big,
    );
  });

  test('tracks time on each working day for everybody, over all workspaces', () => {
    expect(big.toggl.entries).toHaveLength(20 * 10 * 4);
    expect(new Set(big.toggl.entries.map(({ workspaceId }) => workspaceId)).size).toBe(2);
  });

  test('leaves no time without a person, project and role', () => {
    const people = new Set(big.runn.people.flatMap(({ references }) => references.map(({ externalId }) => externalId)));
    const projects = new Set(
      big.runn.projects.flatMap(({ references }) => references.map(({ externalId }) => externalId)),
    );
    const lost = big.toggl.entries.filter(
      ({ userId, projectId }) => !people.has(String(userId)) || !projects.has(String(projectId)),
    );
    expect(lost).toEqual([]);
    expect(big.runn.contracts).toHaveLength(20);
  });
});
