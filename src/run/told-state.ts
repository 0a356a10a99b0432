/**
 * What people were told about the runs of this machine: `notices/` of the state directory, a file for each account. A
 * schedule has several jobs, each with a range of its own and its own findings; what one has told is not the other's.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import type { Told } from '../core/notice.ts';
import { accountFile } from './account-file.ts';
import { makeFolder } from './make-folder.ts';

export interface ToldPlace {
  readonly stateDir: string;
  /** What can be said of the account before anything was read: a run may fail before it knows more. */
  readonly account: string;
  /** The options that make one job of the schedule. */
  readonly job: string;
}

const jobSchema = z.object({
  problems: z.array(z.string()),
  failure: z.string().nullable(),
  toldAt: z.iso.datetime().nullable(),
  /** Of the last run. */
  seenAt: z.iso.datetime(),
});

const fileSchema = z.object({ version: z.literal(1), account: z.string(), jobs: z.record(z.string(), jobSchema) });

/** A job that has not run for so long has left the schedule, or was somebody's run by hand. */
const forgetAfterMs = 100 * 24 * 60 * 60 * 1000;

/** Null when nobody was told anything yet, or when that can no longer be read: then it is told once more. */
export async function readTold(place: ToldPlace): Promise<Told | null> {
  const job = (await readJobs(place))[place.job];
  if (job === undefined) return null;
  const { problems, failure, toldAt } = job;
  return { problems, failure, toldAtMs: toldAt === null ? null : Date.parse(toldAt) };
}

/** Replaces what is kept of that job, and lets go of jobs that are no more. Throws what the file system throws. */
export async function writeTold(place: ToldPlace, { problems, failure, toldAtMs }: Told, nowMs: number): Promise<void> {
  const { account, job } = place;
  const file = fileOf(place);
  const kept = Object.entries(await readJobs(place)).filter(
    ([, { seenAt }]) => nowMs - Date.parse(seenAt) < forgetAfterMs,
  );
  const toldAt = toldAtMs === null ? null : new Date(toldAtMs).toISOString();
  const seenAt = new Date(nowMs).toISOString();
  const jobs = { ...Object.fromEntries(kept), [job]: { problems, failure, toldAt, seenAt } };
  await makeFolder(path.dirname(file));
  await writeFileAtomic(file, `${JSON.stringify({ version: 1, account, jobs })}\n`, { mode: 0o600 });
}

async function readJobs(place: ToldPlace): Promise<z.output<typeof fileSchema>['jobs']> {
  try {
    return fileSchema.parse(JSON.parse(await readFile(fileOf(place), 'utf8'))).jobs;
  } catch {
    return {};
  }
}

function fileOf({ stateDir, account }: ToldPlace): string {
  return accountFile(stateDir, 'notices', account);
}
