/** `kill -9` in the middle of a sync: the journal can still be read, and the next run ends where the first was heading. */
import { beforeAll, describe, expect, it } from 'vitest';
import { checkKill, type Kill, type KillMatrix, surveyKills } from './support/kill-matrix.ts';

const kills: readonly (readonly [string, Kill])[] = [
  ['while it reads', { at: 'read', nth: 8, takesEffect: true }],
  ['at the first write, which takes effect', { at: 'write', nth: 1, takesEffect: true }],
  ['at the second write, which does not', { at: 'write', nth: 2, takesEffect: false }],
  ['at the last write, which takes effect', { at: 'write', nth: 3, takesEffect: true }],
];

describe('a sync that is killed', { timeout: 120_000 }, () => {
  let matrix: KillMatrix;
  beforeAll(async () => {
    matrix = await surveyKills();
  }, 120_000);

  it.each(kills)('%s', async (_, kill) => {
    expect(await checkKill(matrix, kill)).toEqual([]);
  });

  it('has so many writes', () => {
    expect(matrix.writes).toBe(3);
  });
});
