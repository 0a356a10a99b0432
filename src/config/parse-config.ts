import type { z } from 'zod';
import type { ConfigProblem } from '../core/errors.ts';
import { nearestKey } from './nearest-key.ts';
import { printable } from './printable.ts';
import { configSchema, knownKeysAt, listConfigKeys, type ParsedConfig } from './schema.ts';

const maxDepth = 10;

/** The path of a problem that no key holds. */
export const wholePath = 'configuration';

/** Keys that mean something to JavaScript itself. */
const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * The shape of one layer of the configuration: unknown data in, typed data or all problems out. An unknown key's
 * problem names the nearest known one. `usable` is what is left without the places that were refused, so that what no
 * single value shows can be checked in the same go.
 */
export function parseConfig(
  data: unknown,
): { readonly parsed: ParsedConfig } | { readonly problems: readonly ConfigProblem[]; readonly usable: ParsedConfig } {
  const hostile = listHostileKeys(data, []);
  if (hostile.length > 0) return { problems: hostile, usable: {} };
  const result = configSchema.safeParse(data);
  return result.success
    ? { parsed: result.data }
    : { problems: result.error.issues.flatMap((each) => toProblems(each)), usable: parseUsable(data) };
}

/** Cuts out what is refused until the rest is accepted; each round takes something away. */
function parseUsable(data: unknown): ParsedConfig {
  const rest = structuredClone(data);
  for (;;) {
    const result = configSchema.safeParse(rest);
    if (result.success) return result.data;
    // All are found before the first is cut, so that what one takes along does not lead the next to a place above.
    const places = result.error.issues
      .flatMap((issue) =>
        issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path],
      )
      .flatMap((path) => findKey(rest, path) ?? []);
    if (places.length === 0) return {};
    for (const { holder, key } of places) delete holder[key];
  }
}

interface PlacedKey {
  readonly holder: Record<PropertyKey, unknown>;
  readonly key: PropertyKey;
}

/** The last key on the path that is there; never an item of a list, for the others would change their numbers. */
function findKey(root: unknown, path: readonly PropertyKey[]): PlacedKey | undefined {
  let found: PlacedKey | undefined;
  let value = root;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) break;
    const holder = value as Record<PropertyKey, unknown>;
    if (!Array.isArray(value)) found = { holder, key };
    value = holder[key];
  }
  return found;
}

/** `['map', 'projects', '170', 0, 'until']` as `map.projects.170[0].until`. */
function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    const name = /^[\w-]{1,60}$/.test(String(part)) ? String(part) : printable(String(part));
    return text === '' ? name : `${text}.${name}`;
  }, '');
}

function listHostileKeys(value: unknown, path: readonly PropertyKey[]): ConfigProblem[] {
  if (typeof value !== 'object' || value === null) return [];
  if (path.length > maxDepth) return [{ path: formatPath(path), message: 'is nested too deeply' }];
  if (Array.isArray(value)) return value.flatMap((each, index) => listHostileKeys(each, [...path, index]));
  return Object.entries(value).flatMap(([key, inner]) =>
    forbiddenKeys.has(key)
      ? [{ path: formatPath([...path, key]), message: 'is not allowed as a key' }]
      : listHostileKeys(inner, [...path, key]),
  );
}

type Issue = z.core.$ZodIssue;

function toProblems(issue: Issue, parentPath: readonly PropertyKey[] = []): ConfigProblem[] {
  const path = [...parentPath, ...issue.path];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: formatPath([...path, key]), message: describeUnknown(key, path) }));
    case 'invalid_key':
      return [{ path: formatPath(path), message: issue.issues[0]?.message ?? issue.message }];
    case 'invalid_union': {
      // The form that was meant is the one that got furthest: its trouble lies inside, not in being another type.
      const meant =
        issue.errors.find((each) => each.some((inner) => inner.path.length > 0)) ??
        issue.errors.find((each) => each.some((inner) => !['invalid_type', 'invalid_union'].includes(inner.code)));
      return meant === undefined
        ? [{ path: formatPath(path), message: issue.message }]
        : meant.flatMap((inner) => toProblems(inner, path));
    }
    default:
      return [{ path: formatPath(path) || wholePath, message: issue.message }];
  }
}

function describeUnknown(key: string, path: readonly PropertyKey[]): string {
  const known = knownKeysAt(path);
  const nearest = nearestKey(key, known);
  const prefix = path.length === 0 ? '' : `${formatPath(path)}.`;
  if (nearest !== undefined) return `is not a known key; did you mean ${prefix}${nearest}?`;
  const elsewhere = listConfigKeys().filter((each) => each === key || each.endsWith(`.${key}`));
  if (elsewhere.length > 0) return `is not a known key here; did you mean ${elsewhere.join(' or ')}?`;
  return known.length === 0 ? 'is not a known key' : `is not a known key; known here: ${known.join(', ')}`;
}
