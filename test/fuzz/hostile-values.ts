/** What nobody sends on purpose: generators for fuzzing readers. */
import fc from 'fast-check';

/** Texts that have hurt somebody: escapes, control characters, other directions, formulas, markup, prototype keys. */
export const nastyTexts = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then'],
  ...['', ' ', '\u0000', '\u001b[2J\u001b[31m', '\u009b31m', '\u202egnp.exe', '\u2066', '\ufeff', '\ud800', 'a\r\nb'],
  ...['=HYPERLINK("http://x.example","y")', '+1', '-1', '@SUM(A1)', '\t=1', "'", '"', ';', ','],
  ...['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '](javascript:alert(1))', '| a | b |', '`', '&amp;'],
  ...['9007199254740993', '1e309', '-0', 'NaN', '0x10', '1_000', '12345678901234567890'],
  ...['2026-02-30', '0000-00-00', '2026-13-01', '+275760-09-13', '2024-W54', '99999999999d', '٢٠٢٦-٠١-٠١'],
  ...['{{constructor}}', '%s%n', '../../etc/passwd', 'file:///etc/passwd', 'http://127.0.0.1:1/'],
] as const;

export const hostileText = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(...nastyTexts) },
  { weight: 10, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  { weight: 1, arbitrary: fc.constant('x'.repeat(10_000)) },
);

const leaf = fc.oneof(
  hostileText,
  fc.constantFrom(null, true, false, 0, -1, 1.5, 2 ** 53, 2 ** 53 + 2, -(2 ** 60), 1e300, 5e-324),
  fc.integer(),
);

/** Any JSON value, prototype keys among its own. */
export const anyJson: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .array(fc.tuple(fc.oneof(hostileText, fc.string({ maxLength: 8 })), tie('value')), { maxLength: 4 })
      .map(toObject),
  ),
})).value;

/** Own properties whatever they are called, as `JSON.parse` makes them. */
function toObject(entries: readonly (readonly [string, unknown])[]): unknown {
  return JSON.parse(`{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`);
}

/** A value like `valid` with up to three of its places changed: another value, gone, twice, or with a stranger beside. */
export function mutated(valid: unknown): fc.Arbitrary<unknown> {
  const change = fc.record({
    at: fc.nat(),
    how: fc.constantFrom('replace', 'remove', 'repeat', 'add'),
    key: fc.oneof(hostileText, fc.string({ maxLength: 8 })),
    value: anyJson,
  });
  return fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) =>
    changes.reduce<unknown>((current, each) => {
      const places = listPlaces(current);
      const place = places[each.at % places.length];
      return place === undefined ? each.value : changeAt(current, place, each);
    }, valid),
  );
}

type Place = readonly (string | number)[];

function listPlaces(value: unknown, place: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [place];
  return [place, ...Object.entries(value).flatMap(([key, inner]) => listPlaces(inner, [...place, key]))];
}

interface MutatingChange {
  readonly how: string;
  readonly key: string;
  readonly value: unknown;
}

function changeAt(value: unknown, [head, ...rest]: Place, change: MutatingChange): unknown {
  if (head === undefined) {
    if (change.how !== 'add' || typeof value !== 'object' || value === null) return change.value;
    return Array.isArray(value)
      ? [...value, change.value]
      : toObject([...entriesOf(value), [change.key, change.value]]);
  }
  const isLast = rest.length === 0;
  if (Array.isArray(value)) {
    const index = Number(head);
    if (isLast && change.how === 'remove') return value.filter((_, at) => at !== index);
    if (isLast && change.how === 'repeat') return [...value, value[index]];
    return value.map((each, at) => (at === index ? changeAt(each, rest, change) : each));
  }
  const entries = entriesOf(value);
  if (isLast && change.how === 'remove') return toObject(entries.filter(([key]) => key !== head));
  return toObject(entries.map(([key, each]) => [key, key === head ? changeAt(each, rest, change) : each]));
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

/** A text like `valid` with a piece cut out, put in, or doubled. */
export function mutatedText(valid: string): fc.Arbitrary<string> {
  const change = fc.record({ from: fc.nat(valid.length), length: fc.nat(40), insert: hostileText });
  return fc
    .array(change, { minLength: 1, maxLength: 3 })
    .map((changes) =>
      changes.reduce(
        (text, { from, length, insert }) => text.slice(0, from) + insert + text.slice(from + length),
        valid,
      ),
    );
}
