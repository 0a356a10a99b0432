/** Two people and three projects, all linked, on whose days a test tracks what it needs. */
import { generateCompany } from '../../../src/sandbox/generate-company.ts';
import type { TimeEntry } from '../../../src/sandbox/toggl-world.ts';
import { today } from './fake-runtime.ts';
import { openWorld, type TestConfig, type World } from './world.ts';

/** It is over. */
export const tuesday = '2026-03-03';

export const ann = { user: 6_910_000, person: 1001 };
export const ben = { user: 6_910_001, person: 1002 };
export const moon = { toggl: 170_100_000, runn: 5001 };
export const mars = { toggl: 170_100_001, runn: 5002 };

export interface TwoPeople extends World {
  /** Tracks billable time. */
  readonly track: (who: typeof ann, on: typeof moon | null, date: string, minutes: number) => TimeEntry;
  /** What stands in Runn, billable and non-billable minutes. */
  readonly minutes: (who: typeof ann, on: typeof moon, date: string) => (readonly [number, number])[];
}

export async function openTwoPeople(config: TestConfig = {}): Promise<TwoPeople> {
  const company = generateCompany({ people: 2, projects: 3, days: 0, today });
  const world = await openWorld({ company }, config);
  const { toggl, runn } = world.sandbox;
  return {
    ...world,
    track: (who, on, date, minutes) =>
      toggl.addEntry({
        userId: who.user,
        projectId: on?.toggl ?? null,
        start: date,
        seconds: minutes * 60,
        billable: true,
      }),
    minutes: (who, on, date) =>
      runn
        .findActuals(who.person, on.runn, date)
        .map(({ billableMinutes, nonbillableMinutes }) => [billableMinutes, nonbillableMinutes] as const),
  };
}
