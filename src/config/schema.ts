/**
 * The shape of the configuration file (DESIGN section 3). Messages never repeat a value: a token may have been written
 * under the wrong key.
 */
import { z } from 'zod';
import { isTimeZone, parseIsoDate, parseLockedThrough } from '../core/dates.ts';
import type { RunnPersonId, RunnProjectId, TogglWorkspaceId } from '../core/model.ts';
import { checkBaseUrl, isLoopback, type ServiceName } from './base-url.ts';
import { splitCommand } from './split-command.ts';

// ---------------------------------------------------------------------------------------------------- values

const text = z.string({ error: 'must be text' }).refine((value) => value.trim() !== '', { error: 'must not be empty' });

const flag = z.boolean({ error: 'must be true or false' });

function choice<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.enum(values, { error: `must be one of: ${values.join(', ')}` });
}

function wholeNumber(min: number, max: number) {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
}

/** Group of keys; unknown ones are errors (`parseConfig` finds the nearest known one). */
function group<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'invalid_type' ? 'must be a group of keys' : undefined),
  });
}

const numberOrText = z.union([z.number(), z.bigint(), z.string()], { error: 'must be an id: a whole number' });

/** A number, or its digits as text; `undefined` with an issue when it is no id. */
function toId(value: number | bigint | string, context: z.RefinementCtx): number {
  const digits = String(value);
  const problem = idProblem(digits);
  if (problem === undefined) return Number(digits);
  context.addIssue({ code: 'custom', message: problem });
  return z.NEVER;
}

function idProblem(digits: string): string | undefined {
  if (!/^[1-9]\d*$/.test(digits)) return 'must be an id: a whole number above 0';
  return Number.isSafeInteger(Number(digits)) ? undefined : 'must be an id: a whole number below 2^53';
}

const workspaceId = numberOrText.transform((value, context) => toId(value, context) as TogglWorkspaceId);

/** A Runn id, or `skip`: such time is excluded, not held back (R3). */
function target<Id extends number>(record: string) {
  return z
    .union([z.number(), z.bigint(), z.string()], { error: `must be the id of a Runn ${record}, or skip` })
    .transform((value, context): Id | 'skip' => (value === 'skip' ? 'skip' : (toId(value, context) as Id)));
}

const runnPerson = target<RunnPersonId>('person');
const runnProject = target<RunnProjectId>('project');

const togglId = z.string().superRefine((key, context) => {
  const problem = idProblem(key);
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem.replace('an id', 'a Toggl id') });
});

const isoDate = z.string({ error: 'must be a date such as 2026-02-28' }).transform((value, context) => {
  const date = parseIsoDate(value);
  if (date !== undefined) return date;
  context.addIssue({ code: 'custom', message: 'must be a day that exists, such as 2026-02-28' });
  return z.NEVER;
});

const lockedThrough = z
  .string({ error: 'must be a date, a number of days such as 45d, or end-of-last-month' })
  .transform((value, context) => {
    const spec = parseLockedThrough(value);
    if (spec !== undefined) return spec;
    context.addIssue({
      code: 'custom',
      message: 'must be a date (2026-10-31), a number of days (45d), or end-of-last-month',
    });
    return z.NEVER;
  });

const shareError = 'must be a share: a percentage such as 10%, or a number from 0 to 1';
const share = z.union([z.number(), z.string()], { error: shareError }).transform((value, context) => {
  const percentage = typeof value === 'string' ? /^(\d+(?:\.\d+)?) ?%$/.exec(value)?.[1] : undefined;
  const result = percentage === undefined ? value : Number(percentage) / 100;
  if (typeof result === 'number' && result >= 0 && result <= 1) return result;
  context.addIssue({ code: 'custom', message: shareError });
  return z.NEVER;
});

function baseUrl(service: ServiceName) {
  return text.transform((value, context) => {
    const checked = checkBaseUrl(service, value);
    if ('url' in checked) return checked.url;
    context.addIssue({ code: 'custom', message: checked.problem });
    return z.NEVER;
  });
}

/** The whole address is a secret: whoever knows it can post there. */
const secretUrl = text.superRefine((value, context) => {
  const problem = secretUrlProblem(value);
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
});

function secretUrlProblem(value: string): string | undefined {
  const beginning = 'must be a URL that begins with https:// (http:// is for this very machine only)';
  if (!URL.canParse(value)) return beginning;
  const { protocol, hostname, username, password } = new URL(value);
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback(hostname))) return beginning;
  return username === '' && password === '' ? undefined : 'must not hold a user name or password';
}

const commandError = 'must be a list of words: ["pass", "show", "toggl"]';
const tokenCommand = z
  .union([text, z.array(text).min(1, { error: commandError })], { error: commandError })
  .transform((value, context) => {
    const words = typeof value === 'string' ? splitCommand(value) : value;
    if (words !== undefined) return words;
    context.addIssue({ code: 'custom', message: 'has a quotation mark that is never closed' });
    return z.NEVER;
  });

// ---------------------------------------------------------------------------------------------------- schema

const tokenKeys = {
  token: text.optional(),
  tokenFile: text.optional(),
  tokenCommand: tokenCommand.optional(),
};

const targetError =
  'must be the id of a Runn project, skip, or a list: [{ runn: 789, until: 2026-02-28 }, { runn: 790 }]';

const referenceError = 'must be a reference name, or a list of them';

const datedTarget = group({ runn: runnProject, until: isoDate.optional() });

const workspacesError = 'must be a list of workspace ids: [5411215]';

/** A further token and what is read with it: which token reads which workspace is written down, never guessed. */
const otherToken = group({
  ...tokenKeys,
  workspaceIds: z.array(workspaceId, { error: workspacesError }).min(1, { error: workspacesError }),
});

/** Every key of the configuration file. Nothing is required. */
export const configSchema = group({
  toggl: group({
    ...tokenKeys,
    baseUrl: baseUrl('toggl').optional(),
    workspaceIds: z.array(workspaceId, { error: workspacesError }).optional(),
    otherTokens: z
      .array(otherToken, { error: 'must be a list: [{ tokenFile: lab.token, workspaceIds: [5411216] }]' })
      .optional(),
    source: choice(['weekly', 'detailed']).optional(),
    checkTotals: flag.optional(),
    cacheHours: wholeNumber(0, 24).optional(),
  }).optional(),
  runn: group({
    ...tokenKeys,
    baseUrl: baseUrl('runn').optional(),
    referenceName: z
      .union([text, z.array(text).min(1, { error: referenceError })], { error: referenceError })
      .transform((value) => (typeof value === 'string' ? [value] : value))
      .optional(),
    requestsPerMinute: wholeNumber(1, 120).optional(),
  }).optional(),
  timezone: z
    .string({ error: 'must be a time zone such as Europe/Berlin' })
    .refine(isTimeZone, { error: 'is not a time zone; they are named like Europe/Berlin' })
    .optional(),
  rules: group({
    billable: choice(['auto', 'toggl', 'always', 'never']).optional(),
    rounding: group({
      mode: choice(['nearest', 'up', 'down']).optional(),
      minutes: wholeNumber(1, 1440).optional(),
    }).optional(),
    clear: choice(['owned', 'never']).optional(),
    clearWith: choice(['zero', 'delete']).optional(),
    zeros: choice(['none', 'scheduled']).optional(),
    onConflict: choice(['toggl', 'runn', 'fail']).optional(),
    archived: choice(['hold', 'write']).optional(),
    lockedThrough: lockedThrough.optional(),
  }).optional(),
  map: group({
    noProject: runnProject.optional(),
    people: z
      .record(togglId, runnPerson, { error: 'must be a group of lines "Toggl user id: Runn person id"' })
      .optional(),
    projects: z
      .record(
        togglId,
        z.union([runnProject, z.array(datedTarget).min(1, { error: targetError })], { error: targetError }),
        { error: 'must be a group of lines "Toggl project id: Runn project id"' },
      )
      .optional(),
  }).optional(),
  limits: group({
    maxLoss: share.optional(),
    floorHours: z
      .number({ error: 'must be a number of hours' })
      .min(0, { error: 'must be 0 or more hours' })
      .optional(),
  }).optional(),
  journal: group({
    keepDays: wholeNumber(1, 36_500).optional(),
    keepRuns: wholeNumber(1, 1_000_000).optional(),
  }).optional(),
  notify: group({
    webhookUrl: secretUrl.optional(),
    format: choice(['slack', 'json']).optional(),
    on: choice(['problems', 'always']).optional(),
    heartbeatUrl: secretUrl.optional(),
  }).optional(),
});

/** The configuration as it is written, by hand or by flags. */
export type RawConfig = z.input<typeof configSchema>;

/** One layer of the configuration after its shape was checked; still without defaults. */
export type ParsedConfig = z.output<typeof configSchema>;

/** Every key of the file with its path, groups included: `rules`, `rules.rounding`, `rules.rounding.mode`, … */
export function listConfigKeys(schema: z.ZodType = configSchema, prefix = ''): string[] {
  const shape = shapeOf(schema);
  return Object.entries(shape ?? {}).flatMap(([key, value]) => [
    `${prefix}${key}`,
    ...listConfigKeys(value, `${prefix}${key}.`),
  ]);
}

/** The keys that are known in the group at `path` (`['rules', 'rounding']`); empty when there is no such group. */
export function knownKeysAt(path: readonly PropertyKey[], schema: z.ZodType = configSchema): string[] {
  const [first, ...rest] = path;
  const shape = shapeOf(schema);
  if (first === undefined) return Object.keys(shape ?? {});
  const inner = shape?.[String(first)] ?? elementOf(schema);
  return inner === undefined ? [] : knownKeysAt(rest, inner);
}

function shapeOf(schema: z.ZodType): Readonly<Record<string, z.ZodType>> | undefined {
  const bare = unwrap(schema);
  return bare instanceof z.ZodObject ? bare.shape : undefined;
}

/** What the values of a record or the items of a list look like. */
function elementOf(schema: z.ZodType): z.ZodType | undefined {
  const bare = unwrap(schema);
  if (bare instanceof z.ZodRecord) return asType(bare.valueType);
  if (bare instanceof z.ZodArray) return asType(bare.element);
  if (bare instanceof z.ZodUnion) {
    return bare.options.map(asType).flatMap((option) => elementOf(option) ?? [])[0];
  }
  return undefined;
}

function unwrap(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional ? asType(schema.unwrap()) : schema;
}

/** Zod types the inside of its containers by its core classes; here they are all made with `z`. */
function asType(schema: z.core.$ZodType): z.ZodType {
  return schema as z.ZodType;
}
