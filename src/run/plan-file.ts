/**
 * Plan files: what `dry-run --out` saves and `sync --plan` applies, so that somebody else can look at it in between.
 * They hold people's notes, so that they are readable for their owner alone.
 */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { describeFileError } from '../config/find-config-file.ts';
import { RefusedError, UsageError } from '../core/errors.ts';
import type { Finding } from '../core/findings.ts';
import type { Change, Rules, TogglWorkspaceId, Window } from '../core/model.ts';
import type { Statement } from '../core/plan.ts';
import type { SeenActual } from '../core/preconditions.ts';
import type { Accounts, PlanOptions } from '../core/report.ts';
import { findingSchema, type StoredNames, storedNamesSchema } from './stored-findings.ts';
import { changeSchema, describeBrokenText, seenActualSchema, statementSchema, windowSchema } from './stored-shapes.ts';

export interface StoredPlan {
  readonly toolVersion: string;
  /** ISO timestamp. */
  readonly createdAt: string;
  /** From `accountKeyOf`: a plan belongs to one Runn account. */
  readonly account: string;
  /** For the header of reports. */
  readonly accounts: Accounts;
  readonly window: Window;
  /** What the plan was limited to and asked for; which configuration it used is for whoever applies it. */
  readonly options: Pick<PlanOptions, 'people' | 'projects' | 'intent'>;
  readonly clearWith: Rules['clearWith'];
  /** What a person should see of the time that the plan does not carry, and of a token that did not see all. */
  readonly findings: readonly Finding[];
  /** For the words of the findings. */
  readonly names: StoredNames;
  readonly statement: Statement;
  readonly changes: readonly Change[];
  /** Every actual in the cells of the changes, as the plan saw it: the preconditions. */
  readonly seen: readonly SeenActual[];
}

const format = 'toggl-runn plan';
/** Version 1 kept no findings: who applied one could not be told what it left out. It is refused. */
const planVersion = 2;
/** Some hundred thousand changes; more is no plan of ours. */
const maxBytes = 256 * 1024 * 1024;

/** Only that: what another program wrote should be told from a plan that is broken. */
const envelopeSchema = z.object({
  format: z.literal(format),
  version: z.number(),
  checksum: z.string(),
  plan: z.unknown(),
});

const planSchema = z.object({
  toolVersion: z.string(),
  createdAt: z.iso.datetime(),
  account: z.string(),
  accounts: z.object({
    toggl: z.object({
      host: z.string(),
      workspaces: z.array(z.object({ id: z.int().transform((id) => id as TogglWorkspaceId), name: z.string() })),
    }),
    runn: z.object({ host: z.string(), environment: z.enum(['TEST', 'LIVE', 'unknown']), key: z.string() }),
  }),
  window: windowSchema,
  options: z.object({
    people: z.array(z.string()),
    projects: z.array(z.string()),
    intent: z.object({ adopt: z.boolean(), clearUnmarked: z.boolean(), rerole: z.boolean() }),
  }),
  clearWith: z.enum(['zero', 'delete']),
  findings: z.array(findingSchema),
  names: storedNamesSchema,
  statement: statementSchema,
  changes: z.array(changeSchema),
  seen: z.array(seenActualSchema),
});

/**
 * Writes the file (0600), whole or not at all; what stood there is replaced.
 * @returns its absolute path
 * @throws UsageError `plan-file` when it cannot be written
 */
export async function writePlanFile(cwd: string, file: string, plan: StoredPlan): Promise<string> {
  const absolute = path.resolve(cwd, file);
  const { names } = plan;
  const stored = {
    ...plan,
    names: { users: [...names.users], togglProjects: [...names.togglProjects], roles: [...names.roles] },
  };
  const document = { format, version: planVersion, checksum: checksumOf(stored), plan: stored };
  try {
    await writeFileAtomic(absolute, `${JSON.stringify(document, null, 2)}\n`, { mode: 0o600 });
  } catch (cause) {
    throw new UsageError('plan-file', `The plan cannot be saved to ${absolute}: ${describeBrokenText(cause)}.`, {
      hint: 'Nothing was written to Runn. Give --out a place that can be written.',
      cause,
    });
  }
  return absolute;
}

/**
 * Reads a plan back and checks that it is the one that was saved.
 * @throws UsageError `plan-file` for a file that is missing, too large or no plan; RefusedError `plan-version` or
 *   `plan-checksum` for a plan that this version did not make or that was changed since
 */
export async function readPlanFile(cwd: string, file: string): Promise<StoredPlan> {
  const absolute = path.resolve(cwd, file);
  const document = envelopeSchema.safeParse(await readJson(absolute));
  if (!document.success) throw noPlan(absolute, 'it is not what `dry-run --out` saves');
  const { version, checksum, plan } = document.data;
  if (version !== planVersion) {
    throw new RefusedError(
      'plan-version',
      `${absolute} is a plan of version ${version}; this one knows ${planVersion}.`,
      {
        hint: againHint,
      },
    );
  }
  const parsed = planSchema.safeParse(plan);
  const problem = isIntact(plan, checksum) ? parsed.error : 'its checksum does not fit';
  if (problem === undefined && parsed.success) return parsed.data;
  const words = typeof problem === 'string' ? problem : describeBrokenText(problem);
  throw new RefusedError('plan-checksum', `${absolute} is not as it was saved: ${words}.`, {
    hint: `A plan is applied as it is or not at all. ${againHint}`,
  });
}

const againHint = 'Nothing was written. Make a new plan with `dry-run --out`.';

/** Of the data and not of the text, so that the file may be laid out otherwise. */
function checksumOf(plan: unknown): string {
  return `sha256:${createHash('sha256').update(JSON.stringify(plan)).digest('hex')}`;
}

function isIntact(plan: unknown, checksum: string): boolean {
  try {
    return checksum === checksumOf(plan);
  } catch {
    // Nested so deeply that nobody can have saved it.
    return false;
  }
}

async function readJson(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readBounded(file);
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new UsageError('plan-file', `The plan ${file} ${describeFileError(cause)}.`, {
      hint: 'Give --plan a file that `dry-run --out` has saved.',
      cause,
    });
  }
  try {
    return JSON.parse(text);
  } catch {
    throw noPlan(file, 'it is not JSON');
  }
}

/** From one open file, whose size can't change between the look and the reading. */
async function readBounded(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw noPlan(file, 'it is not a file');
    if (stats.size > maxBytes) throw noPlan(file, `it has ${Math.round(stats.size / 1024 / 1024)} MB`);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

function noPlan(file: string, why: string): UsageError {
  return new UsageError('plan-file', `${file} is no plan of toggl-runn: ${why}.`, {
    hint: 'Nothing was written. Give --plan a file that `dry-run --out` has saved.',
  });
}
