import { describe, expect, it } from 'vitest';
import { everything, isCellInScope, isRowInScope } from '../../src/core/scope.ts';
import { aMatching, aScope } from '../builders/a-survey.ts';
import { runnPerson, runnProject } from '../builders/ids.ts';
import { aPerson, aProject } from '../builders/runn.ts';
import { aRow } from '../builders/toggl.ts';

function isCounted(
  scope: ReturnType<typeof aScope>,
  row = aRow(),
  matching = aMatching({ people: [aPerson()], projects: [aProject()] }),
): boolean {
  return isRowInScope(scope, row, matching.personOf(row.userId), matching.projectOf(row.projectId, row.date));
}

describe('a cell', () => {
  it('is in scope when nothing limits it', () => {
    expect(isCellInScope(everything, runnPerson(), runnProject())).toBe(true);
  });

  it.each([
    ['its person', { people: { runn: [456] } }, true],
    ['another person', { people: { runn: [457] } }, false],
    ['its project', { projects: { runn: [789] } }, true],
    ['another project', { projects: { runn: [790] } }, false],
    ['its person and its project', { people: { runn: [456] }, projects: { runn: [789] } }, true],
    ['its person and another project', { people: { runn: [456] }, projects: { runn: [790] } }, false],
    ['another person and its project', { people: { runn: [457] }, projects: { runn: [789] } }, false],
  ])('under a scope of %s', (_what, scope, isIn) => {
    expect(isCellInScope(aScope(scope), runnPerson(456), runnProject(789))).toBe(isIn);
  });
});

describe('a row that leads to Runn', () => {
  it.each([
    ['everything', {}, true],
    ['the person it leads to', { people: { runn: [456] } }, true],
    ['another person', { people: { runn: [457] } }, false],
    ['the project it leads to', { projects: { runn: [789] } }, true],
    ['another project', { projects: { runn: [790] } }, false],
    ['its person and another project', { people: { runn: [456] }, projects: { runn: [790] } }, false],
  ])('is counted by what it leads to, under %s', (_what, scope, isIn) => {
    expect(isCounted(aScope(scope))).toBe(isIn);
  });

  it('is not counted by its Toggl id when that leads out of scope', () => {
    expect(isCounted(aScope({ people: { runn: [457], toggl: [11] } }))).toBe(false);
  });
});

describe('a row that leads nowhere', () => {
  const matching = aMatching({ people: [], projects: [] });

  it('is counted when its Toggl user was named', () => {
    expect(isCounted(aScope({ people: { toggl: [11] } }), aRow(), matching)).toBe(true);
    expect(isCounted(aScope({ people: { toggl: [12] } }), aRow(), matching)).toBe(false);
  });

  it('is counted when its Toggl project was named', () => {
    expect(isCounted(aScope({ projects: { toggl: [22] } }), aRow(), matching)).toBe(true);
    expect(isCounted(aScope({ projects: { toggl: [23] } }), aRow(), matching)).toBe(false);
  });

  it('is never counted under a scope of projects when it has none', () => {
    expect(isCounted(aScope({ projects: { toggl: [22] } }), aRow({ projectId: null }), matching)).toBe(false);
  });
});

describe('an ambiguous row', () => {
  const matching = aMatching({ people: [aPerson(), aPerson({ id: 457 })] });

  it('is counted when one of its candidates is in scope', () => {
    expect(isCounted(aScope({ people: { runn: [457] } }), aRow(), matching)).toBe(true);
  });

  it('is counted when its Toggl id was named', () => {
    expect(isCounted(aScope({ people: { toggl: [11] } }), aRow(), matching)).toBe(true);
  });

  it('is not counted when none of its candidates is', () => {
    expect(isCounted(aScope({ people: { runn: [458] } }), aRow(), matching)).toBe(false);
  });
});
