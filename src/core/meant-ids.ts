/** What a reference in Runn says, read as the id of something in Toggl. */
import { parseTogglId } from './match.ts';

/**
 * Ids that somebody may have meant by a reference that is no exact id: blanks and invisible characters, `#170`,
 * `toggl:170`, `00170`, `170.0`, `1,700,000` and `1.700.000` from a spreadsheet, an address, several ids in one field.
 */
export function meantIds(externalId: string): number[] {
  // A second point separates thousands: `1.700.000` ends in no decimals.
  const plain = externalId.normalize('NFKC').replace(/^([^.]*)\.0+\s*$/u, '$1');
  const runs = [...plain.matchAll(/\d+/gu)].map(([digits]) => digits);
  const ids = [runs.join(''), ...runs]
    .map((digits) => parseTogglId<number>(digits.replace(/^0+/u, '')))
    .filter((togglId) => togglId !== undefined);
  return [...new Set(ids)];
}
