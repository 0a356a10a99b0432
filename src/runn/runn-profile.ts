/** What is special about requests to Runn: headers, pace, and how long its block lasts (runn.md sections 1 and 4). */
import type { ServiceProfile } from '../http/create-service.ts';

export interface RunnConnection {
  readonly token: string;
  /** `https://api.runn.io`, or `https://api.us.runn.io` for US accounts. */
  readonly baseUrl: string;
  /** Runn allows 120. */
  readonly requestsPerMinute: number;
  /** Name and version of this tool. */
  readonly userAgent: string;
  /** Attempts per request; the usual number unless given. */
  readonly maxAttempts?: number | undefined;
}

const minuteMs = 60_000;
/** More than two processes of this tool ever have under way at once, and what 110 a minute leave of 120. */
const reservedForOthers = 10;

/** The profile for `createService`; its service is what `createRunnReader` and `createRunnWriter` take. */
export function runnProfile(connection: RunnConnection): ServiceProfile {
  return {
    name: 'Runn',
    baseUrl: connection.baseUrl,
    baseUrlSetting: 'RUNN_BASE_URL',
    headers: {
      authorization: `Bearer ${connection.token}`,
      'accept-version': '1.0.0',
      'user-agent': connection.userAgent,
    },
    secrets: [connection.token],
    pace: { requests: connection.requestsPerMinute, windowMs: minuteMs, reserve: reservedForOthers },
    ...(connection.maxAttempts === undefined ? {} : { maxAttempts: connection.maxAttempts }),
    // Who passes the limit is blocked for a minute; headers may be missing (runn.md section 8, row 16).
    rateLimitWaitMs: minuteMs,
    // A little more than the block: a reset of 60 s is to be waited for, not to end the run.
    maxWaitMs: minuteMs + 15_000,
    // A hundred upserts may take their time, and giving up early would only send them again.
    attemptTimeoutMs: minuteMs,
  };
}
