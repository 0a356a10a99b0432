import { HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import type { ExternalReference, RunnPersonId, RunnProjectId } from '../../src/core/model.ts';
import { createRunnWriter } from '../../src/runn/runn-writer.ts';
import { aPersonRecord, aProjectRecord } from './records.ts';
import { errorAnswer, useRunnServer } from './runn-server.ts';

const runn = useRunnServer();
const person = { kind: 'person', id: 456 as RunnPersonId } as const;
const project = { kind: 'project', id: 789 as RunnProjectId } as const;

const custom = (externalId: string): ExternalReference => ({ referenceName: 'Custom1', externalId });
const harvest: ExternalReference = { referenceName: 'Harvest', externalId: 'h-1' };

/** A person whose references change by PATCH as `patch` says. */
function serve(
  references: readonly ExternalReference[],
  patch: (standing: readonly ExternalReference[], sent: readonly ExternalReference[]) => readonly ExternalReference[],
): void {
  let standing = references;
  runn.on('GET /people/456', () => HttpResponse.json(aPersonRecord({ references: standing })));
  runn.on('PATCH /people/456', ({ body }) => {
    standing = patch(standing, (body as { references: readonly ExternalReference[] }).references);
    return HttpResponse.json(aPersonRecord({ references: standing }));
  });
}

const edit = (externalId: string | null, expected?: string | null) =>
  createRunnWriter(runn.service()).editReference(person, { referenceName: 'Custom1', externalId, expected });
const setCustom = async (id: string) => {
  const result = await edit(id);
  if (result === 'changed-since') throw new Error('nothing was expected');
  return result;
};
const patches = () => runn.requests.filter(({ method }) => method === 'PATCH').map(({ body }) => body);

describe.each([
  ['replaces', (_: readonly ExternalReference[], sent: readonly ExternalReference[]) => sent],
  [
    'merges by name',
    (standing: readonly ExternalReference[], sent: readonly ExternalReference[]) => [
      ...standing.filter((each) => !sent.some(({ referenceName }) => referenceName === each.referenceName)),
      ...sent,
    ],
  ],
])('when PATCH %s', (_, patch) => {
  it('adds a reference and keeps those of others', async () => {
    serve([harvest], patch);
    expect(await setCustom('6910539')).toEqual({
      before: [harvest],
      after: [harvest, custom('6910539')],
      restored: [],
    });
    expect(patches()).toEqual([{ references: [harvest, custom('6910539')] }]);
  });

  it('gives a name another id', async () => {
    serve([custom('1'), harvest], patch);
    expect((await setCustom('2')).after).toEqual([harvest, custom('2')]);
  });

  it('writes nothing when all is as it should be', async () => {
    serve([custom('1'), harvest], patch);
    expect(await setCustom('1')).toMatchObject({ after: [custom('1'), harvest] });
    expect(patches()).toEqual([]);
  });
});

it('reads again after the write', async () => {
  serve([], (_, sent) => sent);
  await setCustom('1');
  expect(runn.requests.map(({ method }) => method)).toEqual(['GET', 'PATCH', 'GET']);
});

it('puts back what Runn lost, and reports it', async () => {
  let patched = 0;
  serve([harvest], (_, sent) => {
    patched += 1;
    return patched === 1 ? [custom('1')] : sent;
  });
  expect(await setCustom('1')).toMatchObject({ after: [custom('1'), harvest], restored: [harvest] });
  expect(patches()[1]).toEqual({ references: [custom('1'), harvest] });
});

it('shows both when Runn keeps an id that should have gone', async () => {
  serve([custom('1')], (standing, sent) => [...standing, ...sent]);
  await expect(setCustom('2')).rejects.toMatchObject({
    code: 'runn-references-differ',
    message: expect.stringMatching(/meant \["Custom1=2"\].*has \["Custom1=1","Custom1=2"\]/),
  });
});

it('shows both when Runn loses a reference every time', async () => {
  serve([harvest], () => [custom('1')]);
  await expect(setCustom('1')).rejects.toMatchObject({ code: 'runn-references-differ' });
  expect(patches()).toHaveLength(2);
});

it('says that the record is gone', async () => {
  runn.on('GET /people/456', () => errorAnswer(404));
  await expect(setCustom('1')).rejects.toMatchObject({ code: 'runn-record-gone' });
});

it("gives a refusal in Runn's words", async () => {
  serve([], (_, sent) => sent);
  runn.on('PATCH /people/456', () => errorAnswer(400, 'Too long.'));
  await expect(setCustom('1')).rejects.toMatchObject({
    code: 'runn-references-refused',
    message: expect.stringContaining('Too long.'),
  });
});

it.each([401, 403])('knows a token that may not write: %i', async (status) => {
  serve([], (_, sent) => sent);
  runn.on('PATCH /people/456', () => errorAnswer(status));
  await expect(setCustom('1')).rejects.toMatchObject({ code: 'runn-token-read-only', exitCode: 4 });
});

it('sets the references of a project too', async () => {
  let references: readonly ExternalReference[] = [];
  runn.on('GET /projects/789', () => HttpResponse.json(aProjectRecord({ references })));
  runn.on('PATCH /projects/789', ({ body }) => {
    references = (body as { references: readonly ExternalReference[] }).references;
    return HttpResponse.json(aProjectRecord({ references }));
  });
  const writer = createRunnWriter(runn.service());
  const result = await writer.editReference(project, { referenceName: 'Custom1', externalId: '170103135' });
  expect(result).toMatchObject({ after: [custom('170103135')] });
});

it('takes a reference away and keeps the others', async () => {
  serve([custom('1'), harvest], (_, sent) => sent);
  expect(await edit(null, '1')).toMatchObject({ after: [harvest] });
});

it('says so when Runn merges and the reference stays', async () => {
  serve([custom('1'), harvest], (standing, sent) => [...standing.filter((each) => !sent.includes(each)), ...sent]);
  await expect(edit(null, '1')).rejects.toMatchObject({ code: 'runn-references-differ' });
});

it.each([
  ['another id', [custom('3')]],
  ['nothing', []],
  ['two of the name', [custom('1'), custom('3')]],
])('sends nothing where %s stands instead of what was expected', async (_, references) => {
  serve(references, (_, sent) => sent);
  expect(await edit('2', '1')).toBe('changed-since');
  expect(patches()).toEqual([]);
});
