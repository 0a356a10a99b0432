/**
 * What Toggl's answers have to look like: only the fields that are used, so that the token in the body of `/me` and
 * people's descriptions go no further. Hardly anything is declared non-null by Toggl, so whatever can be missing may be
 * null or absent (toggl.md section 7).
 */
import { z } from 'zod';

/** Some lists are `null` when they are empty (toggl.md section 7). */
function listOf<Item extends z.ZodType>(item: Item) {
  return z
    .array(item)
    .nullable()
    .transform((items) => items ?? []);
}

const flag = z.boolean().nullish();
const text = z.string().nullish();

export const meSchema = z.object({
  id: z.int(),
  email: text,
  fullname: text,
  /** IANA name. */
  timezone: text,
  default_workspace_id: z.int().nullish(),
});
export type MeResponse = z.infer<typeof meSchema>;

export const quotaListSchema = listOf(
  z.object({
    organization_id: z.int().nullish(),
    /** Can be negative. */
    remaining: z.number(),
    resets_in_secs: z.number(),
    total: z.number(),
  }),
);
export type QuotaResponse = z.infer<typeof quotaListSchema>[number];

export const workspaceListSchema = listOf(
  z.object({
    id: z.int(),
    organization_id: z.int().nullish(),
    name: text,
    /** Starter. */
    premium: flag,
    /** Premium. */
    business_ws: flag,
    admin: flag,
    role: text,
    /** Days; 0 is no limit. */
    max_data_retention_days: z.number().nullish(),
  }),
);
export type WorkspaceResponse = z.infer<typeof workspaceListSchema>[number];

export const userListSchema = listOf(
  z.object({ id: z.int(), fullname: text, email: text, is_active: flag, inactive: flag, deleted_at: text }),
);
export type UserResponse = z.infer<typeof userListSchema>[number];

/** `search/users` of the Reports API: the same people, other fields. */
export const foundUserListSchema = listOf(
  z.object({ id: z.int(), fullname: text, email: text, active: flag, deactivated: flag, deleted_at: text }),
);
export type FoundUserResponse = z.infer<typeof foundUserListSchema>[number];

export const projectListSchema = listOf(
  z.object({ id: z.int(), name: text, active: flag, status: text, client_name: text, server_deleted_at: text }),
);
export type ProjectResponse = z.infer<typeof projectListSchema>[number];

export const weeklySchema = listOf(
  z.object({
    user_id: z.int(),
    user_name: text,
    project_id: z.int().nullish(),
    project_name: text,
    seconds: z.array(z.int().nullable()),
    billable_seconds: z.array(z.int().nullable()).nullish(),
  }),
);
export type WeeklyRowResponse = z.infer<typeof weeklySchema>[number];

export const detailedSchema = listOf(
  z.object({
    user_id: z.int(),
    username: text,
    project_id: z.int().nullish(),
    project_name: text,
    billable: flag,
    description: text,
    time_entries: listOf(z.object({ id: z.int(), seconds: z.int(), start: z.string(), stop: text })),
  }),
);
export type DetailedRowResponse = z.infer<typeof detailedSchema>[number];

/** `projects/summary`. */
export const projectTotalsSchema = listOf(
  z.object({ user_id: z.int(), project_id: z.int().nullish(), tracked_seconds: z.int().nullish() }),
);

/** `search/time_entries/totals`. */
export const totalsSchema = z.object({ seconds: z.int().nullish() });
