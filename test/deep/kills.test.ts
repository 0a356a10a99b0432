/** `kill -9` at every request of a sync, and at moments in between: the whole of test/e2e/kills.test.ts. */
import { afterAll, describe, expect, it } from 'vitest';
import { checkKill, type Kill, type KillMatrix, surveyKills } from '../e2e/support/kill-matrix.ts';

let killed = 0;

async function failuresOf(matrix: KillMatrix, kills: readonly Kill[]): Promise<string[]> {
  const failures: string[] = [];
  for (const kill of kills) {
    killed += 1;
    for (const problem of await checkKill(matrix, kill)) failures.push(`${JSON.stringify(kill)}: ${problem}`);
  }
  return failures;
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

describe.each([
  ['zeros', {}, 3],
  ['deletions', { rules: { clearWith: 'delete' } }, 25],
] as const)('a sync that clears with %s', async (_, config, fewestWrites) => {
  const matrix = await surveyKills(config);

  it('sends writes enough', () => {
    expect(matrix.writes).toBeGreaterThanOrEqual(fewestWrites);
  });

  it('may be killed at any write', async () => {
    const kills = upTo(matrix.writes).flatMap((nth) =>
      [true, false].map((takesEffect): Kill => ({ at: 'write', nth, takesEffect })),
    );
    expect(await failuresOf(matrix, kills)).toEqual([]);
  });
});

describe('a sync', async () => {
  const matrix = await surveyKills();

  it('may be killed at any read', async () => {
    const kills = upTo(matrix.reads).map((nth): Kill => ({ at: 'read', nth, takesEffect: true }));
    expect(await failuresOf(matrix, kills)).toEqual([]);
  });

  it('may be killed while it plans and while its journal is made', async () => {
    const kills = upTo(30).map(
      (turn): Kill => ({ at: 'read', nth: matrix.reads, takesEffect: true, delayMs: turn * 3 }),
    );
    const failures = await failuresOf(matrix, kills);
    // A moment after the end is too late to kill anything, which is no fault of the program.
    expect(failures.filter((failure) => !failure.endsWith('it was not killed'))).toEqual([]);
  });

  it('may be killed while outcomes are written', async () => {
    const kills = upTo(matrix.writes).flatMap((nth) =>
      [1, 3, 5, 8].map((delayMs): Kill => ({ at: 'write', nth, takesEffect: true, delayMs })),
    );
    const failures = await failuresOf(matrix, kills);
    expect(failures.filter((failure) => !failure.endsWith('it was not killed'))).toEqual([]);
  });
});

afterAll(() => {
  process.stdout.write(`${killed} runs killed\n`);
});
