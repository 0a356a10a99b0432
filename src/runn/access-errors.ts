/** The errors that say what is wrong with a Runn token or host, and what to do. */
import { AccessError } from '../core/errors.ts';
import type { ServiceRequest, StatusFailure } from '../http/service.ts';

type Answer = Pick<StatusFailure, 'status' | 'message'>;
type Request = Pick<ServiceRequest<unknown>, 'method' | 'path' | 'endpoint'>;

/** 401 or 403 on a read (exit 4). */
export function tokenRefused(answer: Answer, request: Request): AccessError {
  return new AccessError('runn-token-refused', `Runn refused the token (${describe(answer, request)}).`, {
    hint: 'Check `RUNN_API_TOKEN`: it may have expired or been revoked. An admin makes a new one in Runn under Settings, API.',
  });
}

/** 404 on something that every account has: the wrong host answers so (runn.md section 8, row 22; exit 4). */
export function wrongHost(endpoint: string, { message }: Answer): AccessError {
  return new AccessError('runn-wrong-host', `Runn does not know ${endpoint} (404: ${message}).`, {
    hint: 'Is this a US account? Then set `RUNN_BASE_URL=https://api.us.runn.io`. The right host stands in Runn under Settings, API.',
  });
}

/** 401, or 403 before any write has worked (runn.md section 8, row 17; exit 4). */
export function tokenReadOnly(answer: Answer, request: Request): AccessError {
  return new AccessError('runn-token-read-only', `Runn does not let this token write (${describe(answer, request)}).`, {
    hint: 'This token may not write; create one with write scope in Runn under Settings, API. If the words above speak of a lock instead, set `rules.lockedThrough`.',
  });
}

/** `401 to GET /people/: Invalid token`. */
function describe({ status, message }: Answer, { method, path, endpoint = path }: Request): string {
  return `${status} to ${method} ${endpoint}${message === '' ? '' : `: ${message}`}`;
}
