/** From the shapes that Runn answers with to the words of the model. */
import { parseIsoDate } from '../core/dates.ts';
import type {
  Actual,
  Assignment,
  Contract,
  IsoDate,
  ProjectMember,
  Role,
  RunnActualId,
  RunnPerson,
  RunnPersonId,
  RunnPhaseId,
  RunnProject,
  RunnProjectId,
  RunnRoleId,
  RunnWorkstreamId,
  TimeOff,
} from '../core/model.ts';
import type {
  ActualResponse,
  AssignmentResponse,
  ContractResponse,
  PersonResponse,
  ProjectMemberResponse,
  ProjectResponse,
  RoleResponse,
  TimeOffResponse,
} from './schemas.ts';

export function toPerson(response: PersonResponse, isPlaceholder: boolean): RunnPerson {
  return {
    id: response.id as RunnPersonId,
    name: [response.firstName, response.lastName]
      .map((part) => part?.trim())
      .filter(Boolean)
      .join(' '),
    email: response.email,
    isArchived: response.isArchived,
    isPlaceholder,
    references: response.references,
    createdAt: response.createdAt,
  };
}

export function toProject(response: ProjectResponse): RunnProject {
  return {
    id: response.id as RunnProjectId,
    name: response.name,
    isArchived: response.isArchived,
    isTemplate: response.isTemplate,
    pricingModel: response.pricingModel,
    references: response.references,
    clientId: response.clientId ?? undefined,
  };
}

export function toContract(response: ContractResponse): Contract {
  return {
    personId: response.personId as RunnPersonId,
    roleId: response.roleId as RunnRoleId,
    startDate: nearestDate(response.startDate ?? earliestDate),
    endDate: response.endDate === null ? null : nearestDate(response.endDate),
    rosteredMinutes: toRosteredMinutes(response.rosteredDays ?? null),
  };
}

/** Runn's week has no weekend; a weekday that it does not name is one of which nothing is known. */
function toRosteredMinutes(days: Readonly<Record<string, unknown>> | null): (number | null)[] {
  const minutesOn = (day: string): number | null => {
    const minutes = days?.[day];
    return typeof minutes === 'number' && minutes >= 0 ? minutes : null;
  };
  const weekend = ['saturday', 'sunday'].map((day) => minutesOn(day) ?? 0);
  return [...['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map(minutesOn), ...weekend];
}

/** Flags name exceptions: one that Runn does not give is not set. */
export function toAssignment(response: AssignmentResponse): Assignment {
  const isException =
    response.isActive === false ||
    response.isPlaceholder === true ||
    response.isTemplate === true ||
    response.isNonWorkingDay === true;
  return {
    personId: response.personId as RunnPersonId,
    projectId: response.projectId as RunnProjectId,
    roleId: response.roleId as RunnRoleId,
    workstreamId: (response.workstreamId ?? null) as RunnWorkstreamId | null,
    startDate: nearestDate(response.startDate),
    endDate: nearestDate(response.endDate),
    minutesPerDay: response.minutesPerDay ?? null,
    isPlanned: !isException,
  };
}

export function toTimeOff(response: TimeOffResponse): TimeOff {
  const { personId, startDate, endDate } = response;
  return {
    personId: (personId ?? null) as RunnPersonId | null,
    startDate: startDate === null || startDate === undefined ? null : nearestDate(startDate),
    endDate: endDate === null || endDate === undefined ? null : nearestDate(endDate),
  };
}

const earliestDate = '2006-01-01' as IsoDate;
const latestDate = '2099-12-31' as IsoDate;

/** Runn's contracts may begin before, and end after, all days that can be tracked. */
function nearestDate(text: string): IsoDate {
  return parseIsoDate(text) ?? (text < earliestDate ? earliestDate : latestDate);
}

export function toProjectMember(response: ProjectMemberResponse): ProjectMember {
  return {
    personId: response.personId as RunnPersonId,
    projectId: response.projectId as RunnProjectId,
    roleId: response.roleId as RunnRoleId,
    workstreamId: response.workstreamId as RunnWorkstreamId | null,
    isPlaceholder: response.isPlaceholder,
  };
}

export function toRole(response: RoleResponse): Role {
  return { id: response.id as RunnRoleId, name: response.name ?? `Role ${response.id}` };
}

/** Null and `''` are the same note (runn.md section 8, row 11). */
export function toActual(response: ActualResponse): Actual {
  return {
    id: response.id as RunnActualId,
    date: response.date,
    personId: response.personId as RunnPersonId,
    projectId: response.projectId as RunnProjectId,
    roleId: response.roleId as RunnRoleId,
    workstreamId: response.workstreamId as RunnWorkstreamId | null,
    phaseId: response.phaseId as RunnPhaseId | null,
    billableMinutes: response.billableMinutes,
    nonbillableMinutes: response.nonbillableMinutes,
    billableNote: response.billableNote ?? '',
    nonbillableNote: response.nonbillableNote ?? '',
  };
}
