import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRedactor } from '../../src/http/redact.ts';

const secret = 'a"b/c+d é';

it.each([
  ['as it is', secret],
  ['in a URL', encodeURIComponent(secret)],
  ['in JSON', JSON.stringify({ secret })],
  ['in base64', Buffer.from(secret).toString('base64')],
  ['more than once', `${secret} and ${secret}`],
])('takes the secret out: %s', (_, text) => {
  const redacted = createRedactor([secret])(`before ${text} after`);
  expect(redacted).not.toContain(text);
  expect(redacted).toContain('[redacted]');
  expect(redacted).toMatch(/^before .* after$/);
});

it('leaves no rest when one secret holds the other', () => {
  expect(createRedactor(['abcd', 'abcdefgh'])('abcdefgh')).toBe('[redacted]');
});

it('passes over empty secrets', () => {
  expect(createRedactor(['', ' '])('a b')).toBe('a b');
});

it('never lets a token through, wherever it stands', () => {
  const token = fc.string({ minLength: 8, maxLength: 40, unit: fc.constantFrom(...'0123456789abcdefGHIJ_-') });
  fc.assert(
    fc.property(token, fc.string(), fc.string(), (each, before, after) => {
      expect(createRedactor([each])(`${before}${each}${after}`)).not.toContain(each);
    }),
  );
});
