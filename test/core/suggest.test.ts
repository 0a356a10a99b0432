import { describe, expect, it } from 'vitest';
import type { RunnPerson, RunnPersonId, RunnProject, RunnProjectId } from '../../src/core/model.ts';
import { createSuggester, normaliseName, type Similarity } from '../../src/core/suggest.ts';
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

  it('does not choose between two that are equally similar', () => {
    const people = [aRunnPerson(1, { name: 'Erik Clapton' }), aRunnPerson(2, { name: 'Eryc Clapton' })];
    expect(suggester({ people, similarity: () => 0.9 }).person(aUser())).toBeNull();
  });
});

describe('suggestions for a project', () => {
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
