import { describe, expect, it } from 'vitest';
import { markdownNext } from '../../src/output/markdown-parts.ts';
import { commandLine, layOutNext } from '../../src/output/next-step.ts';

const lead = 'Next, when what was refused is mended, to write the other 12 changes';
const long = commandLine(
  'sync',
  '--since 2024-01-01',
  '--until 2024-01-07',
  '--person "Eric Clapton"',
  '--config /etc/a.yaml',
);

describe('layOutNext', () => {
  it.each([40, 80, 120])('gives each command a line of its own and breaks none, in %i columns', (width) => {
    const lines = layOutNext(
      [
        { lead, command: long },
        { lead: 'Or', command: 'toggl-runn sync' },
      ],
      width,
    );
    expect(lines.filter((line) => line.includes('toggl-runn'))).toEqual([`  ${long}`, '  toggl-runn sync']);
    for (const line of lines.filter((each) => !each.includes('toggl-runn')))
      expect(line.length).toBeLessThanOrEqual(width);
  });

  it('says nothing where nothing is next', () => {
    expect(layOutNext([], 80)).toEqual([]);
    expect(markdownNext([])).toBe('');
  });
});

it('is code in Markdown, and nobody’s name is anything else', () => {
  const command = commandLine('sync', '--person "<b>@eric"');
  expect(markdownNext([{ lead: 'Next, <b>', command }])).toBe(
    'Next, &lt;b&gt;: `toggl-runn sync --person "<b>@eric"`.',
  );
});

it('leaves out options that are not there', () => {
  expect(commandLine('undo', '', '--dry-run')).toBe('toggl-runn undo --dry-run');
});
