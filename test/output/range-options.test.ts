import { expect, it } from 'vitest';
import type { PlanOptions } from '../../src/core/report.ts';
import { configOptions, planOptions } from '../../src/output/range-options.ts';
import { window } from './sample-reports.ts';

const range = '--since 2024-01-01 --until 2024-01-07';
const intent = { adopt: false, clearUnmarked: false, rerole: false };
const everything: PlanOptions = { people: [], projects: [], intent };

it.each<[string, PlanOptions | undefined, string]>([
  ['a saved plan', undefined, range],
  ['everything', everything, range],
  ['a person', { ...everything, people: ['eric@example.com'] }, `${range} --person eric@example.com`],
  [
    'people and a project with a blank',
    { ...everything, people: ['runn:456', 'Bob Dylan'], projects: ['The "$A" moon'] },
    `${range} --person runn:456 --person "Bob Dylan" --project "The \\"\\$A\\" moon"`,
  ],
  [
    'what is asked for beyond the rules',
    { ...everything, intent: { adopt: true, clearUnmarked: true, rerole: true } },
    `${range} --adopt --clear-unmarked --rerole`,
  ],
])('the next command writes what was shown of %s, and nothing else', (_, options, expected) => {
  expect(planOptions({ window, options })).toBe(expected);
});

it('the next command goes to the same accounts', () => {
  expect(configOptions({ config: '/etc/toggl-runn.yaml', isSandbox: false })).toEqual([
    '--config /etc/toggl-runn.yaml',
  ]);
  expect(configOptions({ config: null, isSandbox: true })).toEqual(['--sandbox']);
  expect(configOptions({})).toEqual([]);
});
