/** Tells people about a run, and a watchdog that it was well. A run never fails because of it. */
import { z } from 'zod';
import type { Config, Notify } from '../config/config.ts';
import { AppError, InterruptedError } from '../core/errors.ts';
import type { ExitCode } from '../core/exit-code.ts';
import { decideNotice, type RunNotice, runStateOf } from '../core/notice.ts';
import type { SyncReport } from '../core/report.ts';
import { isOthersTimeHidden } from '../core/unseen-time.ts';
import { createService } from '../http/create-service.ts';
import type { HttpEnvironment } from '../http/service.ts';
import { noticeJson, slackBody } from '../output/notice-body.ts';
import { environmentOf } from '../runn/account.ts';
import { readTold, type ToldPlace, writeTold } from './told-state.ts';

export interface EndedRun {
  readonly report: SyncReport | null;
  /** Null when nothing stopped it. */
  readonly error: unknown;
  readonly exitCode: ExitCode;
}

export interface NotifyRequest {
  readonly config: Config;
  readonly environment: HttpEnvironment;
  readonly userAgent: string;
  /** The machine's name. */
  readonly host: string;
  /** The options that make this run a job of its own (`told-state.ts`). */
  readonly job: string;
}

/** Nobody waits long for a message: at the worst half a minute for each of the two addresses. */
const attemptTimeoutMs = 10_000;
const maxAttempts = 3;
const maxWaitMs = 5_000;

/**
 * Sends the message that is due, if one is, and calls the heartbeat after a run that did its work.
 * @returns warnings; never throws
 */
export async function notifyOfRun(request: NotifyRequest, ended: EndedRun): Promise<readonly string[]> {
  const { notify } = request.config;
  if (notify === null || isNobodysBusiness(ended)) return [];
  const warnings: string[] = [];
  const attempt = async (what: string, act: () => Promise<void>) => {
    try {
      await act();
    } catch (error) {
      const words = error instanceof AppError ? error.message : `${what}: unexpected failure.`;
      warnings.push(`${what}: ${words}`);
    }
  };
  const { webhookUrl, heartbeatUrl } = notify;
  if (webhookUrl !== null) {
    await attempt('No message was sent', async () => {
      warnings.push(...(await tell(webhookUrl, notify, request, ended)));
    });
  }
  if (heartbeatUrl !== null && didItsWork(ended)) {
    await attempt('The heartbeat was not called', () => call(heartbeatUrl, 'heartbeat', request, null));
  }
  return warnings;
}

/** What could be written was written; a run to which others' time was hidden has nothing to say of it. */
function didItsWork({ exitCode, report }: EndedRun): boolean {
  return (exitCode === 0 || exitCode === 5) && !isOthersTimeHidden(report?.findings ?? []);
}

/** Whoever interrupts a run knows it; and that another run is under way is how two schedules meet. */
function isNobodysBusiness({ error }: EndedRun): boolean {
  return error instanceof InterruptedError || (error instanceof AppError && error.code === 'locked');
}

async function tell(
  webhookUrl: string,
  { on, format }: Notify,
  request: NotifyRequest,
  ended: EndedRun,
): Promise<readonly string[]> {
  const { config, host } = request;
  const place = placeOf(request);
  const nowMs = request.environment.now();
  const { reason, after } = decideNotice(await readTold(place), runStateOf(ended.report, ended.error), { nowMs, on });
  if (reason !== null) {
    const environment = environmentOf(config.runn.token);
    const runn = { host: new URL(config.runn.baseUrl).host, environment };
    const notice: RunNotice = { reason, command: 'sync', host, runn, ...ended };
    await call(webhookUrl, 'webhook', request, format === 'slack' ? slackBody(notice) : noticeJson(notice));
  }
  try {
    // After the message, so that one that could not be sent is tried again after the next run.
    await writeTold(place, after, nowMs);
    return [];
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return [`What was told about this run cannot be kept, so that the next run tells it again: ${words}.`];
  }
}

function placeOf({ config, job }: NotifyRequest): ToldPlace {
  const { file, runn, toggl, stateDir } = config;
  const account = [runn.baseUrl, environmentOf(runn.token), file ?? '', toggl.workspaceIds.join(',')].join(' ');
  return { stateDir, account, job };
}

/** The path as a whole and in pieces: a receiver may repeat the piece that it does not know. */
function secretsOf({ pathname, search, searchParams }: URL): readonly string[] {
  const pieces = [...pathname.split('/'), ...searchParams.values()].filter((piece) => piece.length >= 6);
  return [`${pathname}${search}`, pathname, search, ...pieces].filter((text) => text.length > 1);
}

/** One request; only the status of its answer counts. The address is a secret: nothing but its host is ever named. */
async function call(
  address: string,
  kind: 'webhook' | 'heartbeat',
  { environment, userAgent }: NotifyRequest,
  body: unknown,
): Promise<void> {
  const url = new URL(address);
  const path = `${url.pathname}${url.search}`;
  const service = createService(
    {
      name: `The ${kind}`,
      baseUrl: url.origin,
      baseUrlSetting: `notify.${kind}Url`,
      headers: { 'user-agent': userAgent },
      secrets: secretsOf(url),
      pace: { requests: maxAttempts, windowMs: 1000 },
      attemptTimeoutMs,
      maxAttempts,
      maxWaitMs,
      rateLimitWaitMs: 1000,
    },
    environment,
  );
  await service.send({
    method: body === null ? 'GET' : 'POST',
    path,
    endpoint: `${url.origin}/…`,
    ...(body === null ? {} : { body }),
    schema: z.undefined(),
    isBodyIgnored: true,
  });
}
