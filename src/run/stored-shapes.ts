/** The shapes that journals and plan files share, as they are read back from disk. */
import { z } from 'zod';
import { parseIsoDate } from '../core/dates.ts';
import type {
  ChangeReason,
  RunnActualId,
  RunnPersonId,
  RunnPhaseId,
  RunnProjectId,
  RunnRoleId,
  RunnWorkstreamId,
} from '../core/model.ts';
import type { Statement } from '../core/plan.ts';

export const idSchema = <Id extends number>() => z.int().transform((value) => value as Id);
export const actualIdSchema = idSchema<RunnActualId>();

export const isoDateSchema = z.string().transform((text, context) => {
  const date = parseIsoDate(text);
  if (date !== undefined) return date;
  context.issues.push({ code: 'custom', message: 'not a date', input: text });
  return z.NEVER;
});

export const windowSchema = z.object({ since: isoDateSchema, until: isoDateSchema });

const entryShape = {
  billableMinutes: z.number(),
  nonbillableMinutes: z.number(),
  billableNote: z.string(),
  nonbillableNote: z.string(),
};
const entrySchema = z.object(entryShape);

const keyShape = {
  date: isoDateSchema,
  personId: idSchema<RunnPersonId>(),
  projectId: idSchema<RunnProjectId>(),
  roleId: idSchema<RunnRoleId>(),
  workstreamId: idSchema<RunnWorkstreamId>().nullable(),
};

/** An actual as a plan saw it. */
export const seenActualSchema = z.object({ id: actualIdSchema, ...keyShape, ...entryShape });

/** An object, so that a new reason cannot be forgotten here. */
const reasons: Readonly<Record<ChangeReason, true>> = {
  'new-in-toggl': true,
  'changed-in-toggl': true,
  'gone-from-toggl': true,
  mark: true,
  'zero-filled': true,
  'edited-in-runn': true,
  'entered-in-runn': true,
  'shared-cell': true,
  adopted: true,
  'unmarked-cleared': true,
  rerole: true,
  'scheduled-zero': true,
  undone: true,
};

export const changeSchema = z.object({
  kind: z.enum(['create', 'update', 'overwrite', 'clear']),
  reason: z.enum(Object.keys(reasons) as ChangeReason[]),
  ...keyShape,
  phaseId: idSchema<RunnPhaseId>().nullable(),
  actualId: actualIdSchema.nullable(),
  before: entrySchema.nullable(),
  after: entrySchema,
});

export const statementSchema = z.object({
  toggl: z.object({
    trackedSeconds: z.number(),
    inSyncSeconds: z.number(),
    changedSeconds: z.number(),
    // The reasons of a later version are numbers all the same.
    heldBackSeconds: z
      .record(z.string(), z.number())
      .transform((seconds) => seconds as Statement['toggl']['heldBackSeconds']),
    excludedSeconds: z.number(),
    roundingSeconds: z.number(),
  }),
  runn: z.object({
    minutesBefore: z.number(),
    minutesAfter: z.number(),
    fromToggl: z.number(),
    onlyInRunn: z.number(),
    editsKept: z.number(),
    splitCells: z.number(),
    clearsWithheld: z.number(),
    closedPeriods: z.number(),
    failed: z.number(),
  }),
});

/** Short words for what is wrong with a stored text, without the text: of a shape that does not fit, the first place. */
export function describeBrokenText(error: unknown): string {
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    return issue === undefined
      ? 'it has another shape'
      : `${issue.path.map(String).join('.') || 'it'}: ${issue.message}`;
  }
  // The parser's own words would quote the file.
  if (error instanceof SyntaxError) return 'it is not JSON';
  return error instanceof Error ? error.message : String(error);
}
