/** R14: the brake before a mass change. */
import { lostMinutesOf } from './holds.ts';
import type { Actual, Change, Limits, Minutes, RunnPersonId } from './model.ts';
import type { Refusal } from './plan.ts';
import { totalMinutes } from './round.ts';

/**
 * Whether the plan would take away too much: more than the share *and* the floor of Runn's minutes in window and scope,
 * or all of a person who had more than the floor.
 * @param actuals every actual in window and scope
 */
export function checkBrake(
  changes: readonly Change[],
  actuals: Iterable<Actual>,
  limits: Limits,
): Extract<Refusal, { code: 'brake' }> | null {
  const floorMinutes = limits.floorHours * 60;
  const minutesByPerson = new Map<RunnPersonId, { before: number; after: number }>();
  const ofPerson = (personId: RunnPersonId) => {
    let minutes = minutesByPerson.get(personId);
    if (minutes === undefined) {
      minutes = { before: 0, after: 0 };
      minutesByPerson.set(personId, minutes);
    }
    return minutes;
  };
  let runnMinutes = 0;
  for (const actual of actuals) {
    const minutes = totalMinutes(actual);
    runnMinutes += minutes;
    const person = ofPerson(actual.personId);
    person.before += minutes;
    person.after += minutes;
  }
  const nothing: Minutes = { billableMinutes: 0, nonbillableMinutes: 0 };
  let lostMinutes = 0;
  for (const change of changes) {
    lostMinutes += lostMinutesOf(change);
    ofPerson(change.personId).after += totalMinutes(change.after) - totalMinutes(change.before ?? nothing);
  }
  const emptiedPersonIds = [...minutesByPerson]
    .filter(([, { before, after }]) => before > floorMinutes && after === 0)
    .map(([personId]) => personId)
    .sort((a, b) => a - b);
  const isTooMuch = lostMinutes > limits.maxLossShare * runnMinutes && lostMinutes > floorMinutes;
  if (!isTooMuch && emptiedPersonIds.length === 0) return null;
  return { code: 'brake', lostMinutes, runnMinutes, ...limits, emptiedPersonIds };
}
