/** What stands in Runn, in small: each test names only what matters to it. */
import type {
  Actual,
  Assignment,
  Change,
  Contract,
  Entry,
  ExternalReference,
  ProjectMember,
  RunnPerson,
  RunnProject,
  TimeOff,
} from '../../src/core/model.ts';
import { day, runnPerson, runnProject, runnRole } from './ids.ts';
import type { Plain } from './plain.ts';

/** References that lead a Toggl id to the record. */
export function linkedTo(...togglIds: readonly (number | string)[]): ExternalReference[] {
  return togglIds.map((togglId) => ({ referenceName: 'Custom1', externalId: String(togglId) }));
}

export function aPerson(fields: Partial<Plain<RunnPerson>> = {}): RunnPerson {
  const person: Plain<RunnPerson> = {
    id: runnPerson(),
    name: 'Eric Clapton',
    email: null,
    isArchived: false,
    isPlaceholder: false,
    references: linkedTo(11),
    createdAt: '2023-01-01T00:00:00Z',
    ...fields,
  };
  return person as RunnPerson;
}

export function aProject(fields: Partial<Plain<RunnProject>> = {}): RunnProject {
  const project: Plain<RunnProject> = {
    id: runnProject(),
    name: 'Hidden Moon Base',
    isArchived: false,
    isTemplate: false,
    pricingModel: 'tm',
    references: linkedTo(22),
    ...fields,
  };
  return project as RunnProject;
}

export function aMember(fields: Partial<Plain<ProjectMember>> = {}): ProjectMember {
  const member: Plain<ProjectMember> = {
    personId: runnPerson(),
    projectId: runnProject(),
    roleId: runnRole(),
    workstreamId: null,
    isPlaceholder: false,
    ...fields,
  };
  return member as ProjectMember;
}

/** Without an end unless told otherwise. */
export function aContract(fields: Partial<Plain<Contract>> = {}): Contract {
  const contract: Plain<Contract> = {
    personId: runnPerson(),
    roleId: runnRole(),
    startDate: '2023-01-01',
    endDate: null,
    ...fields,
  };
  return contract as Contract;
}

/** Eight hours on each working day of January 2024. */
export function anAssignment(fields: Partial<Plain<Assignment>> = {}): Assignment {
  const assignment: Plain<Assignment> = {
    personId: runnPerson(),
    projectId: runnProject(),
    roleId: runnRole(),
    workstreamId: null,
    startDate: '2024-01-01',
    endDate: '2024-01-31',
    minutesPerDay: 480,
    isPlanned: true,
    ...fields,
  };
  return assignment as Assignment;
}

/** The Tuesday of the window. */
export function aTimeOff(fields: Partial<Plain<TimeOff>> = {}): TimeOff {
  const timeOff: Plain<TimeOff> = { personId: runnPerson(), startDate: day(), endDate: day(), ...fields };
  return timeOff as TimeOff;
}

/** Eight hours from Monday to Friday. */
export const fullTime: readonly number[] = [480, 480, 480, 480, 480, 0, 0];

/** Sixty non-billable minutes without a mark: foreign. */
export function anActual(fields: Partial<Plain<Actual>> = {}): Actual {
  const actual: Plain<Actual> = {
    id: 1,
    date: day(),
    personId: runnPerson(),
    projectId: runnProject(),
    roleId: runnRole(),
    workstreamId: null,
    phaseId: null,
    billableMinutes: 0,
    nonbillableMinutes: 60,
    billableNote: '',
    nonbillableNote: '',
    ...fields,
  };
  return actual as Actual;
}

/** An actual of 0:60 whose mark says so; other minutes bring their own mark. */
export function anOwned(fields: Partial<Plain<Actual>> = {}): Actual {
  const { billableMinutes, nonbillableMinutes } = anActual(fields);
  const mark = markOf(billableMinutes, nonbillableMinutes);
  return anActual(billableMinutes > 0 ? { billableNote: mark, ...fields } : { nonbillableNote: mark, ...fields });
}

/** Written by the tool as nine hours, changed by a person since. */
export function anEdited(fields: Partial<Plain<Actual>> = {}): Actual {
  return anActual({ billableNote: '[Toggl 9:00+0:00]', ...fields });
}

/** What Runn fills in by itself: 0/0 without a mark. */
export function aFilledZero(fields: Partial<Plain<Actual>> = {}): Actual {
  return anActual({ billableMinutes: 0, nonbillableMinutes: 0, ...fields });
}

/** Marks by a rule of their own, so that a test never asks the code under test what to expect. */
export function markOf(billableMinutes: number, nonbillableMinutes: number): string {
  return `[Toggl ${hoursOf(billableMinutes)}+${hoursOf(nonbillableMinutes)}]`;
}

function hoursOf(minutes: number): string {
  return `${Math.trunc(minutes / 60)}:${minutes % 60 < 10 ? '0' : ''}${minutes % 60}`;
}

/** Minutes of an entry in three characters less: billable, then non-billable. */
export function anEntry(billableMinutes: number, nonbillableMinutes: number): Entry {
  return { billableMinutes, nonbillableMinutes, billableNote: '', nonbillableNote: '' };
}

/** A new actual of 0:60 unless told otherwise. */
export function aChange(fields: Partial<Plain<Change>> = {}): Change {
  const change: Plain<Change> = {
    kind: 'create',
    reason: 'new-in-toggl',
    date: day(),
    personId: runnPerson(),
    projectId: runnProject(),
    roleId: runnRole(),
    workstreamId: null,
    phaseId: null,
    actualId: null,
    before: null,
    after: anEntry(0, 60),
    ...fields,
  };
  return change as Change;
}
