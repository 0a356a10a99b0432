/**
 * The one place where tests put brands on literals, and the ids that every builder uses unless told otherwise: Toggl user 11
 * is Runn person 456, Toggl project 22 is Runn project 789, and the day is the Tuesday of the window.
 */
import type {
  IsoDate,
  RunnPersonId,
  RunnProjectId,
  RunnRoleId,
  TogglProjectId,
  TogglUserId,
  TogglWorkspaceId,
  Window,
} from '../../src/core/model.ts';

export const day = (text = '2024-01-02') => text as IsoDate;
export const togglUser = (id = 11) => id as TogglUserId;
export const togglProject = (id = 22) => id as TogglProjectId;
export const togglWorkspace = (id = 1) => id as TogglWorkspaceId;
export const runnPerson = (id = 456) => id as RunnPersonId;
export const runnProject = (id = 789) => id as RunnProjectId;
export const runnRole = (id = 10) => id as RunnRoleId;

/** The first seven days of 2024, a Monday to a Sunday. */
export const theWeek: Window = { since: day('2024-01-01'), until: day('2024-01-07') };
