/** Reads who was to work when: for `rules.zeros: scheduled` and `list-unmatched --missing` alone. */
import type { IsoDate } from '../core/model.ts';
import type { Schedule } from '../core/schedule.ts';
import type { Connections } from './connect.ts';

/**
 * Assignments, contracts and days off, each list to its end (R1).
 * @param lastDay the last day that is over for everybody
 */
export async function readSchedule(
  { runn }: Connections,
  lastDay: IsoDate,
  onStep: (text: string) => void,
): Promise<Schedule> {
  onStep('Reading assignments, contracts and days off in Runn');
  const [assignments, contracts, leave, holidays, rosteredOff] = await Promise.all([
    runn.listAssignments(),
    runn.listContracts(),
    runn.listLeave(),
    runn.listHolidays(),
    runn.listRosteredOff(),
  ]);
  return { assignments, contracts, timeOff: [...leave, ...holidays, ...rosteredOff], lastDay };
}
