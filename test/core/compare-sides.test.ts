import { describe, expect, it } from 'vitest';
import { buildPlan, type Survey } from '../../src/core/build-plan.ts';
import { compareSides, driftOf, type WindowFigures } from '../../src/core/compare-sides.ts';
import { aScope, aSurvey, type SurveyParts } from '../builders/a-survey.ts';
import { aContract, anActual, aPerson, aProject, linkedTo } from '../builders/runn.ts';
import { aDifference, aRow, aWorkspace } from '../builders/toggl.ts';

function planOf(survey: Survey) {
  return buildPlan(survey, { members: [], contracts: [aContract()] });
}

function figuresOf(parts: SurveyParts): WindowFigures {
  const survey = aSurvey(parts);
  return compareSides(survey, planOf(survey));
}

const mark = '[Toggl 0:00+1:00]';
const owned = (fields: Parameters<typeof anActual>[0] = {}) => anActual({ nonbillableNote: mark, ...fields });

describe('compareSides', () => {
  it('has what is tracked on both sides of a person, a project and a day', () => {
    const figures = figuresOf({ rows: [aRow({ minutes: 90, billableMinutes: 30 })], actuals: [owned()] });
    const expected = {
      trackedSeconds: 5400,
      excludedSeconds: 0,
      toggl: { billableMinutes: 30, nonbillableMinutes: 60 },
      runn: { billableMinutes: 0, nonbillableMinutes: 60 },
      runnAfter: { billableMinutes: 30, nonbillableMinutes: 60 },
    };
    expect(figures.total).toEqual(expected);
    expect(figures.people).toEqual([
      { personId: 456, togglUserIds: [11], ...expected, days: [{ date: '2024-01-02', ...expected }] },
    ]);
    expect(figures.projects).toEqual([{ projectId: 789, togglProjectIds: [22], ...expected }]);
    expect(figures.days.find(({ date }) => date === '2024-01-02')).toEqual({ date: '2024-01-02', ...expected });
  });

  it('has every day of the window, empty ones too', () => {
    const { days } = figuresOf({ rows: [aRow()] });
    expect(days.map(({ date }) => date)).toEqual(Array.from({ length: 7 }, (_, index) => `2024-01-0${index + 1}`));
    expect(days[0]).toMatchObject({ trackedSeconds: 0, toggl: { billableMinutes: 0, nonbillableMinutes: 0 } });
  });

  it('rounds once per cell, as the plan does', () => {
    const rows = [aRow({ seconds: 610 }), aRow({ seconds: 610, projectId: 23 })];
    const projects = [aProject({ references: linkedTo(22, 23) })];
    const { total } = figuresOf({ rows, projects, rules: { rounding: { mode: 'up', minutes: 15 } } });
    expect(total.toggl).toEqual({ billableMinutes: 0, nonbillableMinutes: 30 });
    expect(driftOf(total).afterSync).toBe(0);
  });

  it('keeps time that leads to nobody below its Toggl user', () => {
    const { people, projects } = figuresOf({ rows: [aRow({ userId: 12, seconds: 3601 })] });
    expect(people).toMatchObject([
      { personId: null, togglUserIds: [12], trackedSeconds: 3601, toggl: { nonbillableMinutes: 60 } },
    ]);
    expect(projects).toMatchObject([{ projectId: 789, trackedSeconds: 3601 }]);
  });

  it('keeps time without a project by itself, billable by Toggl’s flag', () => {
    const { projects } = figuresOf({ rows: [aRow({ projectId: null, minutes: 60, billableMinutes: 45 })] });
    expect(projects).toMatchObject([
      { projectId: null, togglProjectIds: [null], toggl: { billableMinutes: 45, nonbillableMinutes: 15 } },
    ]);
  });

  it('takes what is billable from the pricing model where the plan has no flag', () => {
    const workspaces = [aWorkspace({ billable: 'none', rows: [aRow({ minutes: 60 })] })];
    expect(figuresOf({ workspaces }).total.toggl).toEqual({ billableMinutes: 60, nonbillableMinutes: 0 });
  });

  it('wants nothing in Runn of what map skips', () => {
    const { total } = figuresOf({ rows: [aRow({ minutes: 60 })], map: { people: { 11: 'skip' } } });
    expect(total).toMatchObject({ trackedSeconds: 3600, excludedSeconds: 3600, toggl: { nonbillableMinutes: 0 } });
    expect(driftOf(total).now).toBe(0);
  });

  it('counts time whose total Toggl contradicts as wanted, and not as written', () => {
    const rows = [aRow({ minutes: 60 })];
    const workspaces = [aWorkspace({ rows, totalsDifferences: [aDifference()] })];
    const { total } = figuresOf({ workspaces });
    expect(driftOf(total)).toEqual({ now: -60, afterSync: -60 });
  });

  it('says what Runn has more: somebody’s own entry stays after a sync', () => {
    const { people } = figuresOf({ actuals: [anActual({ nonbillableMinutes: 120 })] });
    expect(people).toMatchObject([{ personId: 456, togglUserIds: [] }]);
    expect(people.map((person) => driftOf(person))).toEqual([{ now: 120, afterSync: 120 }]);
  });

  it('says what a sync would clear', () => {
    const { total } = figuresOf({ actuals: [owned()] });
    expect(driftOf(total)).toEqual({ now: 60, afterSync: 0 });
  });

  it('joins the Toggl users and projects that lead to one record', () => {
    const rows = [aRow(), aRow({ userId: 12, projectId: 23 })];
    const map = { people: { 12: 456 }, projects: { 23: 789 } };
    const { people, projects } = figuresOf({ rows, map });
    expect(people).toMatchObject([{ personId: 456, togglUserIds: [11, 12], trackedSeconds: 7200 }]);
    expect(projects).toMatchObject([{ projectId: 789, togglProjectIds: [22, 23] }]);
  });

  it('lists those of Runn by id, then those who lead nowhere', () => {
    const rows = [aRow({ userId: 13 }), aRow({ userId: 12 }), aRow()];
    const people = [aPerson(), aPerson({ id: 400, references: [] })];
    const actuals = [anActual({ personId: 400 })];
    const { people: listed } = figuresOf({ rows, people, actuals });
    expect(listed.map(({ personId, togglUserIds }) => personId ?? togglUserIds[0])).toEqual([400, 456, 12, 13]);
  });

  it('leaves out what is not in scope', () => {
    const rows = [aRow(), aRow({ userId: 12 })];
    const people = [aPerson(), aPerson({ id: 457, references: linkedTo(12) })];
    const actuals = [anActual({ id: 2, personId: 457 })];
    const { people: listed } = figuresOf({ rows, people, actuals, scope: aScope({ people: { runn: [457] } }) });
    expect(listed.map(({ personId }) => personId)).toEqual([457]);
  });

  it('has the same sums by person, by project and by day', () => {
    const rows = [
      aRow({ seconds: 1234, date: '2024-01-01' }),
      aRow({ seconds: 89, projectId: 99 }),
      aRow({ seconds: 4000, userId: 12, billableMinutes: 20 }),
      aRow({ seconds: 45, projectId: null, date: '2024-01-05' }),
    ];
    const { total, people, projects, days } = figuresOf({ rows, actuals: [owned(), anActual({ id: 7, roleId: 11 })] });
    for (const parts of [people, projects, days]) {
      const sum = (value: (part: (typeof parts)[number]) => number) => parts.map(value).reduce((a, b) => a + b, 0);
      expect(sum(({ trackedSeconds }) => trackedSeconds)).toBe(total.trackedSeconds);
      expect(sum((part) => driftOf(part).now)).toBe(driftOf(total).now);
      expect(sum((part) => driftOf(part).afterSync)).toBe(driftOf(total).afterSync);
    }
  });

  it('refuses figures that are not the statement’s', () => {
    const survey = aSurvey({ rows: [aRow()] });
    const plan = planOf(survey);
    const { statement } = plan;
    const other = { ...plan, statement: { ...statement, runn: { ...statement.runn, minutesAfter: 1 } } };
    expect(() => compareSides(survey, other)).toThrow(expect.objectContaining({ code: 'figures-unbalanced' }));
  });
});
