/** What was learned about one row of "What is not known" in CONTRIBUTING. */
export interface Lesson {
  /** `Runn 1`, `Toggl 2`: the row of the tables there. */
  readonly row: string;
  readonly question: string;
  /** Null when it could not be settled. */
  readonly answer: string | null;
  /** How the sandbox is made to behave like that: `zeroMinutes=accepted`. */
  readonly likeSwitch?: string;
  /** What was seen; or what is needed to settle it. */
  readonly seen: string;
}

export function unsettled(row: string, question: string, needed: string): Lesson {
  return { row, question, answer: null, seen: needed };
}
