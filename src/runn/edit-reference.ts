/**
 * Sets external references by read, change, write and read again: Runn has no call that adds one, and whether PATCH
 * replaces the array or merges into it is unknown (runn.md section 3.4; DESIGN section 5, "Runn references").
 */
import { AccessError, ServiceError } from '../core/errors.ts';
import type { ExternalReference } from '../core/model.ts';
import type { Service } from '../http/service.ts';
import { tokenRefused } from './access-errors.ts';
import type { LinkableRecord, SendWrite } from './runn-writer.ts';
import { linkableResponse } from './schemas.ts';

export interface ReferencesResult {
  /** As they were in the fresh read before the write. */
  readonly before: readonly ExternalReference[];
  /** As they are now. */
  readonly after: readonly ExternalReference[];
  /** References that Runn had lost by the write and that were put back. */
  readonly restored: readonly ExternalReference[];
}

/** What one reference is to become. */
export interface ReferenceEdit {
  readonly referenceName: string;
  /** The id to hold (one reference of one name holds one id); null takes the reference away. */
  readonly externalId: string | null;
  /** What has to stand there, null for nothing or nothing but blanks; anything may when it is left out. */
  readonly expected?: string | null | undefined;
}

/**
 * Changes the reference of one name; references of other names stay. `changed-since` when something else stands there
 * than was expected: then nothing is sent.
 * Throws a `ServiceError` `runn-references-differ` with both arrays when Runn does not end with what was meant (where
 * PATCH merges, a reference cannot be taken away), a `ServiceError` `runn-references-refused` in Runn's words,
 * `runn-record-gone` when the record is not there, and an `AccessError` for the token.
 */
export async function editReference(
  service: Service,
  sendWrite: SendWrite,
  record: LinkableRecord,
  { referenceName, externalId, expected }: ReferenceEdit,
): Promise<ReferencesResult | 'changed-since'> {
  const before = await readReferences(service, record);
  const standing = before.filter(
    (reference) => reference.referenceName === referenceName && reference.externalId.trim() !== '',
  );
  if (expected !== undefined && (standing.length > 1 || (standing[0]?.externalId ?? null) !== expected)) {
    return 'changed-since';
  }
  const others = before.filter((reference) => reference.referenceName !== referenceName);
  const intended = externalId === null ? others : [...others, { referenceName, externalId }];
  return writeReferences(service, sendWrite, record, { before, intended });
}

async function writeReferences(
  service: Service,
  sendWrite: SendWrite,
  record: LinkableRecord,
  {
    before,
    intended,
  }: { readonly before: readonly ExternalReference[]; readonly intended: readonly ExternalReference[] },
): Promise<ReferencesResult> {
  if (isSame(before, intended)) return { before, after: before, restored: [] };

  await patchReferences(sendWrite, record, intended);
  let after = await readReferences(service, record);
  const restored = missingFrom(after, intended);
  if (restored.length > 0) {
    await patchReferences(sendWrite, record, [...after, ...restored]);
    after = await readReferences(service, record);
  }
  if (!isSame(after, intended)) {
    throw new ServiceError(
      'runn-references-differ',
      `The references of ${describeRecord(record)} are not as they were sent: meant ${describe(intended)}, but Runn has ${describe(after)}.`,
      { hint: `Set the references of ${describeRecord(record)} in Runn by hand.` },
    );
  }
  return { before, after, restored };
}

function targetOf({ kind, id }: LinkableRecord) {
  return kind === 'person'
    ? { path: `/people/${id}`, endpoint: '/people/{personId}', schema: linkableResponse }
    : { path: `/projects/${id}`, endpoint: '/projects/{projectId}', schema: linkableResponse };
}

async function readReferences(service: Service, record: LinkableRecord): Promise<readonly ExternalReference[]> {
  const request = { method: 'GET', ...targetOf(record) } as const;
  const answer = await service.trySend(request, [401, 403, 404]);
  if ('body' in answer) return answer.body.references;
  if (answer.status === 404) {
    throw new ServiceError('runn-record-gone', `Runn has no ${describeRecord(record)} (404: ${answer.message}).`, {
      hint: 'It may have been deleted in Runn a moment ago; run the same command again.',
    });
  }
  throw tokenRefused(answer, request);
}

async function patchReferences(
  sendWrite: SendWrite,
  record: LinkableRecord,
  references: readonly ExternalReference[],
): Promise<void> {
  const answer = await sendWrite({ method: 'PATCH', ...targetOf(record), body: { references } });
  if ('body' in answer) return;
  const message = `Runn refused the references of ${describeRecord(record)} (${answer.status}: ${answer.message}).`;
  if (answer.status === 403) throw new AccessError('runn-references-refused', message);
  throw new ServiceError('runn-references-refused', message, {
    hint: `Set the references of ${describeRecord(record)} in Runn by hand.`,
  });
}

function missingFrom(
  actual: readonly ExternalReference[],
  intended: readonly ExternalReference[],
): readonly ExternalReference[] {
  return intended.filter((reference) => !actual.some((other) => isEqual(reference, other)));
}

/** The order of references means nothing. */
function isSame(a: readonly ExternalReference[], b: readonly ExternalReference[]): boolean {
  return a.length === b.length && missingFrom(a, b).length === 0 && missingFrom(b, a).length === 0;
}

function isEqual(a: ExternalReference, b: ExternalReference): boolean {
  return a.referenceName === b.referenceName && a.externalId === b.externalId;
}

function describeRecord({ kind, id }: LinkableRecord): string {
  return `${kind} ${id}`;
}

function describe(references: readonly ExternalReference[]): string {
  return JSON.stringify(references.map(({ referenceName, externalId }) => `${referenceName}=${externalId}`));
}
