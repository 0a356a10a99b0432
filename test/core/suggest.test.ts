import { describe, expect, it } from 'vitest';
import type { RunnPerson, RunnPersonId, RunnProject, RunnProjectId } from '../../src/core/model.ts';
import { createSuggester, normaliseName, plainEmail, type Similarity, sortWords } from '../../src/core/suggest.ts';
import { aPerson, aProject as aProjectOfRunn } from '../builders/runn.ts';
import { aTogglProject, aTogglUser } from '../builders/toggl.ts';

const aUser = (parts: Parameters<typeof aTogglUser>[0] = {}) =>
  aTogglUser({ name: 'Eric Clapton', email: 'eric@example.com', ...parts });

const aProject = (name: string) => aTogglProject({ name });

const aRunnPerson = (id: number, parts: Parameters<typeof aPerson>[0] = {}) =>
  aPerson({ id, name: 'Somebody Else', references: [], ...parts });

const aRunnProject = (id: number, name: string, parts: Parameters<typeof aProjectOfRunn>[0] = {}) =>
  aProjectOfRunn({ id, name, references: [], ...parts });

function suggester(parts: {
  people?: RunnPerson[];
  projects?: RunnProject[];
  linkedPeople?: number[];
  linkedProjects?: number[];
  similarity?: Similarity;
}) {
  return createSuggester({
    people: parts.people ?? [],
    projects: parts.projects ?? [],
    linkedPeople: new Set((parts.linkedPeople ?? []) as RunnPersonId[]),
    linkedProjects: new Set((parts.linkedProjects ?? []) as RunnProjectId[]),
    similarity: parts.similarity,
  });
}

describe('suggestions for a person', () => {
  it('prefers the same e-mail address to the same name', () => {
    const people = [aRunnPerson(1, { name: 'Eric Clapton' }), aRunnPerson(2, { email: 'ERIC@example.com ' })];
    expect(suggester({ people }).person(aUser())).toEqual({ runnId: 2, name: 'Somebody Else', because: 'same-email' });
  });

  it.each([
    ['eric+toggl@example.com', 'eric@example.com'],
    ['e.ric@gmail.com', 'eric@googlemail.com'],
  ])('takes %s for the mailbox %s', (email, runnEmail) => {
    const people = [aRunnPerson(1, { email: runnEmail })];
    expect(suggester({ people }).person(aUser({ email }))?.because).toBe('similar-email');
  });

  it('keeps dots apart outside Gmail', () => {
    const people = [aRunnPerson(1, { email: 'e.ric@example.com' })];
    expect(suggester({ people }).person(aUser())).toBeNull();
  });

  it.each(['eric  CLAPTON', 'Éric Clapton', ' Eric-Clapton'])('takes %j for the same name', (name) => {
    const people = [aRunnPerson(1, { name })];
    expect(suggester({ people }).person(aUser({ email: null }))?.because).toBe('same-name');
  });

  it('takes a turned name for similar', () => {
    const people = [aRunnPerson(1, { name: 'Clapton, Eric' })];
    expect(suggester({ people }).person(aUser())?.because).toBe('similar-name');
  });

  it.each([
    ['archived', { isArchived: true }],
    ['a placeholder', { isPlaceholder: true }],
  ])('never suggests somebody who is %s', (_what, parts) => {
    const people = [aRunnPerson(1, { name: 'Eric Clapton', email: 'eric@example.com', ...parts })];
    expect(suggester({ people }).person(aUser())).toBeNull();
  });

  it('never suggests somebody to whom another Toggl user leads', () => {
    const people = [aRunnPerson(1, { name: 'Eric Clapton' })];
    expect(suggester({ people, linkedPeople: [1] }).person(aUser())).toBeNull();
  });

  it('does not choose between two of the same name', () => {
    const people = [aRunnPerson(1, { name: 'Eric Clapton' }), aRunnPerson(2, { name: 'Eric Clapton' })];
    expect(suggester({ people }).person(aUser())).toBeNull();
  });

  it('does not take two missing e-mail addresses or empty names for the same', () => {
    const people = [aRunnPerson(1, { name: '', email: null })];
    expect(suggester({ people }).person(aUser({ name: '…', email: null }))).toBeNull();
  });

  it('asks the similarity last, and takes nothing below 0.85', () => {
    const people = [aRunnPerson(1, { name: 'Erik Clapton' }), aRunnPerson(2, { name: 'Enid Clayton' })];
    const similarity: Similarity = (_a, b) => (b === 'erik clapton' ? 0.9 : 0.84);
    expect(suggester({ people, similarity }).person(aUser())).toMatchObject({ runnId: 1, because: 'similar-name' });
    expect(suggester({ people, similarity: () => 0.84 }).person(aUser())).toBeNull();
  });

  it('does not choose between two with the same words', () => {
    const people = [aRunnPerson(1, { name: 'Clapton, Eric' }), aRunnPerson(2, { name: 'Clapton Eric' })];
    expect(suggester({ people }).person(aUser())).toBeNull();
  });

  it('asks the name when two have the address', () => {
    const people = [
      aRunnPerson(1, { email: 'eric@example.com' }),
      aRunnPerson(2, { email: 'eric@example.com', name: 'Eric Clapton' }),
    ];
    expect(suggester({ people }).person(aUser())).toEqual({ runnId: 2, name: 'Eric Clapton', because: 'same-name' });
  });

  it('does not choose between two that are equally similar', () => {
    const people = [aRunnPerson(1, { name: 'Erik Clapton' }), aRunnPerson(2, { name: 'Eryc Clapton' })];
    expect(suggester({ people, similarity: () => 0.9 }).person(aUser())).toBeNull();
  });
});

describe('suggestions for a project', () => {
  it('are none of a project to whose name nothing comes near', () => {
    const projects = [aRunnProject(1, 'Moon Base'), aRunnProject(2, 'Mars Base')];
    expect(suggester({ projects, linkedProjects: [2] }).project(aProject('Website'))).toBeNull();
  });

  it('name the record as Runn writes it', () => {
    const projects = [aRunnProject(1, 'Moon Base (2024)')];
    expect(suggester({ projects }).project(aProject('moon base 2024'))).toEqual({
      runnId: 1,
      name: 'Moon Base (2024)',
      because: 'same-name',
    });
  });

  it('do not fall back on a linked project where two others have the name', () => {
    const projects = [aRunnProject(1, 'Website'), aRunnProject(2, 'Website'), aRunnProject(3, 'Website')];
    expect(suggester({ projects, linkedProjects: [3] }).project(aProject('Website'))).toBeNull();
  });

  it('do not fall back on a similar name where two have the very name', () => {
    const projects = [aRunnProject(1, 'Website'), aRunnProject(2, 'Website'), aRunnProject(3, 'Websites')];
    const similarity: Similarity = (_wanted, name) => (name === 'websites' ? 0.9 : 0);
    expect(suggester({ projects, similarity }).project(aProject('Website'))).toBeNull();
  });

  it('do not choose between two linked projects of the name', () => {
    const projects = [aRunnProject(1, 'Website'), aRunnProject(2, 'Website')];
    expect(suggester({ projects, linkedProjects: [1, 2] }).project(aProject('Website'))).toBeNull();
  });

  it('takes one of the same name to which nothing leads yet', () => {
    const projects = [aRunnProject(1, 'Moon Base'), aRunnProject(2, 'moon base')];
    expect(suggester({ projects, linkedProjects: [1] }).project(aProject('Moon-Base'))?.runnId).toBe(2);
  });

  it('takes a linked one when there is no other: several Toggl projects may lead to it', () => {
    const projects = [aRunnProject(1, 'Moon Base')];
    expect(suggester({ projects, linkedProjects: [1] }).project(aProject('Moon Base'))?.runnId).toBe(1);
  });

  it('prefers the same name of a linked project to a similar name of a free one', () => {
    const projects = [aRunnProject(1, 'Moon Base'), aRunnProject(2, 'Moon Bases')];
    const found = suggester({ projects, linkedProjects: [1], similarity: () => 0.9 }).project(aProject('Moon Base'));
    expect(found).toMatchObject({ runnId: 1, because: 'same-name' });
  });

  it.each([
    ['archived', { isArchived: true }],
    ['a template', { isTemplate: true }],
  ])('never suggests one that is %s', (_what, parts) => {
    const projects = [aRunnProject(1, 'Moon Base', parts)];
    expect(suggester({ projects }).project(aProject('Moon Base'))).toBeNull();
  });
});

describe('normaliseName', () => {
  it.each([
    ["  Łukasz  O'Neill ", 'lukasz o neill'],
    ['STRASSE', 'strasse'],
    ['Straße', 'strasse'],
    ['Søren Ægir', 'soren aegir'],
    ['ＡＣＭＥ', 'acme'],
    ['C#', 'c#'],
    ['Đorđe Cœur', 'dorde coeur'],
  ])('makes %j %j', (name, expected) => {
    expect(normaliseName(name)).toBe(expected);
  });

  it.each([
    ['C#', 'C++'],
    ['Phase 1', 'Phase 2'],
  ])('keeps %s and %s apart', (a, b) => {
    expect(normaliseName(a)).not.toBe(normaliseName(b));
  });
});

describe('similar names', () => {
  /** As similar as the number in the name of Runn's record says, in per cent. */
  const asNumbered: Similarity = (_wanted, name) => Number(/\d+/.exec(name)?.[0] ?? 0) / 100;
  const projectOf = (names: readonly string[], parts: { linkedProjects?: number[]; name?: string } = {}) => {
    const projects = names.map((name, index) => aRunnProject(index + 1, name));
    const { linkedProjects = [], name = 'Moon' } = parts;
    return suggester({ projects, linkedProjects, similarity: asNumbered }).project(aProject(name));
  };

  it('lead to the most similar record', () => {
    expect(projectOf(['a 86', 'b 90', 'c 88'])).toEqual({ runnId: 2, name: 'b 90', because: 'similar-name' });
  });

  it('have to be similar enough', () => {
    expect(projectOf(['a 84'])).toBeNull();
    expect(projectOf(['a 85'])?.runnId).toBe(1);
  });

  it('lead nowhere when two are the most similar, and somewhere when two are less so', () => {
    expect(projectOf(['a 90', 'b 90'])).toBeNull();
    expect(projectOf(['a 90', 'b 90', 'c 95'])?.runnId).toBe(3);
    expect(projectOf(['c 95', 'a 90', 'b 90'])?.runnId).toBe(1);
  });

  it('do not lead to a linked project where two others are as similar as each other', () => {
    expect(projectOf(['a 90', 'b 90', 'c 95'], { linkedProjects: [3] })).toBeNull();
  });

  it('lead to a project that is linked already only when no other is similar', () => {
    expect(projectOf(['a 99', 'b 86'], { linkedProjects: [1] })?.runnId).toBe(2);
    expect(projectOf(['a 99', 'b 80'], { linkedProjects: [1] })?.runnId).toBe(1);
  });

  it('are none of a project without a letter in its name', () => {
    const similarity: Similarity = () => 1;
    const projects = [aRunnProject(1, 'Moon')];
    expect(suggester({ projects, similarity }).project(aProject(' - '))).toBeNull();
    expect(suggester({ projects, similarity }).project(aProject('S'))?.runnId).toBe(1);
  });

  it('are not asked for when a name is the same, linked or not', () => {
    expect(projectOf(['Moon', 'b 99'], { linkedProjects: [1] })?.because).toBe('same-name');
    const twice = [aRunnProject(1, 'Moon'), aRunnProject(2, 'Moon')];
    // The linked one is not asked for while one is free.
    expect(suggester({ projects: twice, linkedProjects: [1] }).project(aProject('Moon'))?.runnId).toBe(2);
  });
});

describe('the words of a name', () => {
  it('are the same in any order, and stay apart', () => {
    expect(sortWords('Clapton, Eric')).toBe('clapton eric');
    expect(sortWords('Eric Clapton')).toBe('clapton eric');
  });
});

describe('the mailbox of an address', () => {
  it.each([
    ['Eric+toggl+x@Example.com', 'eric@example.com'],
    ['e.r.ic+a@googlemail.com', 'eric@gmail.com'],
    ['e.ric@gmail.com', 'eric@gmail.com'],
    ['e.ric@example.com', 'e.ric@example.com'],
    ['+toggl@example.com', ''],
    ['@example.com', ''],
    ['eric', ''],
    ['eric@', ''],
    ['eric+toggl@', ''],
    ['', ''],
    [null, ''],
  ])('%s is %j', (email, box) => {
    expect(plainEmail(email)).toBe(box);
  });
});
