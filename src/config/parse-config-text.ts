import { type Document, isScalar, LineCounter, parseDocument, visit, type YAMLError } from 'yaml';
import type { ConfigProblem } from '../core/errors.ts';
import { printable } from './printable.ts';

/**
 * The text of a configuration file as plain data, or what is wrong with it, with file, line and column. YAML 1.2 core:
 * dates stay text, no tags, nothing that could run. Keys without a value are left out. Integers beyond 2^53 come as
 * bigint, so that the schema can refuse them. No problem repeats the text, for it may hold a token.
 */
export function parseConfigText(
  file: string,
  text: string,
  format: 'json' | 'yaml',
): { readonly data: unknown } | { readonly problems: readonly ConfigProblem[] } {
  const tooDeep = {
    problems: [{ path: file, message: 'cannot be read: it is nested too deeply, or refers to itself' }],
  };
  const bare = text.replace(/^\uFEFF/, '');
  try {
    return isTooDeep(bare, format) ? tooDeep : parse(file, bare, format);
  } catch {
    // A bomb of aliases, or an alias of itself. The error is not passed on, for it could quote the file.
    return tooDeep;
  }
}

/**
 * Whether the text could be nested deeper than any configuration is. Asked before the parser, which is recursive: when
 * the stack ends while V8 compiles a regular expression, the whole process is aborted, and nothing can catch that.
 * Coarse on purpose: but for valid JSON, brackets count wherever they stand, and the depth of blocks is bounded by
 * their indentation and the number of markers on a line. The parser's stack ends at about 800 levels.
 */
function isTooDeep(text: string, format: 'json' | 'yaml'): boolean {
  const isStrictJson = format === 'json' && findJsonError(text) === null;
  const structure = isStrictJson ? text.replaceAll(/"[^"\\]*(?:\\.[^"\\]*)*"/g, '') : text;
  const isDeepLine = (line: string): boolean =>
    line.search(/\S/) > maxIndent || (line.match(/[-?:](?=\s|$)/g)?.length ?? 0) > maxMarkers;
  return maxDepthOf(structure) > maxBrackets || (!isStrictJson && structure.split(/[\r\n]/).some(isDeepLine));
}

const maxBrackets = 32;
const maxIndent = 100;
const maxMarkers = 200;

function maxDepthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const bracket of text.match(/[[\]{}]/g) ?? []) {
    depth = Math.max(0, depth + (bracket === '[' || bracket === '{' ? 1 : -1));
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

function parse(file: string, text: string, format: 'json' | 'yaml') {
  const lineCounter = new LineCounter();
  // Duplicates are found below, because 12 and "12" are two keys for YAML and one for us.
  const document = parseDocument(text, { intAsBigInt: true, uniqueKeys: false, prettyErrors: false, lineCounter });
  const at = (offset: number): string => {
    const { line, col } = lineCounter.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const syntax = [...document.errors, ...document.warnings].map((error) => ({
    path: at(error.pos[0]),
    message: describeSyntax(error, format),
  }));
  // Whatever follows the first few is mostly their echo.
  if (syntax.length > 0) return { problems: syntax.slice(0, 3) };
  if (format === 'json') {
    const offset = findJsonError(text);
    const message =
      'is not valid JSON, though it would be valid YAML: no comments, no trailing commas, all names quoted';
    if (offset !== null) return { problems: [{ path: offset === undefined ? file : at(offset), message }] };
  }
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null)) {
    return { problems: [{ path: file, message: 'is empty' }] };
  }
  const problems = listKeyProblems(document).map(({ offset, message }) => ({ path: at(offset), message }));
  return problems.length > 0 ? { problems } : { data: tidy(document.toJS()) };
}

/** What YAML allows and a configuration does not: keys that are equal for us, keys that are no words, dangling `*name`. */
function listKeyProblems(document: Document.Parsed): { readonly offset: number; readonly message: string }[] {
  const problems: { readonly offset: number; readonly message: string }[] = [];
  visit(document, {
    Map(_, map) {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        const offset = offsetOf(key);
        const name = isScalar(key) ? String(key.value) : undefined;
        if (name === undefined) {
          problems.push({ offset, message: 'a key must be a word or a number' });
        } else if (seen.has(name)) {
          problems.push({ offset, message: `the key ${printable(name)} stands here a second time` });
        } else {
          seen.add(name);
        }
      }
    },
    Alias(_, alias) {
      if (alias.resolve(document) === undefined) {
        const message = 'refers (*name) to something that is not there; put the value in quotes if it begins with *';
        problems.push({ offset: offsetOf(alias), message });
      }
    },
  });
  return problems;
}

function offsetOf(node: unknown): number {
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
  return Array.isArray(range) && typeof range[0] === 'number' ? range[0] : 0;
}

/** Null when the text is JSON, else the offset of the first mistake, as far as the engine tells it. */
function findJsonError(text: string): number | null | undefined {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    const position = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
    return position === undefined ? undefined : Number(position);
  }
}

/** Leaves out keys without a value, as in `map:` above lines that are all commented out. */
function tidy(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (Array.isArray(value)) return value.map(tidy);
  if (typeof value !== 'object' || value === null) return value;
  const tidied: Record<string, unknown> = Object.create(null);
  for (const [key, inner] of Object.entries(value)) {
    if (inner !== null) tidied[key] = tidy(inner);
  }
  return tidied;
}

function describeSyntax(error: YAMLError, format: 'json' | 'yaml'): string {
  const language = format === 'json' ? 'JSON' : 'YAML';
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return 'a line is indented with a tab; YAML allows blanks only';
    case 'BAD_INDENT':
      // The parser gives an unclosed bracket the same code.
      if (error.message.startsWith('Flow sequence')) return 'a [ that was opened before this is not closed with ]';
      if (error.message.startsWith('Flow map')) return 'a { that was opened before this is not closed with }';
      return 'a line is indented differently from its neighbours';
    case 'MISSING_CHAR':
      return 'a quotation mark, bracket, comma or colon is missing';
    case 'MULTILINE_IMPLICIT_KEY':
    case 'KEY_OVER_1024_CHARS':
      return 'a key has no value on its line; is a colon missing?';
    case 'MULTIPLE_DOCS':
      return 'a second document begins here; there must be one only';
    case 'TAG_RESOLVE_FAILED':
      return 'tags (!something) are not allowed; put the value in quotes if it begins with !';
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'a value that holds a colon must be in quotes';
    case 'BAD_SCALAR_START':
      return 'a value begins with a character that is special in YAML; put it in quotes';
    case 'BAD_DQ_ESCAPE':
      return 'a \\ in double quotes has no meaning here; use single quotes';
    default:
      return `is not valid ${language}`;
  }
}
