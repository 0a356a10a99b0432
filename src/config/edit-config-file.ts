/**
 * Adds entries to `map` in the user's configuration file, or takes them out again. What else stands there stays: in
 * YAML to the letter, in JSON with its indentation. Nothing is written unless the new text, read again, says what the
 * old one said and the entries besides.
 */
import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import writeFileAtomic from 'write-file-atomic';
import { isMap, isNode, isScalar, type Pair, parseDocument, type YAMLMap } from 'yaml';
import { ConfigError } from '../core/errors.ts';
import { describeFileError } from './find-config-file.ts';
import { parseConfigText } from './parse-config-text.ts';

/** `map.<group>.<togglId>`: a Runn id, or undefined to take the entry out. */
export interface MapEdit {
  readonly group: 'people' | 'projects';
  readonly togglId: number;
  readonly runnId: number | undefined;
  /** The edit is left out unless this stands there; null for nothing. */
  readonly expected?: number | null;
}

/**
 * Rewrites the file atomically, its mode kept; a symbolic link stays one. Answers whether anything had to be changed.
 * Throws a `ConfigError` when the file cannot
 * be read or written, or cannot be edited without changing anything else; then it is as it was.
 */
export async function editConfigFile(file: string, edits: readonly MapEdit[]): Promise<boolean> {
  let target: string;
  let text: string;
  let mode: number;
  try {
    target = await realpath(file);
    text = await readFile(target, 'utf8');
    ({ mode } = await stat(target));
  } catch (error) {
    throw uneditable(file, describeFileError(error), edits, error);
  }
  const edited = editConfigText(file, text, edits);
  if (edited === text) return false;
  try {
    await writeFileAtomic(target, edited, { mode: mode & 0o777 });
  } catch (error) {
    throw uneditable(file, 'cannot be written', edits, error);
  }
  return true;
}

/** What `map` of a configuration file says of a Toggl id, null for nothing; undefined when the file cannot be read. */
export async function readMapEntry(
  file: string,
  { group, togglId }: Pick<MapEdit, 'group' | 'togglId'>,
): Promise<unknown> {
  try {
    const text = await readFile(file, 'utf8');
    const { data, prefix } = dataOf(file, text);
    return valueAt(data, [...prefix, 'map', group, String(togglId)]) ?? null;
  } catch {
    return undefined;
  }
}

function dataOf(file: string, text: string) {
  const isJson = path.extname(file).toLowerCase() === '.json' || isJsonText(text);
  const prefix = path.basename(file) === 'package.json' ? ['toggl-runn'] : [];
  return { data: readData(file, text, isJson), prefix, isJson };
}

/** The new text of a configuration file. Throws a `ConfigError` as `editConfigFile` does. */
export function editConfigText(file: string, text: string, wanted: readonly MapEdit[]): string {
  const { data: before, prefix, isJson } = dataOf(file, text);
  const edits = wanted.filter(({ group, togglId, expected }) => {
    return expected === undefined || (valueAt(before, [...prefix, 'map', group, String(togglId)]) ?? null) === expected;
  });
  if (edits.length === 0) return text;
  let edited: string;
  let intended: unknown;
  try {
    edited = isJson ? editJson(text, prefix, edits) : editYaml(text, edits);
    intended = withEdits(before, prefix, edits);
  } catch (error) {
    throw uneditable(file, 'has a `map` of another form', edits, error);
  }
  const isFaithful = isDeepStrictEqual(
    withoutEmptyGroups(readData(file, edited, isJson)),
    withoutEmptyGroups(intended),
  );
  if (!isFaithful) throw uneditable(file, 'cannot be edited without changing something else in it', edits);
  return edited;
}

// ------------------------------------------------------------------------------------------------- YAML

/**
 * Puts lines into the text where the parser says that they belong. (Printing the parsed document instead would move
 * comments and spacing about.)
 */
function editYaml(text: string, edits: readonly MapEdit[]): string {
  return edits.reduce((current, edit) => editYamlOnce(current, edit), text);
}

function editYamlOnce(text: string, { group, togglId, runnId }: MapEdit): string {
  const { contents } = parseDocument(text);
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const entry = { name: `"${togglId}"`, value: String(runnId) };
  if (!isMap(contents)) throw new TypeError('no mapping');
  const step = ' '.repeat(stepOf(text));

  const map = pairOf(contents, 'map');
  const entries = map === undefined || !isMap(map.value) ? undefined : pairOf(map.value, group);
  const standing = isMap(entries?.value) ? pairOf(entries.value, String(togglId)) : undefined;
  if (runnId === undefined) return standing === undefined ? text : withoutEntry(text, standing);
  if (standing !== undefined) return replaceRange(text, rangeOf(standing.value), entry.value);

  const context: Insertion = { text, newline, step };
  if (map === undefined) return insertInto(context, contents, [{ name: 'map' }, { name: group }, entry]);
  if (!isMap(map.value)) return insertBelow(context, map, [{ name: group }, entry]);
  if (entries === undefined) return insertInto(context, map.value, [{ name: group }, entry]);
  return isMap(entries.value) ? insertInto(context, entries.value, [entry]) : insertBelow(context, entries, [entry]);
}

interface Insertion {
  readonly text: string;
  readonly newline: string;
  /** The blanks of one level. */
  readonly step: string;
}

/** Keys within each other; the last one has the value. */
type Path = readonly { readonly name: string; readonly value?: string }[];

/** After the last entry of a mapping. */
function insertInto(context: Insertion, map: YAMLMap, path: Path): string {
  const { text, newline } = context;
  const [start, end] = rangeOf(map);
  if (map.flow === true) {
    const closing = text.lastIndexOf('}', end - 1);
    const inside = text.slice(start + 1, closing);
    const isOpen = map.items.length === 0 || inside.trimEnd().endsWith(',');
    const at = start + 1 + inside.trimEnd().length;
    const rest = inside.slice(inside.trimEnd().length);
    return `${text.slice(0, at)}${isOpen ? ' ' : ', '}${flow(path)}${rest === '' && map.items.length === 0 ? ' ' : rest}${text.slice(closing)}`;
  }
  const first = map.items[0];
  if (first === undefined) throw new TypeError('an empty block');
  const indent = ' '.repeat(columnOf(text, rangeOf(first.key)[0]));
  const last = map.items.at(-1);
  const lastEnd = isNode(last?.value) ? Math.max(rangeOf(last.value)[1], rangeOf(last.key)[1]) : rangeOf(last?.key)[1];
  return insertLines(text, endOfLine(text, lastEnd), block(context, indent, path), newline);
}

/** Below a key that has no value. */
function insertBelow(context: Insertion, pair: Pair, path: Path): string {
  if (isNode(pair.value) && !(isScalar(pair.value) && pair.value.value === null)) throw new TypeError('no mapping');
  if (isScalar(pair.value) && pair.value.source !== '') throw new TypeError('a null that is written out');
  const { text, newline, step } = context;
  const [start, end] = rangeOf(pair.key);
  const indent = ' '.repeat(columnOf(text, start)) + step;
  return insertLines(text, endOfLine(text, end), block(context, indent, path), newline);
}

function block({ step }: Insertion, indent: string, path: Path): string[] {
  return path.map(
    ({ name, value }, depth) => `${indent}${step.repeat(depth)}${name}:${value === undefined ? '' : ` ${value}`}`,
  );
}

function flow([first, ...rest]: Path): string {
  if (first === undefined) return '';
  return `${first.name}: ${first.value ?? `{ ${flow(rest)} }`}`;
}

/** Takes out the whole line; in `{…}` only what is certain to be the entry. */
function withoutEntry(text: string, pair: Pair): string {
  const start = rangeOf(pair.key)[0];
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  if (text.slice(lineStart, start).trim() === '') {
    const end = endOfLine(text, rangeOf(pair.value)[1]);
    return text.slice(0, lineStart) + text.slice(Math.min(text.length, end + (text[end] === '\r' ? 2 : 1)));
  }
  const before = text.slice(0, start);
  const after = text.slice(rangeOf(pair.value)[1]);
  return /,\s*$/.test(before) ? before.replace(/,\s*$/, '') + after : before.trimEnd() + after.replace(/^\s*,/, '');
}

function insertLines(text: string, at: number, lines: readonly string[], newline: string): string {
  const isFirst = at === 0 || text[at - 1] === '\n';
  const added = lines.join(newline);
  const ending = at >= text.length ? newline : '';
  return text.slice(0, at) + (isFirst ? '' : newline) + added + ending + text.slice(at);
}

/** Where the line ends on which `offset`, or the last word before it, stands: before its line break. */
function endOfLine(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && /\s/.test(text[at - 1] ?? '')) at -= 1;
  const end = text.slice(at).search(/\r?\n/);
  return end === -1 ? text.length : at + end;
}

function replaceRange(text: string, [start, end]: readonly [number, number], replacement: string): string {
  return text.slice(0, start) + replacement + text.slice(end);
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

function stepOf(text: string): number {
  const indent = /^( +)[^\s#-]/m.exec(text)?.[1]?.length ?? 2;
  return indent <= 8 ? indent : 2;
}

function pairOf(map: YAMLMap, name: string): Pair | undefined {
  return map.items.find(({ key }) => isScalar(key) && String(key.value) === name);
}

function rangeOf(node: unknown): readonly [number, number] {
  const range = isNode(node) ? node.range : undefined;
  if (range === undefined || range === null) throw new TypeError('no place');
  return [range[0], range[1]];
}

// ------------------------------------------------------------------------------------------------- JSON

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function editJson(text: string, prefix: readonly string[], edits: readonly MapEdit[]): string {
  const bare = text.replace(/^\uFEFF/, '');
  const edited = withEdits(JSON.parse(bare), prefix, edits);
  const indent = bare.trim().includes('\n') ? (/^([ \t]+)"/m.exec(bare)?.[1] ?? '  ') : undefined;
  const end = /\s*$/.exec(bare)?.[0] ?? '';
  const result = JSON.stringify(edited, null, indent) + end;
  return text.includes('\r\n') ? result.replaceAll(/\r?\n/g, '\r\n') : result;
}

type Group = Record<string, unknown>;

/** A copy of the data with the entries in it. */
function withEdits(data: unknown, prefix: readonly string[], edits: readonly MapEdit[]): unknown {
  const copy = asGroup(structuredClone(data));
  let root = copy;
  for (const name of prefix) root = child(root, name);
  const map = child(root, 'map');
  for (const { group, togglId, runnId } of edits) {
    const entries = child(map, group);
    if (runnId === undefined) delete entries[togglId];
    else entries[togglId] = runnId;
  }
  return copy;
}

function valueAt(data: unknown, names: readonly string[]): unknown {
  return names.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Group)[name] : undefined,
    data,
  );
}

function child(parent: Group, name: string): Group {
  const known = parent[name];
  const group = known === undefined || known === null ? {} : asGroup(known);
  parent[name] = group;
  return group;
}

function asGroup(value: unknown): Group {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('no mapping');
  return value as Group;
}

// ----------------------------------------------------------------------------------------------- reading

function readData(file: string, text: string, isJson: boolean): unknown {
  const result = parseConfigText(file, text, isJson ? 'json' : 'yaml');
  if ('problems' in result) throw new ConfigError('The configuration file cannot be read.', result.problems);
  return result.data;
}

/** Only to compare: whether `map` is empty or not there says the same, and the parser's groups have no prototype. */
function withoutEmptyGroups(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmptyGroups);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, withoutEmptyGroups(inner)] as const)
      .filter(([, inner]) => !isEmptyGroup(inner)),
  );
}

function isEmptyGroup(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}

function uneditable(file: string, trouble: string, edits: readonly MapEdit[], cause?: unknown): ConfigError {
  const lines = edits
    .filter(({ runnId }) => runnId !== undefined)
    .map(({ group, togglId, runnId }) => `map.${group}: { "${togglId}": ${runnId} }`);
  const hint = `It was left as it was. ${lines.length > 0 ? `Write into it by hand: ${lines.join(', ')}.` : 'Take the entries out by hand.'}`;
  return new ConfigError('The configuration file could not be changed.', [{ path: file, message: trouble }], {
    hint,
    cause,
  });
}
