import { expect, it } from 'vitest';
import { checkBaseUrl } from '../../src/config/base-url.ts';

it.each([
  ['https://api.runn.io', 'https://api.runn.io'],
  ['https://api.us.runn.io/', 'https://api.us.runn.io'],
  ['https://proxy.example.com/runn//', 'https://proxy.example.com/runn'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['http://127.1.2.3', 'http://127.1.2.3'],
  ['http://localhost:3000/', 'http://localhost:3000'],
  ['http://[::1]:3000', 'http://[::1]:3000'],
])('%s is %s', (text, url) => {
  expect(checkBaseUrl('runn', text)).toEqual({ url });
});

it.each([
  'http://api.runn.io',
  'http://127.0.0.1.example.com',
  'http://localhost.example.com',
  'http://[::2]',
  'ftp://api.runn.io',
  'file:///etc/passwd',
  'api.runn.io',
  '',
  'https://user:canary-secret@api.runn.io',
  'https://canary-secret@api.runn.io',
  'https://api.runn.io/?x=1',
  'https://api.runn.io/#x',
  'https://app.runn.io',
])('refuses %j, without repeating it', (text) => {
  const result = checkBaseUrl('runn', text);
  expect(result).toHaveProperty('problem');
  expect(JSON.stringify(result)).not.toContain('canary-secret');
});

it.each([
  'https://track.toggl.com',
  'https://api.track.toggl.com/api/v9',
  'https://api.track.toggl.com/reports/api/v3',
])('refuses %s for Toggl', (text) => {
  expect(checkBaseUrl('toggl', text)).toHaveProperty('problem');
});
