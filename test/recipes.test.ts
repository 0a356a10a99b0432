/** The recipes of docs/recipes can be read by those they are for, and name only what the program has. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { buildProgram } from '../src/cli/program.ts';
import { createFakeRuntime } from './e2e/support/fake-runtime.ts';

const folder = new URL('../docs/recipes/', import.meta.url);
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  statSync(new URL(name, folder)).isFile(),
);
const read = (file: string): string => readFileSync(new URL(file, folder), 'utf8');

it('are there', () => {
  expect(files).toEqual(expect.arrayContaining(['crontab', 'Dockerfile', 'kubernetes.yaml', 'github/sync.yml']));
});

it.each(files.filter((file) => /\.ya?ml$/.test(file)))('%s is YAML without a mistake', (file) => {
  const documents = parseAllDocuments(read(file));
  expect([...documents].flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([]);
});

describe('the commands in', () => {
  const program = buildProgram(createFakeRuntime(), () => undefined);
  const optionsOf = (command: string): (string | null | undefined)[] => [
    ...program.options.map(({ long }) => long),
    ...(program.commands.find((each) => each.name() === command)?.options.map(({ long }) => long) ?? []),
  ];
  const lines = files.flatMap((file) =>
    [
      ...read(file)
        .replaceAll(/args: \[(.*)\]/g, (_, args: string) => `toggl-runn ${args.replaceAll(',', '')}`)
        .matchAll(/toggl-runn ((?:sync|dry-run) .*)$/gm),
    ].map(([, line = '']) => [file, line] as const),
  );

  it('at least five places were found', () => {
    expect(lines.length).toBeGreaterThanOrEqual(5);
  });

  it.each(lines)('%s exist: %s', (_, line) => {
    const [command = '', ...words] = (line.split(/[>|]/)[0] ?? '').trim().split(/\s+/);
    const options = words.filter((word) => word.startsWith('--'));
    expect(options.length).toBeGreaterThan(0);
    expect(optionsOf(command)).toEqual(expect.arrayContaining(options));
  });
});
