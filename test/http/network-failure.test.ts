import { expect, it } from 'vitest';
import { describeNetworkFailure } from '../../src/http/network-failure.ts';

function fetchFailed(code: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error('low level'), { code }) });
}

it.each([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_SOCKET',
  'HPE_INVALID_CONSTANT',
  'ESOMETHING',
])('%s is a network failure that names its code', (code) => {
  const failure = describeNetworkFailure(fetchFailed(code));
  expect(failure.kind).toBe('network');
  expect(failure.text).toContain(code);
});

it.each([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])('%s is a matter of certificates', (code) => {
  expect(describeNetworkFailure(fetchFailed(code)).kind).toBe('certificate');
});

it('looks into the addresses of one host', () => {
  const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
  const error = new TypeError('fetch failed', { cause: new AggregateError([refused, refused]) });
  expect(describeNetworkFailure(error).text).toContain('ECONNREFUSED');
});

it('knows an address that is none', async () => {
  const error = await fetch('not a url').catch((reason: unknown) => reason);
  expect(describeNetworkFailure(error).kind).toBe('invalid');
});

it.each([undefined, 'text', new Error('odd')])('copes with %s', (error) => {
  expect(describeNetworkFailure(error)).toEqual({ kind: 'network', text: 'the connection failed' });
});
