import { HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { AccessError } from '../../src/core/errors.ts';
import type { IsoDate, RunnActualId, RunnPersonId, RunnProjectId, RunnRoleId } from '../../src/core/model.ts';
import { type ActualInput, createRunnWriter } from '../../src/runn/runn-writer.ts';
import { anActualRecord } from './records.ts';
import { errorAnswer, useRunnServer } from './runn-server.ts';

const runn = useRunnServer();
const writer = () => createRunnWriter(runn.service());
const anInput = (fields: Partial<ActualInput> = {}): ActualInput => ({
  date: '2026-03-02' as IsoDate,
  personId: 456 as RunnPersonId,
  projectId: 789 as RunnProjectId,
  roleId: 10 as RunnRoleId,
  workstreamId: null,
  billableMinutes: 150,
  nonbillableMinutes: 30,
  billableNote: '[Toggl 2:30+0:30]',
  nonbillableNote: '',
  ...fields,
});
const actualId = 123 as RunnActualId;

describe('writeActuals', () => {
  it('sends the items and gives back what Runn wrote', async () => {
    runn.on('POST /actuals/bulk/', () => HttpResponse.json([anActualRecord({ billableNote: '[Toggl 2:30+0:30]' })]));
    const written = await writer().writeActuals([anInput()]);
    expect(written).toMatchObject([{ id: 123, billableMinutes: 150, nonbillableNote: '' }]);
    expect(runn.requests.map(({ body }) => body)).toEqual([{ actuals: [anInput()] }]);
  });

  it('sends a hundred items in one request', async () => {
    runn.on('POST /actuals/bulk/', () => HttpResponse.json([]));
    await writer().writeActuals(
      Array.from({ length: 100 }, (_, project) => anInput({ projectId: project as RunnProjectId })),
    );
    expect(runn.requests).toHaveLength(1);
  });

  it.each([400, 404, 409, 422])("gives a refusal of the items back in Runn's words: %i", async (status) => {
    runn.on('POST /actuals/bulk/', () => errorAnswer(status, 'The week is locked.'));
    expect(await writer().writeActuals([anInput()])).toMatchObject({ status, message: 'The week is locked.' });
    expect(runn.requests).toHaveLength(1);
  });

  it.each([401, 403])('takes a %i before any write for a token that may not write', async (status) => {
    runn.on('POST /actuals/bulk/', () => errorAnswer(status, 'No.'));
    await expect(writer().writeActuals([anInput()])).rejects.toMatchObject({
      code: 'runn-token-read-only',
      exitCode: 4,
      hint: expect.stringContaining('write scope'),
    });
  });

  it.each([
    [401, false],
    [403, true],
  ])('speaks of locked days at a %i before any write: %s', async (status, isSpokenOf) => {
    runn.on('POST /actuals/bulk/', () => errorAnswer(status, 'No.'));
    const error = await writer()
      .writeActuals([anInput()])
      .catch((reason: unknown) => reason);
    expect(error instanceof AccessError && error.hint?.includes('rules.lockedThrough')).toBe(isSpokenOf);
  });

  it('takes a 403 after a write for a refusal of the items', async () => {
    runn.on('POST /actuals/bulk/', (_, number) => (number === 1 ? HttpResponse.json([]) : errorAnswer(403, 'Locked.')));
    const sameWriter = writer();
    await sameWriter.writeActuals([anInput()]);
    expect(await sameWriter.writeActuals([anInput()])).toMatchObject({ status: 403, message: 'Locked.' });
  });

  it('takes a 401 after a write for a token that was revoked', async () => {
    runn.on('POST /actuals/bulk/', (_, number) => (number === 1 ? HttpResponse.json([]) : errorAnswer(401)));
    const sameWriter = writer();
    await sameWriter.writeActuals([anInput()]);
    await expect(sameWriter.writeActuals([anInput()])).rejects.toMatchObject({
      code: 'runn-token-refused',
      exitCode: 4,
    });
  });

  it('repeats a request that a server fault has spoilt: it overwrites', async () => {
    runn.on('POST /actuals/bulk/', (_, number) =>
      number === 1 ? errorAnswer(503) : HttpResponse.json([anActualRecord()]),
    );
    expect(await writer().writeActuals([anInput()])).toHaveLength(1);
    expect(runn.requests).toHaveLength(2);
  });

  it('does not understand an answer that is wrapped', async () => {
    runn.on('POST /actuals/bulk/', () => HttpResponse.json({ values: [] }));
    await expect(writer().writeActuals([anInput()])).rejects.toMatchObject({ code: 'unexpected-answer' });
  });
});

describe('deleteActual', () => {
  it('deletes', async () => {
    runn.on('DELETE /actuals/123/', () => new HttpResponse(null, { status: 204 }));
    expect(await writer().deleteActual(actualId)).toBe('deleted');
  });

  it('is content when there is nothing to delete', async () => {
    runn.on('DELETE /actuals/123/', () => errorAnswer(404));
    expect(await writer().deleteActual(actualId)).toBe('gone');
  });

  it('gives a refusal back', async () => {
    runn.on('DELETE /actuals/123/', () => errorAnswer(422, 'Locked.'));
    expect(await writer().deleteActual(actualId)).toMatchObject({ status: 422, message: 'Locked.' });
  });
});
