/** What is special about requests to Toggl Track: Basic auth, pace, and what 401, 402, 403 and 410 mean there. */
import { describeTime } from '../core/describe-time.ts';
import { AccessError, type AppError, ServiceError, TemporaryError } from '../core/errors.ts';
import type { FailureContext, ServiceProfile } from '../http/create-service.ts';
import type { Pace } from '../http/pacer.ts';
import type { StatusFailure } from '../http/service.ts';

export interface TogglConnection {
  /** 32 hex digits, of Toggl Track (a key of Toggl Focus is refused by the configuration). */
  readonly token: string;
  /** `https://api.track.toggl.com`; `/api/v9/…` and `/reports/api/v3/…` follow. */
  readonly baseUrl: string;
  /** Where the token is configured, when it is not the usual one: `toggl.otherTokens[0]`. */
  readonly place?: string | undefined;
  /** Name and version of this tool. */
  readonly userAgent: string;
  readonly pace?: Pace;
  /** Attempts per request; the usual number unless given. */
  readonly maxAttempts?: number | undefined;
}

/**
 * "A safe window will be 1 request per second" (toggl.md section 4). A run of the usual size makes fewer than ten, so
 * those may leave at once; a long one settles at one a second.
 */
const defaultPace: Pace = { requests: 10, windowMs: 10_000 };

/** What a 402 means; Toggl uses it for two things (toggl.md section 4). */
export type PaymentRefusal =
  /** The hourly quota is used up; `resetsInMs` where Toggl said so. */
  | { readonly kind: 'quota'; readonly resetsInMs: number | undefined }
  /** The plan does not have this feature. */
  | { readonly kind: 'plan' }
  /** Neither for certain: never acted upon (R5). */
  | { readonly kind: 'unclear' };

/** The profile for `createService`. */
export function togglProfile(connection: TogglConnection): ServiceProfile {
  const credentials = Buffer.from(`${connection.token}:api_token`, 'utf8').toString('base64');
  return {
    name: 'Toggl Track',
    baseUrl: connection.baseUrl,
    baseUrlSetting: 'TOGGL_BASE_URL',
    headers: { authorization: `Basic ${credentials}`, 'user-agent': connection.userAgent },
    secrets: [connection.token, credentials],
    pace: connection.pace ?? defaultPace,
    ...(connection.maxAttempts === undefined ? {} : { maxAttempts: connection.maxAttempts }),
    quotaResetsInMs: (failure) => {
      const refusal = failure.status === 402 ? classifyPaymentRefusal(failure) : undefined;
      return refusal?.kind === 'quota' ? refusal.resetsInMs : undefined;
    },
    explain: (failure, context) => explainTogglFailure(failure, context, connection.place),
  };
}

/** Quota before plan: the words of a quota can end in "please upgrade" (toggl.md section 4). */
export function classifyPaymentRefusal(failure: StatusFailure): PaymentRefusal {
  const remaining = readNumber(failure.headers, 'x-toggl-quota-remaining');
  const speaksOfQuota = /hourly limit|quota will reset/i.test(failure.message);
  if (speaksOfQuota || (remaining !== undefined && remaining <= 0)) {
    const seconds = readNumber(failure.headers, 'x-toggl-quota-resets-in') ?? readSeconds(failure.message);
    return { kind: 'quota', resetsInMs: seconds === undefined ? undefined : Math.max(0, seconds * 1000) };
  }
  return /feature|upgrade|premium|\bplan\b/i.test(failure.message) ? { kind: 'plan' } : { kind: 'unclear' };
}

/**
 * Toggl's own meanings; every other status has its general one.
 * @param place where the token is configured, when it is not the usual one
 */
export function explainTogglFailure(
  failure: StatusFailure,
  context: FailureContext,
  place?: string,
): AppError | undefined {
  const said = failure.message === '' ? '' : `: ${failure.message}`;
  const asked = `${context.method} ${context.endpoint}${place === undefined ? '' : ` with the token of ${place}`}`;
  const message = `Toggl Track answered ${failure.status} to ${asked}${said}`;
  switch (failure.status) {
    case 401:
    case 403:
      // A wrong token is a 403 too, so only the words tell it from a workspace that the token does not reach.
      return /workspace|this resource/i.test(failure.message)
        ? new AccessError('toggl-workspace-refused', message, {
            hint: `The owner of the Toggl token has no access to this workspace, or not enough rights in it. ${place === undefined ? 'Check TOGGL_WORKSPACE_ID (toggl.workspaceIds)' : `Check ${place}.workspaceIds`}, or use an administrator's token.`,
          })
        : new AccessError('toggl-token-refused', message, {
            hint: `Check ${place ?? 'TOGGL_API_TOKEN (or toggl.token)'}: the API token stands at the end of "Profile settings" in Toggl Track. Renewing it there makes the old one invalid.`,
          });
    case 402:
      return explainPaymentRefusal(classifyPaymentRefusal(failure), message, context, place);
    case 410:
      return new ServiceError('toggl-gone', message, {
        hint: 'Toggl has switched this address off for good. Look for a newer version of toggl-runn, and check TOGGL_BASE_URL.',
      });
    default:
      return undefined;
  }
}

function explainPaymentRefusal(
  refusal: PaymentRefusal,
  message: string,
  { method, endpoint, retryAtMs }: FailureContext,
  place: string | undefined,
): AppError {
  switch (refusal.kind) {
    case 'quota': {
      const when = retryAtMs === undefined ? 'within the hour' : `at ${describeTime(retryAtMs)}`;
      const { what, hint } = describeQuota(endpoint);
      const whose = place === undefined ? 'this token' : `the token of ${place}`;
      return new TemporaryError(
        'toggl-quota',
        `Toggl's hourly quota ${what}for ${whose} is used up (402 to ${method} ${endpoint}); it comes back ${when}.`,
        { hint: `Run again then. ${hint} It is shared by all programs with this token.`, retryAtMs },
      );
    }
    case 'plan':
      return new AccessError('toggl-plan', message, {
        hint: 'The plan of this Toggl workspace does not include what was asked for.',
      });
    case 'unclear':
      return new AccessError('toggl-payment-required', message, {
        hint: 'Toggl asks for payment without saying what for: the hourly quota or the plan. See the subscription of the workspace in Toggl Track; rules.billable (always, never) does without the billable flag.',
      });
  }
}

/** Toggl counts requests about the token's owner apart, and the same on each plan (toggl.md section 4). */
function describeQuota(endpoint: string): { readonly what: string; readonly hint: string } {
  const ofPlan = 'depends on the plan (Free 30, Starter 240, Premium 600 requests an hour)';
  const ofOwner = '30 requests an hour on Free, Starter and Premium alike';
  // Which of the two this one falls into is not documented.
  if (endpoint === '/api/v9/me/workspaces') {
    return {
      what: '',
      hint: `The quota ${ofPlan}; for requests about the token's owner, as this one may be, it is ${ofOwner}.`,
    };
  }
  return endpoint === '/api/v9/me' || endpoint.startsWith('/api/v9/me/')
    ? {
        what: "of requests about the token's owner ",
        hint: `This quota is ${ofOwner}. A run with \`timezone\` in the configuration, or with \`--since\` and \`--until\` as dates, takes one less of it.`,
      }
    : { what: '', hint: `The quota ${ofPlan}.` };
}

/** What is left of the hourly quota, by an answer's headers; undefined where they do not say. */
export function readQuotaHeaders(
  headers: Headers,
): { readonly remaining: number; readonly resetsInMs: number } | undefined {
  const remaining = readNumber(headers, 'x-toggl-quota-remaining');
  const seconds = readNumber(headers, 'x-toggl-quota-resets-in');
  return remaining === undefined || seconds === undefined ? undefined : { remaining, resetsInMs: seconds * 1000 };
}

/** "The quota will reset in 133 seconds." */
function readSeconds(message: string): number | undefined {
  const match = /(\d+)\s*second/i.exec(message);
  return match === null ? undefined : Number(match[1]);
}

function readNumber(headers: Headers, name: string): number | undefined {
  const value = headers.get(name)?.trim();
  if (value === undefined || value === '') return undefined;
  return Number.isFinite(Number(value)) ? Number(value) : undefined;
}
