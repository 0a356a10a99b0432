import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { parseConfig } from '../../src/config/parse-config.ts';
import { parseConfigText } from '../../src/config/parse-config-text.ts';
import { listConfigKeys } from '../../src/config/schema.ts';
import { aMachine } from './config-folder.ts';

const file = fileURLToPath(new URL('../../.toggl-runnrc.example', import.meta.url));
const text = await readFile(file, 'utf8');

/** Dotted paths of all keys, by indentation, whether they are commented out or not. */
function listMentionedKeys(): Set<string> {
  const keys = new Set<string>();
  const open: { indent: number; key: string }[] = [];
  for (const line of text.split('\n')) {
    const match = /^(?<indent>\s*)(?:# (?<deeper>\s*))?(?<key>[a-zA-Z]+):(?:\s|$)/.exec(line);
    if (match?.groups === undefined) continue;
    const indent = (match.groups['indent'] ?? '').length + (match.groups['deeper'] ?? '').length;
    while ((open.at(-1)?.indent ?? -1) >= indent) open.pop();
    open.push({ indent, key: match.groups['key'] ?? '' });
    keys.add(open.map((each) => each.key).join('.'));
  }
  return keys;
}

it('is valid as it stands', () => {
  const result = parseConfigText(file, text, 'yaml');
  expect(result).toHaveProperty('data');
  expect('data' in result && parseConfig(result.data)).toHaveProperty('parsed');
});

it('changes nothing: what is not commented out is the default', async () => {
  const machine = await aMachine({ TOGGL_API_TOKEN: 'toggl-token', RUNN_API_TOKEN: 'runn-token' });
  const {
    file: _,
    origins: __,
    settings: _s,
    ...fromExample
  } = (await loadConfig({ ...machine, flags: { config: file } })).config;
  const {
    file: ___,
    origins: ____,
    settings: _t,
    ...defaults
  } = (await loadConfig({ ...machine, flags: { config: false } })).config;
  expect(fromExample).toEqual(defaults);
});

it.each(listConfigKeys())('explains %s', (key) => {
  expect([...listMentionedKeys()]).toContain(key);
});

it('knows no key that the schema does not', () => {
  const known = new Set(listConfigKeys());
  expect([...listMentionedKeys()].filter((key) => !known.has(key))).toEqual([]);
});
