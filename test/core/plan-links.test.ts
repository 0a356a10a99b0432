import { describe, expect, it } from 'vitest';
import type { ExternalReference, RunnPerson, RunnProject } from '../../src/core/model.ts';
import { type PlannedLink, planLinks } from '../../src/core/plan-links.ts';
import type { LinkProposal } from '../../src/core/propose-links.ts';
import type { Plain } from '../builders/plain.ts';
import { aPerson, aProject } from '../builders/runn.ts';

/** Toggl project 22 to Runn project 789. */
function aLink(fields: Partial<Plain<LinkProposal>> = {}): LinkProposal {
  const link = {
    kind: 'project',
    togglId: 22,
    runnId: 789,
    confidence: 1,
    reason: 'same-name',
    seconds: 3600,
    ...fields,
  };
  return link as LinkProposal;
}

const custom1 = (externalId: string): ExternalReference => ({ referenceName: 'Custom1', externalId });
const toggl = (externalId: string): ExternalReference => ({ referenceName: 'Toggl', externalId });

function placesOf(
  links: readonly LinkProposal[],
  runn: {
    readonly people?: readonly RunnPerson[];
    readonly projects?: readonly RunnProject[];
    readonly referenceNames?: readonly string[];
  },
): PlannedLink['target'][] {
  const planned = planLinks(links, { people: [], projects: [], referenceNames: ['Custom1'], ...runn });
  expect(planned.map(({ target, ...link }) => link)).toEqual(links);
  return planned.map(({ target }) => target);
}

/** Where the usual link goes on a project with these references. */
const placeBeside = (references: readonly ExternalReference[], referenceNames = ['Custom1']) =>
  placesOf([aLink()], { projects: [aProject({ references })], referenceNames })[0];

/** A place in Runn; a new reference unless something is replaced. */
const inRunn = (referenceName: string, externalId: string, replaces: string | null = null): PlannedLink['target'] => ({
  kind: 'reference',
  reference: { referenceName, externalId },
  replaces,
});

describe('a link is written', () => {
  it('into a new reference where there is none', () => {
    expect(placeBeside([])).toEqual(inRunn('Custom1', '22'));
  });

  it('beside references of other names, whatever they hold', () => {
    expect(placeBeside([toggl('99'), toggl('98')])).toEqual(inRunn('Custom1', '22'));
  });

  it.each(['#22', ' 22 ', 'toggl:22', '0022', '22.0'])('over %j, the same id written inexactly', (standing) => {
    expect(placeBeside([custom1(standing)])).toEqual(inRunn('Custom1', '22', standing));
  });

  it.each(['', '  '])('over %j, which is nothing', (standing) => {
    expect(placeBeside([custom1(standing)])).toEqual(inRunn('Custom1', '22'));
    expect(placeBeside([custom1(standing), custom1('#22')])).toEqual(inRunn('Custom1', '22', '#22'));
  });

  it('into the first of several names that has room', () => {
    const names = ['Custom1', 'Toggl', 'Custom2'];
    expect(placeBeside([custom1('99')], names)).toEqual(inRunn('Toggl', '22'));
    expect(placeBeside([custom1('99'), toggl('#22')], names)).toEqual(inRunn('Toggl', '22', '#22'));
    expect(placeBeside([custom1('99'), toggl('98')], names)).toEqual(inRunn('Custom2', '22'));
  });
});

describe('a link goes into map', () => {
  it.each([
    ['the id of something else', '99'],
    ['several ids', '22, 23'],
    ['several ids, the first of them this one', '22, 1234567890123456'],
    ['words', 'see finance'],
  ])('where the reference holds %s', (_case, standing) => {
    expect(placeBeside([custom1(standing)])).toEqual({ kind: 'map' });
  });

  it.each([
    ['one of them another id', ['22 ', '99']],
    ['both inexact', ['#22', '22 ']],
  ])('where two references of one name stand, %s: nobody can tell which one to replace', (_case, standing) => {
    expect(placeBeside(standing.map(custom1))).toEqual({ kind: 'map' });
  });

  it('where every name is taken', () => {
    expect(placeBeside([custom1('99'), toggl('98')], ['Custom1', 'Toggl'])).toEqual({ kind: 'map' });
  });
});

describe('of several links', () => {
  it('to one record, the first gets the reference, the next another name, the last goes into map', () => {
    const links = [aLink({ togglId: 22 }), aLink({ togglId: 23 }), aLink({ togglId: 24 })];
    const runn = { projects: [aProject({ references: [] })], referenceNames: ['Custom1', 'Toggl'] };
    expect(placesOf(links, runn)).toEqual([inRunn('Custom1', '22'), inRunn('Toggl', '23'), { kind: 'map' }]);
  });

  it('to different records, each gets its own', () => {
    const links = [aLink({ togglId: 22, runnId: 789 }), aLink({ togglId: 23, runnId: 790 })];
    const projects = [aProject({ id: 789, references: [] }), aProject({ id: 790, references: [custom1('#23')] })];
    expect(placesOf(links, { projects })).toEqual([inRunn('Custom1', '22'), inRunn('Custom1', '23', '#23')]);
  });

  it('a person and a project of the same number are not confused', () => {
    const links = [aLink({ kind: 'person', togglId: 11, runnId: 5 }), aLink({ kind: 'project', runnId: 5 })];
    const people = [aPerson({ id: 5, references: [custom1('#11')] })];
    const projects = [aProject({ id: 5, references: [] })];
    expect(placesOf(links, { people, projects })).toEqual([inRunn('Custom1', '11', '#11'), inRunn('Custom1', '22')]);
  });
});
