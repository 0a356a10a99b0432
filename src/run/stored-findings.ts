/** Findings and the names that their words need, as a plan file keeps them. */
import { z } from 'zod';
import { type Finding, type FindingFacts, type FindingSubject, findingCodes } from '../core/findings.ts';
import type {
  RunnPersonId,
  RunnProjectId,
  RunnRoleId,
  TogglProjectId,
  TogglUserId,
  TogglWorkspaceId,
} from '../core/model.ts';
import type { Names } from '../core/report.ts';
import { actualIdSchema, idSchema, isoDateSchema } from './stored-shapes.ts';

const date = isoDateSchema;
const workspaceId = idSchema<TogglWorkspaceId>();
const userId = idSchema<TogglUserId>();
const togglProjectId = idSchema<TogglProjectId>();
const personId = idSchema<RunnPersonId>();
const projectId = idSchema<RunnProjectId>();
const roleId = idSchema<RunnRoleId>();
const minutes = z.object({ billableMinutes: z.number(), nonbillableMinutes: z.number() });

const subjectShape = {
  togglWorkspaceId: workspaceId.exactOptional(),
  togglUserId: userId.exactOptional(),
  togglProjectId: togglProjectId.nullable().exactOptional(),
  runnPersonId: personId.exactOptional(),
  runnProjectId: projectId.exactOptional(),
  runnActualId: actualIdSchema.exactOptional(),
  date: date.exactOptional(),
} satisfies Record<keyof FindingSubject, z.ZodType>;

/** An object, so that a new cause cannot be forgotten here. */
const causes: Readonly<Record<NonNullable<FindingFacts['cause']>, true>> = {
  'not-admin': true,
  retention: true,
  'unknown-user': true,
  'unknown-project': true,
  'held-source': true,
  'excluded-source': true,
  'rules-clear-never': true,
  'person-archived': true,
  'project-archived': true,
  'shares-cell': true,
};

/** Without its facts a finding has no words. */
const factsShape = {
  days: z.array(date).exactOptional(),
  rowSeconds: z.number().exactOptional(),
  totalSeconds: z.number().exactOptional(),
  runnMinutes: minutes.exactOptional(),
  togglMinutes: minutes.exactOptional(),
  deltaMinutes: z.number().exactOptional(),
  billableDeltaMinutes: z.number().exactOptional(),
  movedTo: z.object({ projectId, date }).exactOptional(),
  candidateRoleIds: z.array(roleId).exactOptional(),
  candidatePersonIds: z.array(personId).exactOptional(),
  candidateProjectIds: z.array(projectId).exactOptional(),
  togglUserIds: z.array(userId).exactOptional(),
  togglProjectIds: z.array(togglProjectId.nullable()).exactOptional(),
  mapTarget: z.number().exactOptional(),
  cause: z.enum(Object.keys(causes) as NonNullable<FindingFacts['cause']>[]).exactOptional(),
  unseen: z.object({ cause: z.enum(['not-admin', 'retention']), until: date }).exactOptional(),
  isScheduledZero: z.boolean().exactOptional(),
  cells: z.number().exactOptional(),
  words: z.string().exactOptional(),
} satisfies Record<keyof FindingFacts, z.ZodType>;

export const findingSchema = z.object({
  code: z.enum(findingCodes),
  severity: z.enum(['error', 'warning', 'info']),
  seconds: z.number(),
  subject: z.object(subjectShape),
  facts: z.object(factsShape),
});

/** Names of what only Toggl, or a list that is read for roles alone, could tell again. */
export type StoredNames = Pick<Names, 'users' | 'togglProjects' | 'roles'>;

const namesOf = <Id extends number>(id: z.ZodType<Id>) =>
  z.array(z.tuple([id, z.string()])).transform((entries): ReadonlyMap<Id, string> => new Map(entries));

export const storedNamesSchema = z.object({
  users: namesOf(userId),
  togglProjects: namesOf(togglProjectId),
  roles: namesOf(roleId),
});

/** Those that the findings speak of: a plan file is no directory of the company. */
export function namesIn(findings: readonly Finding[], names: Names): StoredNames {
  const users = new Set<TogglUserId | undefined>();
  const togglProjects = new Set<TogglProjectId | null | undefined>();
  const roles = new Set<RunnRoleId>();
  for (const { subject, facts } of findings) {
    for (const id of [subject.togglUserId, ...(facts.togglUserIds ?? [])]) users.add(id);
    for (const id of [subject.togglProjectId, ...(facts.togglProjectIds ?? [])]) togglProjects.add(id);
    for (const id of facts.candidateRoleIds ?? []) roles.add(id);
  }
  return {
    users: new Map([...names.users].filter(([id]) => users.has(id))),
    togglProjects: new Map([...names.togglProjects].filter(([id]) => togglProjects.has(id))),
    roles: new Map([...names.roles].filter(([id]) => roles.has(id))),
  };
}
