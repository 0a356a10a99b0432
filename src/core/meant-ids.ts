/** What a reference in Runn says, read as the id of something in Toggl. */

/** The Toggl id that the matching reads in a reference: exact decimal digits, nothing else (R3). */
export function exactId(externalId: string): number | null {
  return /^[1-9]\d{0,15}$/.test(externalId) ? Number(externalId) : null;
}

/**
 * Ids that somebody may have meant by a reference that is no exact id: blanks and invisible characters, `#170`,
 * `toggl:170`, `00170`, `170.0` and `1,700,000` from a spreadsheet, an address, several ids in one field.
 */
export function meantIds(externalId: string): number[] {
  const plain = externalId.normalize('NFKC').replace(/\.0+\s*$/u, '');
  const runs = plain.match(/\d+/gu) ?? [];
  const ids = [runs.join(''), ...runs]
    .map((digits) => exactId(digits.replace(/^0+/u, '')))
    .filter((togglId) => togglId !== null);
  return [...new Set(ids)];
}
