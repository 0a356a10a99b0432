import { expect, it } from 'vitest';
import { type CapturedRequest, problemsOfRequest } from './openapi.ts';

const aRequest = (fields: Partial<CapturedRequest>): CapturedRequest => ({
  method: 'GET',
  path: '/people/',
  query: {},
  headers: new Headers({ 'accept-version': '1.0.0' }),
  body: undefined,
  ...fields,
});

it('finds nothing wrong with a documented request', () => {
  expect(problemsOfRequest(aRequest({ query: { limit: '200', includePlaceholders: 'false' } }))).toEqual([]);
});

it.each([
  ['an unknown path', { path: '/persons/' }],
  ['an unknown query', { query: { includeArchived: 'true' } }],
  ['a page that is too large', { query: { limit: '201' } }],
  ['a missing version', { headers: new Headers() }],
  ['a body without its items', { method: 'POST', path: '/actuals/bulk/', body: {} }],
  [
    'an item without its minutes',
    { method: 'POST', path: '/actuals/bulk/', body: { actuals: [{ date: '2026-03-02' }] } },
  ],
])('finds %s', (_, fields) => {
  expect(problemsOfRequest(aRequest(fields))).not.toEqual([]);
});
