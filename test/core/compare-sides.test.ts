import { describe, expect, it } from 'vitest';
import { buildPlan, type Survey } from '../../src/core/build-plan.ts';
import { compareSides, driftOf, type WindowFigures } from '../../src/core/compare-sides.ts';
import type { Statement } from '../../src/core/plan.ts';
import { aScope, aSurvey, type SurveyParts } from '../builders/a-survey.ts';
import { aContract, anActual, anOwned, aPerson, aProject, linkedTo } from '../builders/runn.ts';
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

  it('has nothing of a row without seconds', () => {
    const { people, projects } = figuresOf({ rows: [aRow({ seconds: 0, userId: 12, projectId: null })] });
    expect({ people, projects }).toEqual({ people: [], projects: [] });
  });

  it('takes nothing for billable on a non-billable project of Runn, and Toggl’s flag elsewhere', () => {
    const rows = [aRow({ billableMinutes: 60 }), aRow({ billableMinutes: 60, projectId: 23 })];
    const projects = [
      aProject({ pricingModel: 'nb' }),
      aProject({ id: 790, pricingModel: 'fp', references: linkedTo(23) }),
    ];
    expect(figuresOf({ rows, projects }).projects).toMatchObject([
      { projectId: 789, toggl: { billableMinutes: 0, nonbillableMinutes: 60 } },
      { projectId: 790, toggl: { billableMinutes: 60, nonbillableMinutes: 0 } },
    ]);
  });

  it('takes time that leads nowhere for billable as the rules do: it is on no non-billable project', () => {
    const rows = [aRow({ projectId: 99, minutes: 60 })];
    const ofNobody = (parts: SurveyParts) => figuresOf(parts).projects.map(({ toggl }) => toggl);
    const projects = [aProject({ pricingModel: 'nb' })];
    const billable = [{ billableMinutes: 60, nonbillableMinutes: 0 }];
    expect(ofNobody({ projects, workspaces: [aWorkspace({ billable: 'none', rows })] })).toEqual(billable);
    expect(ofNobody({ projects, rows, rules: { billable: 'always' } })).toEqual(billable);
    expect(ofNobody({ projects, rows })).toEqual([{ billableMinutes: 0, nonbillableMinutes: 60 }]);
  });

  it('takes nothing for billable of somebody without a link on a non-billable project', () => {
    const rows = [aRow({ userId: 12, billableMinutes: 60 }), aRow({ userId: 12, billableMinutes: 60, projectId: 23 })];
    const projects = [aProject({ pricingModel: 'nb' }), aProject({ id: 790, references: linkedTo(23) })];
    expect(figuresOf({ rows, projects }).projects).toMatchObject([
      { projectId: 789, toggl: { billableMinutes: 0, nonbillableMinutes: 60 } },
      { projectId: 790, toggl: { billableMinutes: 60, nonbillableMinutes: 0 } },
    ]);
  });

  it('keeps untrusted time of a cell beside the trusted, each rounded by itself', () => {
    const trusted = aWorkspace({ rows: [aRow({ seconds: 610, billableMinutes: 5 })] });
    const untrusted = aWorkspace({
      id: 2,
      rows: [aRow({ seconds: 629, billableMinutes: 2, workspaceId: 2 })],
      totalsDifferences: [aDifference({ workspaceId: 2 })],
    });
    const rules = { rounding: { mode: 'up', minutes: 15 } } as const;
    const { total } = figuresOf({ workspaces: [trusted, untrusted], rules });
    expect(total).toMatchObject({ trackedSeconds: 1239, toggl: { billableMinutes: 17, nonbillableMinutes: 8 } });
  });

  it('tells the sides of an actual apart, now and after a sync', () => {
    const { total } = figuresOf({
      rows: [aRow({ minutes: 90, billableMinutes: 30 })],
      actuals: [anOwned({ billableMinutes: 100, nonbillableMinutes: 7 })],
    });
    expect(total).toEqual({
      trackedSeconds: 5400,
      excludedSeconds: 0,
      toggl: { billableMinutes: 30, nonbillableMinutes: 60 },
      runn: { billableMinutes: 100, nonbillableMinutes: 7 },
      runnAfter: { billableMinutes: 30, nonbillableMinutes: 60 },
    });
  });

  it('adds up all actuals of a cell', () => {
    const actuals = [anActual({ nonbillableMinutes: 60 }), anActual({ id: 2, roleId: 11, billableMinutes: 5 })];
    expect(figuresOf({ actuals }).total.runn).toEqual({ billableMinutes: 5, nonbillableMinutes: 120 });
  });

  it('has a person’s days in order, whichever side they come from', () => {
    const rows = [aRow({ date: '2024-01-06' }), aRow({ date: '2024-01-03', projectId: 99 })];
    const actuals = [anActual({ date: '2024-01-05' }), anActual({ id: 2, date: '2024-01-01' })];
    const { people } = figuresOf({ rows, actuals });
    expect(
      people.map(({ days }) => days.map(({ date, trackedSeconds, runn }) => [date, trackedSeconds, runn])),
    ).toEqual([
      [
        ['2024-01-01', 0, { billableMinutes: 0, nonbillableMinutes: 60 }],
        ['2024-01-03', 3600, { billableMinutes: 0, nonbillableMinutes: 0 }],
        ['2024-01-05', 0, { billableMinutes: 0, nonbillableMinutes: 60 }],
        ['2024-01-06', 3600, { billableMinutes: 0, nonbillableMinutes: 0 }],
      ],
    ]);
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

  it('lists projects of Runn by id, then time without a project, then those who lead nowhere', () => {
    const rows = [99, 22, null, 98, 21].map((projectId) => aRow({ projectId }));
    const projects = [aProject(), aProject({ id: 700, references: linkedTo(21) })];
    const listed = figuresOf({ rows, projects }).projects.map(({ projectId, togglProjectIds }) => [
      projectId,
      togglProjectIds,
    ]);
    expect(listed).toEqual([
      [700, [21]],
      [789, [22]],
      [null, [null]],
      [null, [98]],
      [null, [99]],
    ]);
  });

  it('lists the Toggl users and projects of a record by id, time without a project first', () => {
    const rows = [aRow({ userId: 12, projectId: 23 }), aRow(), aRow({ projectId: null })];
    const map = { noProject: 789, people: { 12: 456 }, projects: { 23: 789 } };
    const { people, projects } = figuresOf({ rows, map });
    expect(people.map(({ togglUserIds }) => togglUserIds)).toEqual([[11, 12]]);
    expect(projects.map(({ togglProjectIds }) => togglProjectIds)).toEqual([[null, 22, 23]]);
  });

  it('leaves out what is not in scope', () => {
    const rows = [aRow(), aRow({ userId: 12 }), aRow({ userId: 13 })];
    const people = [aPerson(), aPerson({ id: 457, references: linkedTo(12) }), aPerson({ id: 458, references: [] })];
    const actuals = [anActual({ id: 2, personId: 457 }), anActual({ id: 3, personId: 458 })];
    const figures = figuresOf({ rows, people, actuals, scope: aScope({ people: { runn: [457] } }) });
    expect(figures.people.map(({ personId, togglUserIds }) => [personId, togglUserIds])).toEqual([[457, [12]]]);
    expect(figures.total).toMatchObject({ trackedSeconds: 3600, runn: { nonbillableMinutes: 60 } });
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

  it.each<[string, Partial<Statement['toggl']>, Partial<Statement['runn']>]>([
    ['1080 seconds tracked, the statement has 1', { trackedSeconds: 1 }, {}],
    ['480 seconds excluded, the statement has 2', { excludedSeconds: 2 }, {}],
    ['60 minutes in Runn, the statement has 3', {}, { minutesBefore: 3 }],
    ['10 minutes in Runn after a sync, the statement has 4', {}, { minutesAfter: 4 }],
  ])('refuses figures that are not the statement’s: %s', (words, toggl, runn) => {
    const rows = [aRow({ minutes: 10 }), aRow({ minutes: 8, userId: 12 })];
    const survey = aSurvey({ rows, actuals: [owned()], map: { people: { 12: 'skip' } } });
    const plan = planOf(survey);
    const { statement } = plan;
    const other = {
      ...plan,
      statement: { ...statement, toggl: { ...statement.toggl, ...toggl }, runn: { ...statement.runn, ...runn } },
    };
    expect(() => compareSides(survey, other)).toThrow(
      expect.objectContaining({
        code: 'figures-unbalanced',
        message: `The figures have ${words}.`,
        hint: 'This is a bug in toggl-runn: please report it with the output of --debug.',
      }),
    );
  });

  it('takes a millionth of a minute for what sums of fractions may lose, and more for a difference', () => {
    const survey = aSurvey();
    const plan = planOf(survey);
    const { statement } = plan;
    const holding = (minutesAfter: number) => ({
      ...plan,
      statement: { ...statement, runn: { ...statement.runn, minutesAfter } },
    });
    expect(compareSides(survey, holding(1e-6)).total.trackedSeconds).toBe(0);
    expect(() => compareSides(survey, holding(1.1e-6))).toThrow('minutes in Runn after a sync');
    expect(() => compareSides(survey, holding(-1.1e-6))).toThrow('minutes in Runn after a sync');
  });
});

describe('driftOf', () => {
  it('is what Runn holds more than it should, both sides together; negative when it holds less', () => {
    const figures = {
      trackedSeconds: 0,
      excludedSeconds: 0,
      toggl: { billableMinutes: 30, nonbillableMinutes: 60 },
      runn: { billableMinutes: 100, nonbillableMinutes: 7 },
      runnAfter: { billableMinutes: 20, nonbillableMinutes: 50 },
    };
    expect(driftOf(figures)).toEqual({ now: 17, afterSync: -20 });
  });
});
