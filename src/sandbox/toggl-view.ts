/** Toggl as the token's owner sees it under the switches in force: plan, rights, retention. */
import { dayIn, plusDays } from './calendar.ts';
import type { Call } from './call.ts';
import type { TogglPlan, TogglUser, TogglWorkspace } from './company.ts';
import type { TimeEntry, TogglWorld } from './toggl-world.ts';

export interface TogglView {
  readonly world: TogglWorld;
  readonly owner: TogglUser;
  readonly call: Call;
  readonly now: number;
}

/** The workspace with what the switches make of it, or undefined when the owner is no member. */
export function visibleWorkspace(view: TogglView, id: number): SeenWorkspace | undefined {
  const workspace = view.world.workspaces.get(id);
  const member = view.world.members.find(
    ({ workspaceId, userId, state }) => workspaceId === id && userId === view.owner.id && state !== 'left',
  );
  if (workspace === undefined || member === undefined) return undefined;
  const { plan, tokenAdmin, retentionDays, roundingMinutes } = view.call.switches;
  return {
    ...workspace,
    plan: plan === 'company' ? workspace.plan : plan,
    isAdmin: tokenAdmin === 'company' ? member.isAdmin : tokenAdmin === 'yes',
    retentionDays: retentionDays < 0 ? workspace.retentionDays : retentionDays,
    roundingMinutes: roundingMinutes === 0 ? workspace.roundingMinutes : roundingMinutes,
  };
}

export interface SeenWorkspace extends TogglWorkspace {
  readonly plan: TogglPlan;
  /** Without it, a report shows the owner's own time only, and says nothing of the rest. */
  readonly isAdmin: boolean;
}

/** Entries that a report of this workspace can contain, running ones included. */
export function visibleEntries(view: TogglView, workspace: SeenWorkspace): TimeEntry[] {
  const oldest = !workspace.retentionDays
    ? ''
    : plusDays(dayIn(view.now, view.owner.timezone), -workspace.retentionDays);
  const entries: TimeEntry[] = [];
  for (const entry of view.world.entries.values()) {
    if (entry.workspaceId !== workspace.id || entry.day < oldest) continue;
    if (!workspace.isAdmin && entry.userId !== view.owner.id) continue;
    entries.push(entry);
  }
  return entries;
}
