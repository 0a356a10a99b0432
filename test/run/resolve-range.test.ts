import { describe, expect, it } from 'vitest';
import type { RangeOptions } from '../../src/core/dates.ts';
import { UsageError } from '../../src/core/errors.ts';
import { resolveRange } from '../../src/run/resolve-range.ts';

/** Still Thursday in Honolulu, already Friday in Berlin. */
const nowMs = Date.parse('2026-03-06T02:00:00Z');

async function resolve(
  range: RangeOptions,
  context: Partial<Parameters<typeof resolveRange>[1]> & { readonly profileZone?: string | null } = {},
) {
  let questions = 0;
  const resolved = await resolveRange(range, {
    timezone: null,
    lockedThrough: null,
    nowMs,
    readProfileZone: async () => {
      questions += 1;
      return context.profileZone ?? null;
    },
    ...context,
  });
  return { ...resolved, questions };
}

const absolute = { since: '2026-03-01', until: '2026-03-03' };

describe('resolveRange', () => {
  it('takes the configured zone and does not ask for another', async () => {
    expect(await resolve({}, { timezone: 'Pacific/Honolulu' })).toMatchObject({
      questions: 0,
      today: '2026-03-05',
      window: { since: '2026-02-27', until: '2026-03-05' },
      lastCompleteDay: '2026-03-04',
    });
  });

  it("asks for the profile's zone when a relative date needs it", async () => {
    expect(await resolve({ since: 'yesterday' }, { profileZone: 'Europe/Berlin' })).toMatchObject({
      questions: 1,
      window: { since: '2026-03-05', until: '2026-03-06' },
      lastCompleteDay: '2026-03-05',
    });
  });

  it('does not ask when both dates are absolute', async () => {
    expect(await resolve(absolute)).toMatchObject({ questions: 0, window: absolute });
  });

  it('compares totals only of days that are over everywhere when it knows no zone', async () => {
    expect((await resolve(absolute)).lastCompleteDay).toBe('2026-03-04');
  });

  it.each([[null], ['Mars/Olympus']])('does without a zone when the profile has %s', async (profileZone) => {
    expect(await resolve({ since: '2d' }, { profileZone })).toMatchObject({
      today: '2026-03-06',
      lastCompleteDay: '2026-03-04',
    });
  });

  it('resolves the closed period by the same today', async () => {
    const endOfLastMonth = { kind: 'end-of-last-month' } as const;
    expect(
      (await resolve(absolute, { lockedThrough: endOfLastMonth, profileZone: 'Europe/Berlin' })).lockedThrough,
    ).toBe('2026-02-28');
  });

  it('names every problem of the range at once', async () => {
    const error = await resolve({ since: '2026-02-30', until: 'someday' }, { timezone: 'Europe/Berlin' }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ code: 'range', message: expect.stringMatching(/--since.*--until/) });
  });
});
