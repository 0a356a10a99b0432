/** A configuration file as `init` writes it: what was chosen, with a word on each, and what else there is. */
import { stringify } from 'yaml';
import { defaultBaseUrls, type ServiceName } from './base-url.ts';

/** How the file names a token; null leaves it to the environment. */
export type TokenEntry =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'command'; readonly command: readonly string[] }
  | null;

export interface ConfigChoices {
  readonly tokens: Readonly<Record<ServiceName, TokenEntry>>;
  /** Only what differs from the default is written. */
  readonly baseUrls: Readonly<Record<ServiceName, string>>;
  readonly workspaces: readonly { readonly id: number; readonly name: string }[];
  readonly referenceName: string;
  /** Of the Toggl profile, as a hint. */
  readonly timezone: string | null;
  /** Where tokens that the file does not name are to be found, for the comment. */
  readonly tokensElsewhere: string;
}

/** The text of a `.toggl-runnrc.yaml`; the configuration's own schema accepts it. */
export function renderConfig(choices: ConfigChoices): string {
  const { baseUrls, workspaces, referenceName } = choices;
  const url = (service: ServiceName): string[] =>
    baseUrls[service] === defaultBaseUrls[service] ? [] : [`  baseUrl: ${inline(baseUrls[service])}`];
  const lines = [
    '# Configuration of toggl-runn, written by `toggl-runn init`. Environment variables beat this file, flags beat both.',
    '# What is behind a "#" shows what else there is; `toggl-runn doctor --all` lists every value and where it is from.',
    '',
    'toggl:',
    ...tokenLines('toggl', choices),
    ...url('toggl'),
    `  # ${workspaces.map(({ name }) => oneLine(name)).join(', ')}`,
    `  workspaceIds: [${workspaces.map(({ id }) => id).join(', ')}]`,
    '',
    'runn:',
    ...tokenLines('runn', choices),
    ...url('runn'),
    '  # Under which name people and projects in Runn carry their Toggl id as an external reference.',
    `  referenceName: ${inline(referenceName)}`,
    '',
    '# Decides which date "today" is. Without it, the time zone of the Toggl profile does.',
    `# timezone: ${choices.timezone === null ? 'Europe/Berlin' : oneLine(choices.timezone)}`,
    '',
    '# rules:',
    '#   billable: auto          # auto | toggl | always | never',
    '#   rounding: { mode: nearest, minutes: 1 }',
    '#   onConflict: toggl       # who wins where somebody has changed the minutes in Runn: toggl | runn | fail',
    '#   zeros: none             # scheduled also writes 0 where somebody was planned and worked elsewhere',
    '#   lockedThrough: end-of-last-month   # or a date, or 45d: nothing is written on or before that day',
    '',
    "# Who is who where references are not enough. It beats them. Left: Toggl's id; right: Runn's, or skip.",
    '# map:',
    '#   noProject: 789          # the Runn project for Toggl time without a project',
    '#   people: { "6911244": skip }',
    '#   projects: { "170103135": 789 }',
  ];
  return `${lines.join('\n')}\n`;
}

function tokenLines(service: ServiceName, { tokens, tokensElsewhere }: ConfigChoices): string[] {
  const entry = tokens[service];
  switch (entry?.kind) {
    case 'token':
      return [
        '  # Whoever can read this file can use the token: keep it to yourself, and out of version control.',
        `  token: ${inline(entry.token)}`,
      ];
    case 'file':
      return [`  tokenFile: ${inline(entry.file)}`];
    case 'command':
      return [
        '  # Prints the token; run without a shell, 15 seconds at the most.',
        `  tokenCommand: [${entry.command.map((word) => JSON.stringify(word)).join(', ')}]`,
      ];
    default:
      return [`  # The token: ${oneLine(tokensElsewhere)}.`];
  }
}

/** A value on one line, in quotes where YAML needs them. */
function inline(value: string): string {
  return stringify(value, {
    lineWidth: 0,
    defaultStringType: /^[\w./~:-]+$/.test(value) ? 'PLAIN' : 'QUOTE_DOUBLE',
  }).trim();
}

/** Other people's words in a comment must not end it. */
function oneLine(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim();
}
