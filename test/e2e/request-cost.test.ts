/** What a schedule costs in requests, as docs/operations.md tells those who have to fit it into Toggl's hour. */
import { readFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import type { SandboxOptions } from '../../src/sandbox/start-sandbox.ts';
import { closeWorlds, openWorld } from './support/world.ts';

afterEach(closeWorlds);

const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
const sevenOnly: SandboxOptions = { switches: { weeklyLength: 'seven-or-empty' } };

it.each<[string, string, SandboxOptions]>([
  ['7d', '', {}],
  ['45d', '', {}],
  ['45d', ', if Toggl’s weekly report should answer no more than seven days at a time', sevenOnly],
])('sync --since %s%s', async (since, condition, options) => {
  const world = await openWorld(options);
  const first = await world.sync('--since', since);
  const second = await world.sync('--since', since);
  const [names, cached] = [first, second].map(({ document }) => document.requests.toggl);
  expect(page).toContain(`| \`sync --since ${since}\`${condition.replace('’', "'")} | ${names} | ${cached} |`);
});
