/** The errors that say what is wrong with a Runn token or host, and what to do. */
import { AccessError, ServiceError } from '../core/errors.ts';
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

/** 404 on such a thing from a host that has answered before: a page or list that is not there any more (exit 1). */
export function goneMeanwhile(endpoint: string, { message }: Answer): ServiceError {
  return new ServiceError('runn-not-found', `Runn did not find ${endpoint} (404: ${message}), after other answers.`, {
    hint: 'Run again; when it stays like this, report it to the service.',
  });
}

/**
 * 401, or 403 before any write has worked (exit 4). The one speaks of the token; the other is also what a locked week may
 * get, and until a write has worked nothing tells them apart (runn.md section 8, rows 6 and 17).
 */
export function tokenReadOnly(answer: Answer, request: Request): AccessError {
  const remedy = 'create one with write scope in Runn under Settings, API';
  const hint =
    answer.status === 403
      ? `Either this token may only read: ${remedy}. Or these days are locked, if the words above say so: set \`rules.lockedThrough\`, or begin with days that are open.`
      : `This token may only read: ${remedy}.`;
  const subject = answer.status === 403 ? 'Runn refuses the first write' : 'Runn does not let this token write';
  return new AccessError('runn-token-read-only', `${subject} (${describe(answer, request)}).`, { hint });
}

/** `401 to GET /people/: Invalid token`. */
function describe({ status, message }: Answer, { method, path, endpoint = path }: Request): string {
  return `${status} to ${method} ${endpoint}${message === '' ? '' : `: ${message}`}`;
}
