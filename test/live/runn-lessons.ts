/** The questions to Runn, by the rows of CONTRIBUTING. Each begins on empty days; the caller empties them afterwards. */
import { type Answer, type Api, plusDays } from './api.ts';
import { type Lesson, unsettled } from './lesson.ts';
import type { Site } from './runn-site.ts';

export interface RunnOptions {
  /** A project on which the person is not. */
  readonly strangeProject: number | null;
  readonly nonbillableProject: number | null;
  readonly archivedProject: number | null;
  readonly lockedDay: string | null;
  readonly phase: number | null;
  /** Makes a client with a token without write access. */
  readonly reader: Api | null;
  /** Whether a reference may be added to the person and taken away again. */
  readonly mayTryReferences: boolean;
  readonly today: string;
}

export type RunnLesson = (site: Site, options: RunnOptions) => Promise<Lesson>;

const isWritten = ({ status }: Answer) => status === 200 || status === 201;
/** Of a refusal the service's words; what was accepted says enough by its status. */
const said = (answer: Answer) => (isWritten(answer) ? String(answer.status) : `${answer.status} ${answer.words}`);

/** Writes one actual and says how it was taken. */
async function tryWrite(site: Site, input: Readonly<Record<string, unknown>>) {
  const answer = await site.api.call('POST', '/actuals/', input);
  return { answer, isAccepted: isWritten(answer), seen: isWritten(answer) ? describe(answer.body) : said(answer) };
}

// biome-ignore lint/suspicious/noExplicitAny: an actual as Runn shows it
function describe({ billableMinutes, nonbillableMinutes }: any): string {
  return `${billableMinutes}+${nonbillableMinutes} minutes`;
}

const zeros: RunnLesson = async (site) => {
  const { isAccepted, seen } = await tryWrite(site, site.input(1, { billableMinutes: 0, nonbillableMinutes: 0 }));
  const answer = isAccepted ? 'no, it is accepted' : 'yes';
  const likeSwitch = `zeroMinutes=${isAccepted ? 'accepted' : 'refused'}`;
  return { row: 'Runn 1', question: 'is an actual of 0/0 refused?', answer, likeSwitch, seen };
};

const badItem: RunnLesson = async (site) => {
  const question = 'a bad item in a bulk write: all or nothing, or part written?';
  const actuals = [site.input(0), site.input(2, { personId: 999_999_999 }), site.input(4)];
  const answer = await site.api.call('POST', '/actuals/bulk/', { actuals });
  const written = (await site.read()).length;
  const seen = `${said(answer).slice(0, 80)}; ${written} of 2 good ones written`;
  if (isWritten(answer)) {
    const likeSwitch = 'bulkRefusal=silent';
    return { row: 'Runn 2', question, answer: 'the bad one is left out without a word', likeSwitch, seen };
  }
  return written === 0
    ? { row: 'Runn 2', question, answer: 'nothing is written', likeSwitch: 'bulkRefusal=atomic', seen }
    : { row: 'Runn 2', question, answer: 'the others are written', likeSwitch: 'bulkRefusal=partial', seen };
};

const order: RunnLesson = async (site) => {
  const question = 'the answer to a bulk write: in another order, shorter, other minutes?';
  const actuals = [7, 3, 9, 1, 5, 11].map((offset) => site.input(offset, { billableMinutes: 10 + offset }));
  const answer = await site.api.call('POST', '/actuals/bulk/', { actuals });
  if (!isWritten(answer) || !Array.isArray(answer.body)) return unsettled('Runn 3', question, said(answer));
  const dates = answer.body.map(({ date }) => date);
  const isKept = JSON.stringify(dates) === JSON.stringify(actuals.map(({ date }) => date));
  const isEqual = actuals.every((input) =>
    answer.body.some(
      (actual: typeof input) =>
        actual['date'] === input['date'] && actual['billableMinutes'] === input['billableMinutes'],
    ),
  );
  return {
    row: 'Runn 3',
    question,
    answer: `${isKept ? 'as sent' : 'another order'}${isEqual ? '' : ', other minutes'}`,
    likeSwitch: `bulkOrder=${isKept ? 'kept' : 'shuffled'}`,
    seen: `${answer.body.length} of ${actuals.length} answered`,
  };
};

const sameKey: RunnLesson = async (site) => {
  const actuals = [site.input(0, { billableMinutes: 10 }), site.input(0, { billableMinutes: 20 })];
  const answer = await site.api.call('POST', '/actuals/bulk/', { actuals });
  const standing = await site.read();
  return {
    row: 'Runn 4',
    question: 'two items of one key in a batch?',
    answer: isWritten(answer) ? `accepted, ${standing.map(describe).join(' and ')} stand` : 'refused',
    seen: said(answer).slice(0, 80),
  };
};

const filledZeros: RunnLesson = async (site) => {
  await tryWrite(site, site.input(0));
  const { isAccepted, seen } = await tryWrite(site, site.input(5));
  const question = 'does v1 fill in zeros by itself?';
  if (!isAccepted) return unsettled('Runn 5', question, seen);
  const others = (await site.read()).filter(({ date }) => date !== site.dayAt(0) && date !== site.dayAt(5));
  const answer = others.length === 0 ? 'no' : 'yes';
  const likeSwitch = `zerosFilled=${others.length === 0 ? 'no' : 'yes'}`;
  return { row: 'Runn 5', question, answer, likeSwitch, seen: `${others.length} more between two written days` };
};

const locked: RunnLesson = async (site, { lockedDay }) => {
  const question = 'a locked week: which status, and are admins exempt?';
  if (lockedDay === null)
    return unsettled('Runn 6', question, 'lock a week in Runn and name a day of it: --locked-day');
  const { answer, isAccepted, seen } = await tryWrite(site, site.input(0, { date: lockedDay }));
  if (isAccepted) return { row: 'Runn 6', question, answer: 'it is written all the same', seen };
  return { row: 'Runn 6', question, answer: 'refused', likeSwitch: `lockedStatus=${answer.status}`, seen };
};

const archived: RunnLesson = async (site, { archivedProject }) => {
  const question = 'can archived people and projects be written to?';
  if (archivedProject === null) return unsettled('Runn 7', question, 'name an archived project: --archived-project');
  const { isAccepted, seen } = await tryWrite(site, site.input(0, { projectId: archivedProject }));
  const likeSwitch = `archivedWrites=${isAccepted ? 'accepted' : 'refused'}`;
  return { row: 'Runn 7', question, answer: isAccepted ? 'yes, to a project' : 'no', likeSwitch, seen };
};

const archivedPeople: RunnLesson = async ({ api }) => {
  const question = 'are archived people in the list?';
  const people = await api.list('/people/?limit=200');
  const number = people.filter(({ isArchived }) => isArchived === true).length;
  if (number === 0) return unsettled('Runn 8', question, `none of ${people.length} is archived: archive one in Runn`);
  const seen = `${number} of ${people.length}`;
  return { row: 'Runn 8', question, answer: 'yes', likeSwitch: 'archivedPeople=listed', seen };
};

const membership: RunnLesson = async (site, { strangeProject }) => {
  const question = 'must a person be on the project?';
  if (strangeProject === null) {
    return unsettled('Runn 9', question, 'name a project on which the person is not: --strange-project');
  }
  const { isAccepted, seen } = await tryWrite(site, site.input(0, { projectId: strangeProject }));
  const likeSwitch = `membership=${isAccepted ? 'not-needed' : 'needed'}`;
  return { row: 'Runn 9', question, answer: isAccepted ? 'no' : 'yes', likeSwitch, seen };
};

const nonbillable: RunnLesson = async (site, { nonbillableProject }) => {
  const question = 'billable minutes on an nb project: accepted, converted, refused?';
  if (nonbillableProject === null) {
    return unsettled('Runn 10', question, 'name a non-billable project: --nonbillable-project');
  }
  const { answer, isAccepted, seen } = await tryWrite(site, site.input(0, { projectId: nonbillableProject }));
  const word = !isAccepted ? 'refused' : answer.body.billableMinutes === 60 ? 'accepted' : 'converted';
  return { row: 'Runn 10', question, answer: word, likeSwitch: `billableOnNonBillable=${word}`, seen };
};

const notesLeftOut: RunnLesson = async (site) => {
  const question = 'a note left out of an overwrite: kept or emptied?';
  await tryWrite(site, site.input(0, { billableNote: 'one', nonbillableNote: 'two' }));
  const { isAccepted, seen } = await tryWrite(site, site.input(0, { billableMinutes: 61 }));
  if (!isAccepted) return unsettled('Runn 11', question, seen);
  const [actual] = await site.read();
  const word = actual?.billableNote === 'one' ? 'kept' : 'emptied';
  return {
    row: 'Runn 11',
    question,
    answer: word,
    likeSwitch: `notesLeftOut=${word}`,
    seen: `"${actual?.billableNote}"`,
  };
};

const noteLength: RunnLesson = async (site) => {
  const question = 'longest note?';
  const sent = 10_000;
  const { answer, isAccepted, seen } = await tryWrite(site, site.input(0, { billableNote: 'x'.repeat(sent) }));
  if (!isAccepted) return { row: 'Runn 12', question, answer: `${sent} characters are refused`, seen };
  const length = (answer.body.billableNote ?? '').length;
  return {
    row: 'Runn 12',
    question,
    answer: length === sent ? `${sent} characters are kept` : `cut at ${length}`,
    likeSwitch: `noteLimit=${length === sent ? 0 : length === 0 ? -1 : length}`,
    seen: `${length} of ${sent} came back`,
  };
};

const phaseInKey: RunnLesson = async (site, { phase }) => {
  const question = 'is the phase part of the key?';
  if (phase === null) return unsettled('Runn 13', question, 'name a phase of the project: --phase');
  await tryWrite(site, site.input(0));
  const { isAccepted, seen } = await tryWrite(site, site.input(0, { phaseId: phase }));
  if (!isAccepted) return unsettled('Runn 13', question, seen);
  const number = (await site.read(0, 0)).length;
  const word = number > 1 ? 'yes' : 'no';
  return { row: 'Runn 13', question, answer: word, likeSwitch: `phaseInKey=${word}`, seen: `${number} actuals stand` };
};

const oddMinutes: RunnLesson = async (site) => {
  const decimals = await tryWrite(site, site.input(0, { billableMinutes: 90.5 }));
  const many = await tryWrite(site, site.input(2, { billableMinutes: 1500 }));
  return {
    row: 'Runn 14',
    question: 'decimals; more than 1,440 minutes a day?',
    answer: `decimals ${decimals.isAccepted ? 'accepted' : 'refused'}, 1,530 minutes ${many.isAccepted ? 'accepted' : 'refused'}`,
    seen: `90.5+30: ${decimals.seen}; 1500+30: ${many.seen}`,
  };
};

const future: RunnLesson = async (site, { today }) => {
  const question = 'future days?';
  const date = plusDays(today, 30);
  const standing = await site.api.list(`/actuals/?personId=${site.personId}&minDate=${date}&maxDate=${date}&limit=500`);
  if (standing.length > 0) return unsettled('Runn 15', question, 'the person has an actual 30 days from now');
  const { isAccepted, seen } = await tryWrite(site, site.input(0, { date }));
  return { row: 'Runn 15', question, answer: isAccepted ? 'accepted' : 'refused', seen };
};

const limitHeaders: RunnLesson = async ({ api }) => {
  const question = 'which rate-limit headers; x-ratelimit-reset as seconds or time?';
  const names = new Set(
    api.answers.flatMap(({ headers }) => [...headers.keys()].filter((name) => /ratelimit|retry-after/.test(name))),
  );
  const reset = api.answers.map(({ headers }) => headers.get('x-ratelimit-reset')).findLast((value) => value !== null);
  const seen = names.size === 0 ? 'none in any answer' : [...names].sort().join(', ');
  if (reset === undefined || reset === null) {
    return { row: 'Runn 16', question, answer: 'no reset header before a refusal', seen };
  }
  const unit = Number(reset) > 1_000_000_000 ? 'epoch' : 'seconds';
  return { row: 'Runn 16', question, answer: unit, likeSwitch: `runnLimitReset=${unit}`, seen };
};

const readOnly: RunnLesson = async (site, { reader }) => {
  const question = 'what does a read-only token get?';
  if (reader === null) return unsettled('Runn 17', question, 'make a token without write access: RUNN_READ_API_TOKEN');
  const answer = await reader.call('POST', '/actuals/', site.input(0));
  if (isWritten(answer)) return unsettled('Runn 17', question, 'RUNN_READ_API_TOKEN may write');
  return {
    row: 'Runn 17',
    question,
    answer: String(answer.status),
    likeSwitch: `writes=refused-${answer.status}`,
    seen: said(answer),
  };
};

const externalIdFilter: RunnLesson = async ({ api }) => {
  const question = 'is the filter externalId exact?';
  const people = await api.list('/people/?limit=200');
  const ids = people.flatMap(({ references }) => references.map((each: { externalId: string }) => each.externalId));
  const id = ids.find((each) => each.length > 2);
  if (id === undefined) return unsettled('Runn 18', question, 'nobody has an external reference');
  const part = id.slice(0, -1);
  const found = await api.list(`/people/?externalId=${encodeURIComponent(part)}&limit=200`);
  const exact = ids.filter((each) => each === part).length;
  const word = found.length > exact ? 'substring' : 'exact';
  return {
    row: 'Runn 18',
    question,
    answer: word === 'exact' ? 'yes' : 'no',
    likeSwitch: `externalIdFilter=${word}`,
    seen: `a part of an id found ${found.length}`,
  };
};

const references: RunnLesson = async ({ api, personId }, { mayTryReferences }) => {
  const question = 'PATCH of references: replace or merge?';
  if (!mayTryReferences) {
    return unsettled(
      'Runn 19',
      question,
      'allow it with --references; where it merges, a reference "toggl-runn-verify" stays',
    );
  }
  const path = `/people/${personId}`;
  const people = await api.list('/people/?limit=200');
  const before = people.find(({ id }) => id === personId)?.references ?? [];
  const added = [...before, { referenceName: 'toggl-runn-verify', externalId: 'toggl-runn-verify' }];
  try {
    const first = await api.call('PATCH', path, { references: added });
    if (first.status !== 200) return unsettled('Runn 19', question, said(first));
  } finally {
    await api.call('PATCH', path, { references: before });
  }
  const after = (await api.list('/people/?limit=200')).find(({ id }) => id === personId)?.references ?? [];
  const word = after.length > before.length ? 'merge' : 'replace';
  const seen = `${before.length} before, ${added.length} sent, ${after.length} after the old ones were sent again`;
  return { row: 'Runn 19', question, answer: word, likeSwitch: `patchReferences=${word}`, seen };
};

const limitAboveMaximum: RunnLesson = async ({ api }) => {
  const question = 'a limit above the maximum?';
  const answer = await api.call('GET', '/people/?limit=1000');
  const word = answer.status === 200 ? 'clamped' : 'refused';
  const seen = answer.status === 200 ? `${answer.body.values.length} came` : said(answer);
  return { row: 'Runn 20', question, answer: word, likeSwitch: `limitAboveMaximum=${word}`, seen };
};

const trailingSlash: RunnLesson = async ({ api }) => {
  const answer = await api.call('GET', '/people?limit=1');
  return {
    row: 'Runn 21',
    question: 'do paths need their trailing slash?',
    answer: answer.status === 200 ? 'no' : 'yes',
    seen: `${answer.status} without it`,
  };
};

const inclusive: RunnLesson = async (site) => {
  const question = 'are minDate and maxDate inclusive?';
  const { isAccepted, seen } = await tryWrite(site, site.input(3));
  if (!isAccepted) return unsettled('Runn 23', question, seen);
  const number = (await site.read(3, 3)).length;
  return { row: 'Runn 23', question, answer: number === 1 ? 'yes' : 'no', seen: `${number} found on that very day` };
};

const cursors: RunnLesson = async ({ api }) => {
  const question = 'a cursor that repeats, a page without nextCursor?';
  const { body } = await api.call('GET', '/people/?limit=1');
  const next = await api.call('GET', `/people/?limit=1&cursor=${encodeURIComponent(body.nextCursor ?? '')}`);
  const isOther = next.body?.values?.[0]?.id !== body.values?.[0]?.id;
  const last = await api.call('GET', '/roles/?limit=200');
  const end =
    'nextCursor' in last.body ? `the last page has nextCursor ${last.body.nextCursor}` : 'the last page has none';
  return { row: 'Runn 24', question, answer: isOther ? 'no' : 'the second page repeats the first', seen: end };
};

const documented = new Set(
  'id date billableMinutes nonbillableMinutes billableNote nonbillableNote phaseId personId projectId roleId workstreamId createdAt updatedAt'.split(
    ' ',
  ),
);

const newProperties: RunnLesson = async (site) => {
  const question = 'new properties of an actual?';
  const { answer, isAccepted, seen } = await tryWrite(site, site.input(0));
  if (!isAccepted) return unsettled('Runn 26', question, seen);
  const names = Object.keys(answer.body).filter((name) => !documented.has(name));
  const missing = [...documented].filter((name) => !(name in answer.body));
  return {
    row: 'Runn 26',
    question,
    answer: names.length + missing.length === 0 ? 'no' : 'yes',
    seen: `new: ${names.join(', ') || 'none'}; missing: ${missing.join(', ') || 'none'}`,
  };
};

const deletedTwice: RunnLesson = async (site) => {
  const question = 'DELETE of what is gone?';
  const { answer, isAccepted, seen } = await tryWrite(site, site.input(0));
  if (!isAccepted) return unsettled('Runn 27', question, seen);
  const first = await site.api.call('DELETE', `/actuals/${answer.body.id}/`);
  const second = await site.api.call('DELETE', `/actuals/${answer.body.id}/`);
  return { row: 'Runn 27', question, answer: String(second.status), seen: `${first.status}, then ${said(second)}` };
};

export const runnLessons: readonly RunnLesson[] = [
  ...[zeros, badItem, order, sameKey, filledZeros, locked, archived, archivedPeople, membership, nonbillable],
  ...[notesLeftOut, noteLength, phaseInKey, oddMinutes, future, readOnly, externalIdFilter, references],
  ...[limitAboveMaximum, trailingSlash, inclusive, cursors, newProperties, deletedTwice, limitHeaders],
];
