/** What every command prints with --json, against the JSON Schemas that the package ships. */
import { readFileSync } from 'node:fs';
import { Ajv2020, type AnySchema } from 'ajv/dist/2020.js';
import { afterEach, describe, expect, it } from 'vitest';
import { formatsOf } from '../../src/cli/global-options.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { type SchemaName, schemaNames, toJsonSchema } from '../../src/output/published-schemas.ts';
import { createFakeRuntime } from '../e2e/support/fake-runtime.ts';
import { closeWorlds, openWorld, type World } from '../e2e/support/world.ts';

afterEach(closeWorlds);

// Dates and times have patterns too, which is enough here.
const ajv = new Ajv2020({
  strict: true,
  allowUnionTypes: true,
  allErrors: true,
  formats: { date: true, 'date-time': true },
});
const closed = new Map(schemaNames.map((name) => [name, ajv.compile(toJsonSchema(name, { isClosed: true }))]));

/** What is wrong with a document, in ajv's words; empty when it fits and has no field that is not described. */
function problemsOf(name: SchemaName, document: unknown): string {
  const validate = closed.get(name);
  return validate?.(document) === true ? '' : ajv.errorsText(validate?.errors);
}

const explained = ['explain', '--person', 'runn:456', '--project', 'runn:789', '--date', '2026-03-05'];

/** Messages and logs have tests of their own: test/e2e/notify.test.ts and test/cli/run-log.test.ts. */
type DocumentName = Exclude<SchemaName, 'notice' | 'log'>;

/** Prepares what the command needs, and says how it is called. */
const calls: Readonly<Record<DocumentName, (world: World) => Promise<readonly (readonly string[])[]>>> = {
  sync: async () => [
    ['sync', '--since', '42d', '--verify', '--by', 'project'],
    ['sync', '--since', '42d'],
  ],
  'dry-run': async () => [
    ['dry-run', '--since', '42d'],
    ['dry-run', '--out', 'plan.json', '--by', 'person'],
  ],
  'check-refs': async () => [['check-refs', '--since', '42d']],
  'list-unmatched': async () => [
    ['list-unmatched', '--since', '42d'],
    ['list-unmatched', '--since', '42d', '--missing'],
  ],
  link: async () => [
    ['link', '--dry-run', '--min-confidence', '0.5'],
    ['link', '--yes'],
  ],
  explain: async (world) => {
    await world.sync();
    return [explained, ['explain', '--person', 'toggl:6911254', '--project', 'runn:789', '--date', '2026-03-05']];
  },
  report: async (world) => {
    await world.sync();
    return [
      ['report', '--since', '42d'],
      ['report', '--out', 'page.html', '--person', 'runn:456'],
    ];
  },
  history: async (world) => {
    const { document } = await world.sync();
    await world.run(['undo', String(document.run)]);
    await world.run(['link', '--yes']);
    return [['history']];
  },
  undo: async (world) => {
    const { document } = await world.sync();
    const { document: linked } = await world.runJson(['link', '--yes']);
    return [
      ['undo', String(document.run), '--dry-run'],
      ['undo', String(document.run)],
      ['undo', linked.run],
    ];
  },
  doctor: async () => [['doctor'], ['doctor', '--offline']],
  init: async () => [['init', '--yes', '--tokens', 'config']],
  error: async () => [['sync', '--since', 'nonsense'], ['undo', 'no-such-run'], ['no-such-command']],
};

describe('the document', () => {
  it.each(Object.keys(calls) as DocumentName[])('of %s fits its schema, field by field', async (name) => {
    const world = await openWorld();
    for (const argv of await calls[name](world)) {
      // That writes the configuration which the others are given.
      const run = name === 'init' ? world.runBare : world.run;
      const { document } = await run([...argv, '--json']);
      expect({ argv, problems: problemsOf(name, document) }).toEqual({ argv, problems: '' });
    }
  });

  it('of a refused sync fits its schema', async () => {
    const world = await openWorld();
    await world.sync('--since', '42d');
    world.sandbox.toggl.entries.clear();
    const { document, code } = await world.runJson(['sync', '--since', '42d']);
    expect({ code, problems: problemsOf('sync', document) }).toEqual({ code: 6, problems: '' });
    expect(document.refused.code).toBe('brake');
  });

  it('does not fit with a field that is not described', async () => {
    const world = await openWorld();
    const { document } = await world.runJson(['history']);
    expect(problemsOf('history', { ...document, surprise: 1 })).toContain('additional properties');
  });
});

describe('the package', () => {
  const shipped = (name: string): AnySchema =>
    JSON.parse(readFileSync(new URL(`../../dist/schemas/${name}.json`, import.meta.url), 'utf8'));

  it.each(schemaNames)('ships the schema of %s as it is, open for new fields', (name) => {
    expect(shipped(name)).toEqual(toJsonSchema(name));
    expect(JSON.stringify(shipped(name))).not.toContain('"additionalProperties":false');
  });

  it('exports them by name', () => {
    expect(import.meta.resolve('toggl-runn/schemas/sync.json')).toMatch(/\/dist\/schemas\/sync\.json$/);
  });

  it('has one for every command that prints JSON', () => {
    const commands = buildProgram(createFakeRuntime(), () => undefined)
      .commands.map((command) => command.name())
      .filter((name) => formatsOf(name).includes('json'));
    expect(commands.filter((name) => !schemaNames.includes(name as SchemaName))).toEqual([]);
  });
});
