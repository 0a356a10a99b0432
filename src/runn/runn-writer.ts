/** Writes to Runn. Only `run/apply-plan` (actuals) and `link` (references) are ever given one. */
import { z } from 'zod';
import type { Actual, Entry, RunnActualId, RunnPersonId, RunnProjectId } from '../core/model.ts';
import type { Service, ServiceRequest, StatusFailure } from '../http/service.ts';
import { tokenReadOnly, tokenRefused } from './access-errors.ts';
import { editReference, type ReferenceEdit, type ReferencesResult } from './edit-reference.ts';
import { actualResponse } from './schemas.ts';
import { toActual } from './translate.ts';

/** One actual as it is sent: both notes always, `phaseId` left out for a new one (runn.md section 8, rows 11, 13). */
export type ActualInput = Entry &
  Pick<Actual, 'date' | 'personId' | 'projectId' | 'roleId' | 'workstreamId'> &
  Partial<Pick<Actual, 'phaseId'>>;

/** All functions throw an `AppError`, but for a refusal of the items themselves: that is a value. */
export interface RunnWriter {
  /** 1 to 100 items of different keys; Runn overwrites what stands there. The answer's order means nothing. */
  readonly writeActuals: (items: readonly ActualInput[]) => Promise<Actual[] | StatusFailure>;
  /** `gone`: there was none any more (runn.md section 8, row 27). */
  readonly deleteActual: (id: RunnActualId) => Promise<'deleted' | 'gone' | StatusFailure>;
  /** Changes the reference of one name, and leaves those of other names alone. */
  readonly editReference: (record: LinkableRecord, edit: ReferenceEdit) => Promise<ReferencesResult | 'changed-since'>;
}

export type LinkableRecord =
  | { readonly kind: 'person'; readonly id: RunnPersonId }
  | { readonly kind: 'project'; readonly id: RunnProjectId };

/** How a write is sent: refusals of the item come back, refusals of the token are thrown. */
export type SendWrite = <T>(request: ServiceRequest<T>) => Promise<{ readonly body: T } | StatusFailure>;

/** Statuses that speak of the items sent; 413 is mended by sending fewer (runn.md section 8, row 6). */
const itemStatuses = [400, 404, 409, 413, 422];

/** A writer on a service that sends to Runn with its headers. */
export function createRunnWriter(service: Service): RunnWriter {
  let hasWritten = false;

  // 403 for a read-only token and 403 for a locked week look alike: the first success tells (runn.md section 8, row 17).
  const sendWrite: SendWrite = async (request) => {
    const answer = await service.trySend(request, [401, 403, ...itemStatuses]);
    if ('body' in answer) {
      hasWritten = true;
      return answer;
    }
    if (answer.status === 401) throw hasWritten ? tokenRefused(answer, request) : tokenReadOnly(answer, request);
    if (answer.status === 403 && !hasWritten) throw tokenReadOnly(answer, request);
    return answer;
  };

  return {
    async writeActuals(items) {
      const answer = await sendWrite({
        method: 'POST',
        path: '/actuals/bulk/',
        body: { actuals: items },
        schema: z.array(actualResponse),
      });
      return 'body' in answer ? answer.body.map(toActual) : answer;
    },
    async deleteActual(id) {
      const answer = await sendWrite({
        method: 'DELETE',
        path: `/actuals/${id}/`,
        endpoint: '/actuals/{actualId}/',
        schema: z.undefined(),
      });
      if ('body' in answer) return 'deleted';
      return answer.status === 404 ? 'gone' : answer;
    },
    editReference: (record, edit) => editReference(service, sendWrite, record, edit),
  };
}
