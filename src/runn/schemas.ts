/**
 * What Runn's answers have to look like, as far as they are used. Unknown properties are accepted; a missing or
 * mistyped one is a shape error (runn.md section 8, row 26).
 */
import { z } from 'zod';
import { parseIsoDate } from '../core/dates.ts';

const isoDate = z.string().transform((text, context) => {
  const date = parseIsoDate(text);
  if (date !== undefined) return date;
  context.issues.push({ code: 'custom', message: 'not a date (YYYY-MM-DD) of the years 2006 to 2099', input: text });
  return z.NEVER;
});

/** Contracts reach further back and forth than any time that is tracked. */
const anyDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

const optionalId = z.int().nullable();

/** Missing, null and mistyped are all the same: not said. For records whose shape is not documented in full. */
function tolerant<T extends z.ZodType>(type: T) {
  return type.nullish().catch(null);
}

export const referenceResponse = z.object({ referenceName: z.string(), externalId: z.string() });

export const meResponse = z.object({ name: z.string() });

export const personResponse = z.object({
  id: z.int(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  email: z.string().nullable(),
  isArchived: z.boolean(),
  references: z.array(referenceResponse),
  createdAt: z.string(),
});

export const projectResponse = z.object({
  id: z.int(),
  name: z.string(),
  isTemplate: z.boolean(),
  isArchived: z.boolean(),
  pricingModel: z.string(),
  references: z.array(referenceResponse),
  clientId: z.int().nullish(),
});

/** All that reading and writing references needs, of a person or a project. */
export const linkableResponse = z.object({ id: z.int(), references: z.array(referenceResponse) });

export const contractResponse = z.object({
  id: z.int(),
  personId: z.int(),
  roleId: z.int(),
  startDate: anyDate.nullable(),
  endDate: anyDate.nullable(),
  rosteredDays: tolerant(z.record(z.string(), z.unknown())),
});

/** What is over and above the ids and dates decides whether a day was to be worked: without it, the day is left alone. */
export const assignmentResponse = z.object({
  id: z.int(),
  personId: z.int(),
  projectId: z.int(),
  roleId: z.int(),
  workstreamId: z.int().nullish(),
  startDate: anyDate,
  endDate: anyDate,
  minutesPerDay: tolerant(z.number().min(0)),
  isActive: tolerant(z.boolean()),
  isPlaceholder: tolerant(z.boolean()),
  isTemplate: tolerant(z.boolean()),
  isNonWorkingDay: tolerant(z.boolean()),
});

/** Leave, a holiday, or a rostered-off day. */
export const timeOffResponse = z.object({
  id: z.int(),
  personId: tolerant(z.int()),
  startDate: tolerant(anyDate),
  endDate: tolerant(anyDate),
});

export const projectMemberResponse = z.object({
  id: z.int(),
  personId: z.int(),
  projectId: z.int(),
  roleId: z.int(),
  isPlaceholder: z.boolean(),
  workstreamId: optionalId,
});

export const roleResponse = z.object({ id: z.int(), name: z.string().nullable() });

export const clientResponse = z.object({ id: z.int(), name: z.string() });

export const actualResponse = z.object({
  id: z.int(),
  date: isoDate,
  billableMinutes: z.number(),
  nonbillableMinutes: z.number(),
  billableNote: z.string().nullable(),
  nonbillableNote: z.string().nullable(),
  phaseId: optionalId,
  personId: z.int(),
  projectId: z.int(),
  roleId: z.int(),
  workstreamId: optionalId,
});

/** A page of a list. A page without `nextCursor` is not the last one: it is broken (runn.md section 8, row 24). */
export function pageResponse<T>(item: z.ZodType<T>) {
  return z.object({ values: z.array(item), nextCursor: z.string().min(1).nullable() });
}

export type PersonResponse = z.infer<typeof personResponse>;
export type ProjectResponse = z.infer<typeof projectResponse>;
export type ContractResponse = z.infer<typeof contractResponse>;
export type AssignmentResponse = z.infer<typeof assignmentResponse>;
export type TimeOffResponse = z.infer<typeof timeOffResponse>;
export type ProjectMemberResponse = z.infer<typeof projectMemberResponse>;
export type RoleResponse = z.infer<typeof roleResponse>;
export type ActualResponse = z.infer<typeof actualResponse>;
