import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairPeople, pairProjects } from '../../src/core/pair-links.ts';
import { normaliseName, sortWords } from '../../src/core/suggest.ts';
import { nameSimilarity } from '../../src/run/name-similarity.ts';
import { aPerson, aProject } from '../builders/runn.ts';
import { aTogglProject, aTogglUser } from '../builders/toggl.ts';

const input = { clients: new Map<number, string>(), referenceNames: ['Custom1'], similarity: nameSimilarity };

/** A name and the same with a few slips. */
const slips = fc
  .tuple(
    fc.stringMatching(/^[a-zäéø山 ]{4,30}$/u),
    fc.array(fc.record({ at: fc.nat(40), put: fc.constantFrom('', 'x', 'ab', ' ', '山') }), { maxLength: 4 }),
  )
  .map(([name, edits]) => ({
    name,
    other: edits.reduce((text, { at, put }) => text.slice(0, at) + put + text.slice(at + 1), name),
  }));

describe('names that are alike', () => {
  it('are found, all of them, though most pairs are never compared', () => {
    fc.assert(
      fc.property(slips, ({ name, other }) => {
        const [a, b] = [normaliseName(name), normaliseName(other)];
        fc.pre(a !== '' && b !== '' && a !== b && sortWords(name) !== sortWords(other));
        const pairs = pairPeople(
          [aTogglUser({ id: 1, name })],
          [aPerson({ id: 2, name: other, references: [] }), aPerson({ id: 3, name: 'Quite Another', references: [] })],
          input,
        );
        const isFound = pairs.some(({ runnId, reason }) => runnId === 2 && reason === 'similar-name');
        expect(isFound).toBe(nameSimilarity(a, b) >= 0.85);
      }),
      { numRuns: 500 },
    );
  });

  it('are not looked for where something is equal', () => {
    const pairs = pairProjects(
      [aTogglProject({ id: 1, name: 'Website relaunch' })],
      [
        aProject({ id: 2, name: 'Website relaunch', references: [] }),
        aProject({ id: 3, name: 'Website relaunchs', references: [] }),
      ],
      input,
    );
    expect(pairs.map(({ runnId }) => runnId)).toEqual([2]);
  });

  it('are two projects when their numbers differ', () => {
    const projects = [
      aProject({ id: 2, name: 'Migration 2025', references: [] }),
      aProject({ id: 3, name: 'Migratoin 2026', references: [] }),
    ];
    const pairs = pairProjects([aTogglProject({ id: 1, name: 'Migration 2026' })], projects, input);
    expect(pairs.map(({ runnId }) => runnId)).toEqual([3]);
  });
});
