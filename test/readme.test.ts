/**
 * The README and the pages of `docs/` say what the program does. Each block below a `<!-- run … -->` comment is run against the
 * sample company, and what it shows has to be what is printed: `npx vitest run test/readme.test.ts -u` writes new output there.
 *
 *   exit=5       the exit code, or one for each command of the block: exit=5,0 (default: 0)
 *   show=1,2,-1  which paragraphs of the output stand in the block, -1 is the last; the rest becomes "..."
 *   show=none    only commands stand there
 *   last=2       of the output, so many lines at the end; the rest becomes "..."
 *   show=none/-1 one for each command of the block
 *   fresh        nothing is configured but the environment; else the company's own configuration is used
 *   file=a.yaml  is there, as the block of the page that begins with "# a.yaml" has it
 *   until=Ctrl-C the command is interrupted when it has said that
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildProgram } from '../src/cli/program.ts';
import { version } from '../src/cli/version.ts';
import { listConfigKeys } from '../src/config/schema.ts';
import { main } from '../src/main.ts';
import { createFakeRuntime, type RuntimeOptions } from './e2e/support/fake-runtime.ts';
import { closeWorlds, openWorld, type Result, type World } from './e2e/support/world.ts';

const root = new URL('../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

const docs = readdirSync(new URL('docs/', root), { recursive: true, encoding: 'utf8' }).map((name) => `docs/${name}`);
/** What users read. */
const pages = ['README.md', ...docs.filter((path) => path.endsWith('.md')).sort()];

// -------------------------------------------------------------------------------------------------- commands

interface Block {
  /** From the comment to the closing fence. */
  readonly text: string;
  readonly commands: readonly string[];
  readonly exitCodes: readonly number[];
  /** One for each command. */
  readonly show: readonly Show[];
  /** How many lines at the end are shown; all of them unless given. */
  readonly last: number;
  readonly isFresh: boolean;
  /** Name and content of a file that is there before. */
  readonly file: readonly [string, string] | null;
  readonly until: string | null;
}

type Show = readonly number[] | 'all' | 'none';

const prompt = '$ toggl-runn ';

function parseShow(text: string): Show {
  return text === 'all' || text === 'none' ? text : text.split(',').map(Number);
}

function findBlocks(markdown: string): Block[] {
  return [...markdown.matchAll(/<!-- run ?(.*?) ?-->\n\n?```(?:console|sh)\n([\s\S]*?)```/g)].map(
    ([text, attributes = '', body = '']) => {
      const commands = body.split('\n').filter((line) => line.startsWith(prompt));
      const attribute = (name: string): string | undefined => new RegExp(`\\b${name}=(\\S+)`).exec(attributes)?.[1];
      const exitCodes = (attribute('exit') ?? '0').split(',').map(Number);
      const show = (attribute('show') ?? 'all').split('/').map(parseShow);
      return {
        text,
        commands,
        exitCodes: commands.map((_, index) => exitCodes[index] ?? exitCodes.at(-1) ?? 0),
        last: Number(attribute('last') ?? Number.POSITIVE_INFINITY),
        show: commands.map((_, index) => show[index] ?? show.at(-1) ?? 'all'),
        isFresh: /\bfresh\b/.test(attributes),
        file: findFile(markdown, attribute('file')),
        until: attribute('until') ?? null,
      };
    },
  );
}

function findFile(markdown: string, name: string | undefined): readonly [string, string] | null {
  if (name === undefined) return null;
  const block = new RegExp(`\`\`\`yaml\\n# ${name}\\n([\\s\\S]*?)\`\`\``).exec(markdown);
  return [name, block?.[1] ?? ''];
}

/** What follows the program's name, up to a pipe, a redirection or a comment. */
function argvOf(command: string): string[] {
  const [own = ''] = command.slice(prompt.length).split(/ [|>#]/);
  return own.split(' ').filter((word) => word !== '');
}

const fixedPorts = ['http://127.0.0.1:41001', 'http://127.0.0.1:41002'];

/** What a terminal shows, without what is another one each time: free ports and temporary folders. */
function shownOutput(
  command: string,
  { stdout, stderr }: Pick<Result, 'stdout' | 'stderr'>,
  { sandbox, folder }: World,
): string {
  const ports: string[] = [];
  const nextPort = (url: string): string => {
    if (!ports.includes(url)) ports.push(url);
    return fixedPorts[ports.indexOf(url)] ?? url;
  };
  return [isRedirected(command) ? '' : stdout, stderr]
    .filter((text) => text !== '')
    .join('\n')
    .replaceAll(new URL(sandbox.togglUrl).host, '127.0.0.1:4010')
    .replaceAll(new URL(sandbox.runnUrl).host, '127.0.0.1:4020')
    .replaceAll(folder, '/home/you')
    .replaceAll(/http:\/\/127\.0\.0\.1:(?!40[12]0\b)\d+/g, (url) => nextPort(url))
    .replaceAll(/\/tmp\/toggl-runn-sandbox-\w+/g, '/tmp/toggl-runn-sandbox-rixLus')
    .replaceAll(/sample time ends on [\d-]+/g, 'sample time ends on 2026-03-06');
}

function lastLines(output: string, number: number): string {
  const lines = output.trimEnd().split('\n');
  return lines.length <= number ? output : ['...', ...lines.slice(-number)].join('\n');
}

function choose(output: string, show: readonly number[]): string {
  const paragraphs = output.trimEnd().split(/\n\n+/);
  const chosen = new Set(show.map((number) => (number < 0 ? paragraphs.length + number : number - 1)));
  const parts: string[] = [];
  for (const [index, paragraph] of paragraphs.entries()) {
    if (chosen.has(index)) parts.push(paragraph);
    else if (parts.at(-1) !== '...') parts.push('...');
  }
  return parts.join('\n\n');
}

interface Ran extends Block {
  readonly codes: readonly number[];
  /** The block as it should be. */
  readonly rendered: string;
}

/** Where people would type it, but for the colours; what goes into a file is not shown there. */
const inTerminal = ({ env }: World, command: string): RuntimeOptions => ({
  isTerminal: { stdout: !isRedirected(command) },
  env: { ...env, NO_COLOR: '1' },
});

const isRedirected = (command: string): boolean => command.includes(' > ');

/** Runs a command that has no end of its own, with tokens of its own to show. */
function interrupting(until: string) {
  return async (argv: readonly string[], options: RuntimeOptions) => {
    const interruption = new AbortController();
    const answer = (shown: string) => {
      if (shown.includes(until)) interruption.abort();
      return undefined;
    };
    const runtime = createFakeRuntime({ ...options, env: {}, signal: interruption.signal, answer });
    const code = await main(argv, runtime);
    return { code, ...runtime.output };
  };
}

/** Each block begins with a company of its own; the commands of one block run one after the other. */
async function runBlock(block: Block): Promise<Ran> {
  const world = await openWorld();
  if (!block.isFresh) await copyFile(world.configFile, join(world.folder, '.toggl-runnrc.json'));
  if (block.file !== null) await writeFile(join(world.folder, block.file[0]), block.file[1], { mode: 0o600 });
  const codes: number[] = [];
  const parts: string[] = [];
  for (const [index, command] of block.commands.entries()) {
    const run = block.until !== null ? interrupting(block.until) : world.runBare;
    const result = await run(argvOf(command), inTerminal(world, command));
    codes.push(result.code);
    const output = lastLines(shownOutput(command, result, world), block.last);
    const show = block.show[index] ?? 'all';
    if (show === 'none') parts.push(command);
    else parts.push(`${command}\n${show === 'all' ? output.trimEnd() : choose(output, show)}\n`);
  }
  const body = `${parts.join('\n').trimEnd()}\n`;
  const rendered = block.text.replace(/(```\w+\n)[\s\S]*```$/, (_, fence) => `${fence}${body}\`\`\``);
  return { ...block, codes, rendered };
}

describe('the README', () => {
  it('shows each of the four commands that do the job', () => {
    const names = new Set(
      findBlocks(read('README.md')).flatMap(({ commands }) => commands.map((command) => argvOf(command)[0])),
    );
    expect([...names]).toEqual(expect.arrayContaining(['sync', 'dry-run', 'check-refs', 'list-unmatched']));
  });
});

it.each(pages)('every block of %s that shows the program is run', (page) => {
  const shown = [...read(page).matchAll(/```console\n\$ toggl-runn/g)].length;
  const run = findBlocks(read(page)).filter(({ text }) => text.includes('```console')).length;
  expect(run).toBe(shown);
});

describe.each(pages.filter((page) => findBlocks(read(page)).length > 0))('commands in %s', (page) => {
  const markdown = read(page);
  const blocks = findBlocks(markdown);
  const ran: Ran[] = [];
  beforeAll(async () => {
    for (const block of blocks) ran.push(await runBlock(block));
    // A page has many blocks, and a machine may be busy.
  }, 120_000);
  afterAll(closeWorlds);

  it.each(blocks.map((block, index) => [block.commands.join('; '), index] as const))(
    '%s: ends as documented',
    (_, index) => {
      expect(ran[index]?.codes).toEqual(blocks[index]?.exitCodes);
    },
  );

  it('print what the page shows', async () => {
    let text = markdown;
    for (const { text: before, rendered } of ran) text = text.replace(before, () => rendered);
    await expect(text).toMatchFileSnapshot(fileURLToPath(new URL(page, root)));
  });
});

describe('the JSON document in docs/output.md', () => {
  afterAll(closeWorlds);

  it('has the keys of a real one', async () => {
    const shown = /<!-- document -->\n```json\n([\s\S]*?)```/.exec(read('docs/output.md'))?.[1];
    const sample: unknown = JSON.parse(shown ?? '');
    const { document } = await (await openWorld()).runJson(['sync', '--since', '7d']);
    expect(keysOf(sample)).toEqual(keysOf(document));
  });
});

/** Keys down to the second level; what stands in lists is left aside, and so are the reasons of held-back time. */
function keysOf(document: unknown): string[] {
  return entriesOf(document)
    .flatMap(([key, value]) => [
      key,
      ...entriesOf(value).flatMap(([inner, more]) => [
        `${key}.${inner}`,
        ...entriesOf(more).map(([leaf]) => `${key}.${inner}.${leaf}`),
      ]),
    ])
    .filter((key) => !key.includes('heldBackSeconds.'))
    .sort();
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

// ----------------------------------------------------------------------------------------------- completeness

/** True or false, for a whole page in a failure helps nobody. */
function isNamed(page: string, text: string | RegExp): boolean {
  return typeof text === 'string' ? read(page).includes(text) : text.test(read(page));
}

describe('docs/output.md names', () => {
  /** Code and severity of every finding, from the table in the source: types leave nothing to ask at run time. */
  const severitiesIn = (path: string): (readonly [string, string])[] =>
    [...read(path).matchAll(/^ {2}'?([a-z-]+)'?: '(error|warning|info)',$/gm)].map(
      ([, code = '', severity = '']) => [code, severity] as const,
    );
  const findingCodes = severitiesIn('src/core/findings.ts');
  const refCodes = severitiesIn('src/core/ref-findings.ts');

  it('finds the tables of findings in the source', () => {
    expect(findingCodes).toContainEqual(['ambiguous', 'error']);
    expect(refCodes).toContainEqual(['unknown-id', 'error']);
    expect(findingCodes.length).toBeGreaterThan(20);
    expect(refCodes.length).toBeGreaterThan(15);
  });

  it.each([...findingCodes, ...refCodes])('the finding %s with its severity, %s', (code, severity) => {
    expect(isNamed('docs/output.md', new RegExp(`^\\| \`${code}\` \\| ${severity}\\b`, 'm'))).toBe(true);
  });
});

describe.each(['README.md', 'docs/output.md'])('%s names', (page) => {
  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 130])('the exit code %i', (code) => {
    expect(isNamed(page, new RegExp(`^\\| ${code} \\| `, 'm'))).toBe(true);
  });
});

describe('docs/commands.md names', () => {
  it.each(buildProgram(createFakeRuntime(), () => undefined).commands.map((command) => command.name()))(
    'the command %s in the table of commands',
    (name) => {
      expect(isNamed('docs/commands.md', new RegExp(`^\\| .*\`${name}\`.* \\| .* \\| .* \\|$`, 'm'))).toBe(true);
    },
  );

  const options = listOptions();
  it('finds the options of the program', () => {
    expect(options).toContain('--since');
    expect(options.length).toBeGreaterThan(20);
  });

  it.each(options)('the option %s, or the page on setting up does', (option) => {
    const named = new RegExp(`\`${option}\\b`);
    expect(isNamed('docs/commands.md', named) || isNamed('docs/set-up.md', named)).toBe(true);
  });
});

describe('docs/rules.md', () => {
  /** What stands below each heading. */
  const sections = read('docs/rules.md').split(/^## /m).slice(1);

  it.each(Array.from({ length: 16 }, (_, index) => `R${index + 1}`))('has %s in the table and explains it', (rule) => {
    expect(isNamed('docs/rules.md', new RegExp(`^\\| ${rule} \\|`, 'm'))).toBe(true);
    const explained = sections.filter((section) =>
      new RegExp(`^\\*(R\\d+, )*${rule}(, R\\d+)*[.]\\*`, 'm').test(section),
    );
    expect(explained).toHaveLength(1);
  });

  it.each(sections.map((section) => [section.split('\n')[0], section]))('has an example for %s', (_title, section) => {
    expect(section).toContain('> *Example.*');
  });
});

describe('docs/configuration.md names', () => {
  it.each(listConfigKeys())('the configuration key %s', (key) => {
    expect(isNamed('docs/configuration.md', `\`${key}\``)).toBe(true);
  });

  it.each([
    'TOGGL_API_TOKEN',
    'RUNN_API_TOKEN',
    'TOGGL_WORKSPACE_ID',
    'TOGGL_BASE_URL',
    'RUNN_BASE_URL',
    'RUNN_REFERENCE_NAME',
    'TOGGL_RUNN_STATE_DIR',
    'TOGGL_RUNN_WEBHOOK_URL',
    'TOGGL_RUNN_HEARTBEAT_URL',
    'NO_COLOR',
    'HTTPS_PROXY',
    'NO_PROXY',
    'NODE_EXTRA_CA_CERTS',
  ])('the variable %s', (variable) => {
    expect(isNamed('docs/configuration.md', `\`${variable}\``)).toBe(true);
  });
});

/** The long form of each option, of the program and of its commands. */
function listOptions(): string[] {
  const program = buildProgram(createFakeRuntime(), () => undefined);
  const flags = [program, ...program.commands].flatMap((command) => command.options.map(({ long }) => long ?? ''));
  return [...new Set(flags)].filter((flag) => flag !== '').sort();
}

describe('the version', () => {
  it('is that of package.json', () => {
    expect(version).toBe(JSON.parse(read('package.json')).version);
  });

  it('stands in the changelog', () => {
    expect(read('CHANGELOG.md')).toMatch(new RegExp(`^## \\[${version.replaceAll('.', '\\.')}\\]`, 'm'));
  });
});

// ------------------------------------------------------------------------------------------------------ links

describe('links', () => {
  const documents = [...pages, 'CONTRIBUTING.md', 'CHANGELOG.md'];

  /** As GitHub makes them: lower case, without punctuation, blanks as hyphens. */
  const anchorsOf = (markdown: string): string[] =>
    [...markdown.replaceAll(/```[\s\S]*?```/g, '').matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    );

  const links = documents.flatMap((document) =>
    [...read(document).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, target = '']) => [document, target] as const),
  );

  it('are there to be checked', () => {
    expect(links.length).toBeGreaterThan(10);
  });

  it.each(links)('%s: %s leads somewhere', (document, target) => {
    const [path = '', anchor] = target.split('#');
    const file = new URL(path, new URL(document, root));
    expect(existsSync(file)).toBe(true);
    if (anchor !== undefined) expect(anchorsOf(readFileSync(file, 'utf8'))).toContain(anchor);
  });
});

// -------------------------------------------------------------------------------------------------------- map

describe('the map of the code in CONTRIBUTING', () => {
  const map = /```\n(bin\/toggl-runn[\s\S]*?)```/.exec(read('CONTRIBUTING.md'))?.[1] ?? '';
  let folder = '';
  const named = map.split('\n').flatMap((line) => {
    const [start = ''] = line.split(' ');
    if (start !== '') folder = start.endsWith('/') ? start : '';
    return [...line.matchAll(/[\w./-]+\.[jt]s\b/g)].map(([file]) =>
      existsSync(new URL(`${folder}${file}`, root))
        ? `${folder}${file}`
        : file.startsWith('src/')
          ? file
          : `src/${file}`,
    );
  });

  it('fits one screen', () => {
    expect(map.split('\n').length).toBeLessThan(50);
    expect(named.length).toBeGreaterThan(40);
  });

  it.each(named.filter((file) => !file.startsWith('src/bin/')))('names what is there: %s', (file) => {
    expect(existsSync(new URL(file, root))).toBe(true);
  });

  it('names every folder of src', () => {
    const folders = readdirSync(new URL('src/', root), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).filter((name) => !map.includes(`src/${name}/`))).toEqual([]);
  });
});
