/** Runn's actuals: read by window, written over by key, added to, deleted (runn.md section 2). */
import { dayNumber, isDay, isWeekday, plusDays } from './calendar.ts';
import { type Answer, type Call, isRecord, json } from './call.ts';
import type { NewActual } from './company.ts';
import { listPage, refuse } from './runn-list.ts';
import type { Actual, RunnWorld } from './runn-world.ts';
import type { Switches } from './switches.ts';

const bulkMaximum = 100;

/** Days back that Runn fills with zeros, when it is switched to do so. */
const fillMaximumDays = 60;

/** An actual as it came in: notes that were left out are undefined. */
interface Input extends NewActual {
  readonly billableNote?: string;
  readonly nonbillableNote?: string;
}

type KeyParts = Pick<NewActual, 'date' | 'personId' | 'projectId' | 'roleId'>;

export interface RunnActuals {
  readonly list: (call: Call) => Answer;
  readonly post: (call: Call) => Answer;
  readonly postBulk: (call: Call) => Answer;
  readonly postTimeEntry: (call: Call) => Answer;
  readonly remove: (call: Call) => Answer;
}

export function createRunnActuals(world: RunnWorld): RunnActuals {
  /** Keys of writes that are not answered yet. */
  const inFlight = new Set<string>();

  /** Runs a write with its keys taken, or answers 429 when another write holds one of them (runn.md section 4). */
  function holding(inputs: readonly KeyParts[], write: () => Answer): Answer {
    const keys = new Set(
      inputs.map(({ date, personId, projectId, roleId }) => `${date}/${personId}/${projectId}/${roleId}`),
    );
    for (const key of keys) {
      if (inFlight.has(key)) return refuse(429, 'Too many requests');
    }
    for (const key of keys) inFlight.add(key);
    return {
      ...write(),
      release: () => {
        for (const key of keys) inFlight.delete(key);
      },
    };
  }

  return {
    list: (call) => list(world, call),
    post(call) {
      const checked = check(world, call.body, call.switches);
      if ('status' in checked) return checked;
      return holding([checked.input], () => {
        const actual = write(world, checked.input, call.switches);
        fillZeros(world, [checked.input], call.switches);
        return json(show(actual), undefined, 201);
      });
    },
    postBulk: (call) => postBulk(world, call, holding),
    postTimeEntry(call) {
      const checked = check(world, call.body, call.switches);
      if ('status' in checked) return checked;
      return holding([checked.input], () => {
        const standing = standingFor(world, checked.input, call.switches);
        const sum: Input = {
          ...checked.input,
          billableMinutes: checked.input.billableMinutes + (standing?.billableMinutes ?? 0),
          nonbillableMinutes: checked.input.nonbillableMinutes + (standing?.nonbillableMinutes ?? 0),
        };
        return json(show(write(world, sum, { ...call.switches, notesLeftOut: 'kept' })), undefined, 201);
      });
    },
    remove(call) {
      const id = call.params[0] ?? 0;
      const standing = world.actuals.get(id);
      if (standing === undefined) return refuse(404, `Actual ${id} not found`);
      const locked = checkLock(world, standing, call.switches);
      if (locked !== undefined) return locked;
      return holding([standing], () => {
        world.deleteActual(id);
        return { status: 204 };
      });
    },
  };
}

function show(actual: Actual): Readonly<Record<string, unknown>> {
  return { ...actual };
}

// --------------------------------------------------------------------------------------------------------- read

function list(world: RunnWorld, call: Call): Answer {
  const { query } = call;
  const minDate = query.get('minDate') ?? '';
  const maxDate = query.get('maxDate') ?? '9999-12-31';
  if (minDate !== '' && !isDay(minDate)) return refuse(400, 'querystring/minDate must match format "date"');
  if (query.has('maxDate') && !isDay(maxDate)) return refuse(400, 'querystring/maxDate must match format "date"');
  const wanted: [keyof Pick<Actual, 'personId' | 'projectId' | 'roleId' | 'workstreamId'>, number][] = [];
  for (const name of ['personId', 'projectId', 'roleId', 'workstreamId'] as const) {
    const text = query.get(name);
    if (text === null) continue;
    if (!/^\d+$/.test(text)) return refuse(400, `querystring/${name} must be integer`);
    wanted.push([name, Number(text)]);
  }
  function* found(): Generator<Actual> {
    for (const actual of world.actuals.values()) {
      if (actual.date < minDate || actual.date > maxDate) continue;
      if (wanted.length === 0 || wanted.every(([name, id]) => actual[name] === id)) yield actual;
    }
  }
  return listPage(call, found(), { byDefault: 100, maximum: 500, isInOrder: true }, show);
}

// -------------------------------------------------------------------------------------------------------- check

/** The input, or the refusal that it deserves: shape first, then what it names, then whether it may be written. */
function check(world: RunnWorld, body: unknown, switches: Readonly<Switches>): { readonly input: Input } | Answer {
  const input = checkShape(body);
  if ('status' in input) return input;
  const { personId, projectId, roleId, workstreamId, phaseId } = input.input;
  const person = world.people.get(personId);
  const project = world.projects.get(projectId);
  if (person === undefined) return refuse(400, `Person ${personId} not found`);
  if (project === undefined) return refuse(400, `Project ${projectId} not found`);
  if (!world.roles.has(roleId)) return refuse(400, `Role ${roleId} not found`);
  if (workstreamId != null && !world.workstreams.has(workstreamId)) {
    return refuse(400, `Workstream ${workstreamId} not found`);
  }
  if (phaseId != null && world.phases.get(phaseId)?.projectId !== projectId) {
    return refuse(400, `Phase ${phaseId} not found on project ${projectId}`);
  }
  if (switches.archivedWrites === 'refused') {
    if (person.isArchived) return refuse(400, `Person ${personId} is archived`);
    if (project.isArchived) return refuse(400, `Project ${projectId} is archived`);
  }
  const locked = checkLock(world, input.input, switches);
  if (locked !== undefined) return locked;
  if (switches.membership === 'needed' && !isMember(world, personId, projectId, roleId)) {
    return refuse(400, `Person ${personId} is not a member of project ${projectId} in role ${roleId}`);
  }
  return checkMinutes(input.input, project.pricingModel === 'nb', switches);
}

function checkLock(
  world: RunnWorld,
  { date, projectId }: { readonly date: string; readonly projectId: number },
  switches: Readonly<Switches>,
): Answer | undefined {
  const ofAccount = switches.lockedThrough === 'none' ? world.lockedThrough : switches.lockedThrough;
  const ofProject = world.projectLocks.get(projectId);
  const isLocked = (ofAccount !== null && date <= ofAccount) || (ofProject !== undefined && date <= ofProject);
  return isLocked ? refuse(Number(switches.lockedStatus), `Timesheets are locked for ${date}`) : undefined;
}

function isMember(world: RunnWorld, personId: number, projectId: number, roleId: number): boolean {
  for (const member of world.members.values()) {
    if (member.personId === personId && member.projectId === projectId && member.roleId === roleId) return true;
  }
  return false;
}

function checkMinutes(
  input: Input,
  isNonBillable: boolean,
  switches: Readonly<Switches>,
): { readonly input: Input } | Answer {
  const { billableMinutes, nonbillableMinutes } = input;
  if (switches.zeroMinutes === 'refused' && billableMinutes === 0 && nonbillableMinutes === 0) {
    return refuse(400, 'Either billableMinutes or nonbillableMinutes must be > 0');
  }
  if (isNonBillable && billableMinutes > 0) {
    if (switches.billableOnNonBillable === 'refused') {
      return refuse(400, `Project ${input.projectId} is non-billable: billableMinutes must be 0`);
    }
    if (switches.billableOnNonBillable === 'converted') {
      return {
        input: { ...input, billableMinutes: 0, nonbillableMinutes: nonbillableMinutes + billableMinutes },
      };
    }
  }
  return { input };
}

function checkShape(body: unknown): { readonly input: Input } | Answer {
  if (!isRecord(body)) return refuse(400, 'body must be object');
  for (const name of ['date', 'billableMinutes', 'nonbillableMinutes', 'personId', 'projectId', 'roleId']) {
    if (!Object.hasOwn(body, name)) return refuse(400, `body must have required property '${name}'`);
  }
  const { date, workstreamId, phaseId, billableNote, nonbillableNote } = body;
  if (!isDay(date)) return refuse(400, 'body/date must match format "date"');
  for (const name of ['billableMinutes', 'nonbillableMinutes', 'personId', 'projectId', 'roleId'] as const) {
    const value = body[name];
    if (typeof value !== 'number' || !Number.isFinite(value)) return refuse(400, `body/${name} must be number`);
    if (value < 0) return refuse(400, `body/${name} must be >= 0`);
  }
  for (const name of ['workstreamId', 'phaseId'] as const) {
    const value = body[name];
    if (value !== undefined && value !== null && typeof value !== 'number') {
      return refuse(400, `body/${name} must be number,null`);
    }
  }
  for (const name of ['billableNote', 'nonbillableNote'] as const) {
    const value = body[name];
    if (value !== undefined && typeof value !== 'string') return refuse(400, `body/${name} must be string`);
  }
  const number = (name: string): number => body[name] as number;
  return {
    input: {
      date,
      billableMinutes: number('billableMinutes'),
      nonbillableMinutes: number('nonbillableMinutes'),
      personId: number('personId'),
      projectId: number('projectId'),
      roleId: number('roleId'),
      ...(workstreamId === undefined ? {} : { workstreamId: workstreamId as number | null }),
      ...(phaseId === undefined ? {} : { phaseId: phaseId as number | null }),
      ...(typeof billableNote === 'string' ? { billableNote } : {}),
      ...(typeof nonbillableNote === 'string' ? { nonbillableNote } : {}),
    },
  };
}

// -------------------------------------------------------------------------------------------------------- write

function standingFor(world: RunnWorld, input: Input, switches: Readonly<Switches>): Actual | undefined {
  const standing = world.actualsOf(input);
  if (switches.phaseInKey === 'no') return standing[0];
  return standing.find((actual) => actual.phaseId === (input.phaseId ?? null));
}

function write(world: RunnWorld, input: Input, switches: Readonly<Switches>): Actual {
  const billableNote = storedNote(input.billableNote, switches.noteLimit);
  const nonbillableNote = storedNote(input.nonbillableNote, switches.noteLimit);
  const standing = standingFor(world, input, switches);
  if (standing === undefined) {
    return world.createActual({
      ...input,
      billableNote: billableNote ?? null,
      nonbillableNote: nonbillableNote ?? null,
    });
  }
  const leftOut = switches.notesLeftOut === 'kept' ? undefined : null;
  const notes = { billableNote: billableNote ?? leftOut, nonbillableNote: nonbillableNote ?? leftOut };
  return world.updateActual(standing.id, {
    billableMinutes: input.billableMinutes,
    nonbillableMinutes: input.nonbillableMinutes,
    ...(notes.billableNote === undefined ? {} : { billableNote: notes.billableNote }),
    ...(notes.nonbillableNote === undefined ? {} : { nonbillableNote: notes.nonbillableNote }),
    ...(input.phaseId === undefined ? {} : { phaseId: input.phaseId }),
  });
}

/** What becomes of a note: undefined when it was left out. */
function storedNote(note: string | undefined, limit: number): string | null | undefined {
  if (note === undefined) return undefined;
  if (limit < 0) return null;
  return limit === 0 ? note : note.slice(0, limit);
}

function postBulk(
  world: RunnWorld,
  call: Call,
  holding: (inputs: readonly KeyParts[], write: () => Answer) => Answer,
): Answer {
  const items = isRecord(call.body) ? call.body['actuals'] : undefined;
  if (!Array.isArray(items)) return refuse(400, "body must have required property 'actuals'");
  if (items.length < 1) return refuse(400, 'body/actuals must NOT have fewer than 1 items');
  if (items.length > bulkMaximum) return refuse(400, `body/actuals must NOT have more than ${bulkMaximum} items`);
  const good: Input[] = [];
  let refusal: Answer | undefined;
  for (const item of items) {
    const checked = check(world, item, call.switches);
    if ('status' in checked) refusal ??= checked;
    else good.push(checked.input);
  }
  const { bulkRefusal, bulkOrder } = call.switches;
  if (refusal !== undefined && bulkRefusal === 'atomic') return refusal;
  return holding(good, () => {
    const written = good.map((input) => write(world, input, call.switches));
    fillZeros(world, good, call.switches);
    if (refusal !== undefined && bulkRefusal === 'partial') return refusal;
    const shown = written.map(show);
    return json(bulkOrder === 'kept' ? shown : shuffle(shown));
  });
}

/** Another order, the same each time: the odd places backwards, then the even ones. */
function shuffle<T>(items: readonly T[]): T[] {
  const odd = items.filter((_, index) => index % 2 === 1);
  const even = items.filter((_, index) => index % 2 === 0);
  return [...odd.reverse(), ...even];
}

/** What v0 is said to have done (runn.md section 5, row 3): zeros between two actuals, and on assigned days before the first. */
function fillZeros(world: RunnWorld, inputs: readonly Input[], switches: Readonly<Switches>): void {
  if (switches.zerosFilled === 'no') return;
  for (const input of inputs) {
    const ofPair = world.findActuals(input.personId, input.projectId);
    const taken = new Set(ofPair.map((actual) => actual.date));
    const before = ofPair.map((actual) => actual.date).filter((date) => date < input.date);
    const earliest = plusDays(input.date, -fillMaximumDays);
    const previous = before.sort().at(-1);
    const from = previous === undefined || previous < earliest ? earliest : previous;
    for (let day = dayNumber(from) + 1; day < dayNumber(input.date); day += 1) {
      const date = plusDays('1970-01-01', day);
      const isWanted = previous === undefined ? isAssigned(world, input, date) : isWeekday(date);
      if (!isWanted || taken.has(date)) continue;
      const { personId, projectId, roleId, workstreamId = null } = input;
      world.createActual({
        date,
        personId,
        projectId,
        roleId,
        workstreamId,
        billableMinutes: 0,
        nonbillableMinutes: 0,
      });
    }
  }
}

function isAssigned(world: RunnWorld, input: Input, date: string): boolean {
  if (!isWeekday(date)) return false;
  for (const assignment of world.assignments.values()) {
    const { personId, projectId, startDate, endDate } = assignment;
    if (personId === input.personId && projectId === input.projectId && startDate <= date && date <= endDate)
      return true;
  }
  return false;
}
