/** `sync --interactive`: asks person by person, and writes nothing that was not agreed to. */
import { afterEach, describe, expect, it } from 'vitest';
import { errorDocument, syncDocument } from '../../src/output/json-schemas.ts';
import { generateCompany } from '../../src/sandbox/generate-company.ts';
import { today } from '../e2e/support/fake-runtime.ts';
import { closeWorlds, openWorld, type World } from '../e2e/support/world.ts';

afterEach(closeWorlds);

const argv = ['sync', '--since', '2026-03-05', '--interactive'] as const;

async function openThree(): Promise<World> {
  return openWorld({ company: generateCompany({ people: 3, projects: 6, days: 2, today }) });
}

/** Runs it on a terminal; each person's question gets the key given for that person. */
async function answering(world: World, keys: Readonly<Record<string, string>>) {
  const asked: string[] = [];
  const result = await world.runJson(argv, {
    isTerminal: { stdin: true, stderr: true },
    env: { ...world.env, NO_COLOR: '1' },
    answer: (shown) => {
      const person = /Write \d+ changes? of (Person \d)/.exec(shown)?.[1];
      if (person === undefined || asked.includes(person)) return undefined;
      asked.push(person);
      return `${keys[person] ?? ''}\n`;
    },
  });
  return { ...result, asked };
}

function writtenPeople(world: World): number[] {
  return [...new Set([...world.sandbox.runn.actuals.values()].map(({ personId }) => personId))].sort();
}

describe('sync --interactive', () => {
  it('writes the people that were agreed to, whole, and lists the others as skipped', async () => {
    const world = await openThree();
    const { code, document, asked } = await answering(world, { 'Person 1': 'y', 'Person 2': 'n', 'Person 3': 'y' });
    expect(asked).toEqual(['Person 1', 'Person 2', 'Person 3']);
    expect(writtenPeople(world)).toEqual([1001, 1003]);
    const { outcome } = syncDocument.parse(document);
    expect({ code, skipped: outcome.skipped, declined: outcome.declined }).toEqual({
      code: 0,
      skipped: 6,
      declined: 6,
    });
    expect(outcome.applied).toBe(world.sandbox.runn.actuals.size);
  });

  it('is kept in the history by what was written, not by what was planned', async () => {
    const world = await openThree();
    const { document } = await answering(world, { 'Person 1': 'y', 'Person 2': 'n', 'Person 3': 'y' });
    expect((await world.runJson(['history'])).document.runs[0].statement).toEqual(document.statement);
  });

  it('promises nothing where something was declined, and says how to write it', async () => {
    const world = await openThree();
    let isAsked = false;
    const { code, stdout } = await world.run(argv, {
      isTerminal: { stdin: true, stderr: true },
      answer: (shown) => {
        if (isAsked || !/Write \d+ changes? of/.test(shown)) return undefined;
        isAsked = true;
        return 's\n';
      },
    });
    const text = stdout.replace(/\s+/g, ' ');
    expect(text).not.toMatch(/every minute tracked|mend/i);
    expect(text).toMatch(/Written 0 of (\d+), declined \1\..* to write the \1 changes that were declined/);
    expect(code).toBe(0);
  });

  it('shows the plan before it asks without colour where none is wanted', async () => {
    const world = await openThree();
    const { stderr } = await world.run([...argv, '--no-color'], {
      isTerminal: { stdin: true, stderr: true },
      answer: (shown) => (/Write \d+ changes? of/.test(shown) ? 's\n' : undefined),
    });
    const [plan = ''] = stderr.split(/Write \d+ changes? of/);
    expect(plan).toContain('toggl-runn sync');
    expect(plan.split('Next,')[0]).not.toContain('\u001b[1m');
  });

  it('takes no answer for no', async () => {
    const world = await openThree();
    await answering(world, {});
    expect(world.newWrites()).toBe(0);
  });

  it('takes yes for all that follow', async () => {
    const world = await openThree();
    const { asked } = await answering(world, { 'Person 1': 'n', 'Person 2': 'a' });
    expect(asked).toEqual(['Person 1', 'Person 2']);
    expect(writtenPeople(world)).toEqual([1002, 1003]);
  });

  it('takes no for all that follow', async () => {
    const world = await openThree();
    const { asked } = await answering(world, { 'Person 1': 'y', 'Person 2': 's' });
    expect(asked).toEqual(['Person 1', 'Person 2']);
    expect(writtenPeople(world)).toEqual([1001]);
  });

  it('writes nothing when it is quit, whatever was agreed to before', async () => {
    const world = await openThree();
    const { code, document } = await answering(world, { 'Person 1': 'y', 'Person 2': 'q' });
    expect({ code, writes: world.newWrites(), run: document.run }).toEqual({ code: 0, writes: 0, run: null });
  });

  it('does not ask when there is nothing to write', async () => {
    const world = await openThree();
    await world.run(['sync', '--since', '2026-03-05']);
    expect((await answering(world, {})).asked).toEqual([]);
  });

  it.each([
    ['stdin', { stdin: false, stderr: true }],
    ['stderr', { stdin: true, stderr: false }],
  ])('is a usage error without a terminal on %s, and nothing is written', async (_, isTerminal) => {
    const world = await openThree();
    const result = await world.runJson(argv, { isTerminal });
    expect({ code: result.code, writes: world.newWrites() }).toEqual({ code: 2, writes: 0 });
    expect(errorDocument.parse(result.document).error.code).toBe('no-terminal');
  });

  it('is ended by Ctrl-C at the prompt with 130, and nothing is written', async () => {
    const world = await openThree();
    const interruption = new AbortController();
    const result = await world.run(argv, {
      isTerminal: { stdin: true, stderr: true },
      signal: interruption.signal,
      answer: (shown) => {
        if (/Write \d+ changes? of/.test(shown)) interruption.abort();
        return undefined;
      },
    });
    expect({ code: result.code, writes: world.newWrites() }).toEqual({ code: 130, writes: 0 });
  });

  it('is ended by the Ctrl-C character, which a terminal in raw mode sends, with 130 too', async () => {
    const world = await openThree();
    let isAsked = false;
    const result = await world.run(argv, {
      isTerminal: { stdin: true, stderr: true },
      answer: (shown) => {
        if (isAsked || !/Write \d+ changes? of/.test(shown)) return undefined;
        isAsked = true;
        return '\x03';
      },
    });
    expect({ code: result.code, writes: world.newWrites() }).toEqual({ code: 130, writes: 0 });
  });
});
