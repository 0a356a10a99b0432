import { expect, it } from 'vitest';
import { nearestKey } from '../../src/config/nearest-key.ts';

const known = ['token', 'tokenFile', 'tokenCommand', 'baseUrl', 'workspaceIds', 'source', 'on', 'map'];

it.each([
  ['tokn', 'token'],
  ['Token', 'token'],
  ['token_file', 'tokenFile'],
  ['token-command', 'tokenCommand'],
  ['baseURL', 'baseUrl'],
  ['workspaceId', 'workspaceIds'],
  ['worksapceIds', 'workspaceIds'],
  ['maps', 'map'],
])('%s means %s', (key, expected) => {
  expect(nearestKey(key, known)).toBe(expected);
});

it.each(['x', 'colour', 'ab', '', 'zzzzzzzz'])('%j means nothing', (key) => {
  expect(nearestKey(key, known)).toBeUndefined();
});

it('of two that are equally near, the one with the same first letter', () => {
  expect(nearestKey('lnik', ['init', 'link'])).toBe('link');
});
