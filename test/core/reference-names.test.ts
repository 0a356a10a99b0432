import { describe, expect, it } from 'vitest';
import { surveyReferenceNames } from '../../src/core/reference-names.ts';
import { aPerson, aProject } from '../builders/runn.ts';
import { aTogglProject, aTogglUser } from '../builders/toggl.ts';

const nothing = { people: [], projects: [], users: [], togglProjects: [] };

/** People whose only reference has that name, one for each id. */
const peopleUnder = (referenceName: string, ...externalIds: readonly string[]) =>
  externalIds.map((externalId) => aPerson({ references: [{ referenceName, externalId }] }));
const projectsUnder = (referenceName: string, ...externalIds: readonly string[]) =>
  externalIds.map((externalId) => aProject({ references: [{ referenceName, externalId }] }));

describe('the names of references in Runn', () => {
  it('are counted on people and on projects, and with ids of Toggl on both', () => {
    const uses = surveyReferenceNames({
      people: peopleUnder('Custom1', '11', 'payroll 4'),
      projects: projectsUnder('Custom1', '22', '23', 'PO 5'),
      users: [aTogglUser({ id: 11 })],
      togglProjects: [aTogglProject({ id: 22 }), aTogglProject({ id: 23 })],
    });
    expect(uses).toEqual([{ name: 'Custom1', people: 2, projects: 3, togglIds: 3 }]);
  });

  it('are counted each by itself where a record carries several', () => {
    const references = [
      { referenceName: 'HR', externalId: 'E-1' },
      { referenceName: 'Toggl', externalId: '11' },
    ];
    const uses = surveyReferenceNames({ ...nothing, people: [aPerson({ references })], users: [aTogglUser()] });
    expect(uses).toEqual([
      { name: 'Toggl', people: 1, projects: 0, togglIds: 1 },
      { name: 'HR', people: 1, projects: 0, togglIds: 0 },
    ]);
  });

  it.each(['#11', 'toggl:11', ' 11', '3 or 11'])('hold an id of Toggl that is written as %j', (externalId) => {
    const uses = surveyReferenceNames({
      ...nothing,
      people: peopleUnder('Custom1', externalId),
      users: [aTogglUser()],
    });
    expect(uses).toEqual([{ name: 'Custom1', people: 1, projects: 0, togglIds: 1 }]);
  });

  it('are not in use where they are empty', () => {
    expect(surveyReferenceNames({ ...nothing, people: peopleUnder('Custom1', '', '  ') })).toEqual([]);
  });

  it('hold no id of Toggl where a person carries that of a Toggl project, or a project that of a user', () => {
    const uses = surveyReferenceNames({
      people: peopleUnder('Custom1', '22'),
      projects: projectsUnder('Custom1', '11'),
      users: [aTogglUser({ id: 11 })],
      togglProjects: [aTogglProject({ id: 22 })],
    });
    expect(uses).toEqual([{ name: 'Custom1', people: 1, projects: 1, togglIds: 0 }]);
  });
});

describe('the name that is most likely meant comes first', () => {
  it('by ids of Toggl, before any number of other references', () => {
    const uses = surveyReferenceNames({
      people: [...peopleUnder('HR', 'a', 'b', 'c'), ...peopleUnder('Few', '11'), ...peopleUnder('Most', '11', '12')],
      projects: [],
      users: [aTogglUser({ id: 11 }), aTogglUser({ id: 12 })],
      togglProjects: [],
    });
    expect(uses.map(({ name }) => name)).toEqual(['Most', 'Few', 'HR']);
  });

  it('then by people and projects together, whatever the order of the records', () => {
    const people = [peopleUnder('Four in all', 'a'), peopleUnder('Two people', 'a', 'b'), peopleUnder('Three', 'a')];
    const projects = [...projectsUnder('Three', 'a', 'b'), ...projectsUnder('Four in all', 'a', 'b', 'c')];
    for (const inOrder of [people, [...people].reverse()]) {
      const uses = surveyReferenceNames({ ...nothing, people: inOrder.flat(), projects });
      expect(uses.map(({ name }) => name)).toEqual(['Four in all', 'Three', 'Two people']);
    }
  });

  it('then by name, whatever the order of the records', () => {
    const people = ['B', 'C', 'A'].flatMap((name) => peopleUnder(name, 'x'));
    expect(surveyReferenceNames({ ...nothing, people }).map(({ name }) => name)).toEqual(['A', 'B', 'C']);
  });
});
