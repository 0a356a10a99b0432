import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/core/errors.ts';
import { parseLinksCsv } from '../../src/run/links-csv.ts';

const head = 'accept,kind,toggl_id,runn_id';
const read = (...lines: string[]) => parseLinksCsv('links.csv', [head, ...lines].join('\n'));

function problemsOf(text: string): string {
  try {
    parseLinksCsv('links.csv', text);
    return '';
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

describe('parseLinksCsv', () => {
  it.each(['yes', 'Y', 'x', '1', 'TRUE', 'ja'])('accepts %j', (accept) => {
    expect(read(`${accept},person,11,456`)).toEqual([{ kind: 'person', togglId: 11, runnId: 456, line: 2 }]);
  });

  it.each(['no', 'N', '0', '', 'nein'])('leaves out %j, whatever else the line says', (accept) => {
    expect(read(`${accept},nonsense,x,`)).toEqual([]);
  });

  it.each([
    ['semicolons', 'accept;kind;toggl_id;runn_id\r\nyes;project;22;789\r\n'],
    ['tabs', 'accept\tkind\ttoggl_id\trunn_id\nyes\tproject\t22\t789\n'],
    [
      'a byte order mark, other columns and another order',
      '\uFEFFrunn_id,note,Accept,KIND,toggl_id\n789,"a, b",yes,project,22\n',
    ],
    ['what a spreadsheet makes of numbers', `${head}\nyes,project,22.0,'789\n`],
    ['prefixes', `${head}\nyes,project,toggl:22,runn:789\n`],
  ])('reads %s', (_, text) => {
    expect(parseLinksCsv('links.csv', text)).toMatchObject([{ kind: 'project', togglId: 22, runnId: 789 }]);
  });

  it('names every line that cannot be understood', () => {
    const text = [
      head,
      'perhaps,person,11,456',
      'yes,task,11,456',
      'yes,person,x,456',
      'yes,person,11,',
      'yes,person,12,1',
      'yes,person,12,2',
    ].join('\n');
    const words = problemsOf(text);
    for (const line of [2, 3, 4, 5, 7]) expect(words).toContain(`line ${line}:`);
    expect(words).not.toContain('line 6:');
  });

  it('names the columns that are missing', () => {
    expect(problemsOf('accept,kind\nyes,person\n')).toContain('toggl_id, runn_id');
    expect(problemsOf('')).toContain('accept');
  });

  it('tells of a quotation mark that is never closed', () => {
    expect(problemsOf(`${head}\nyes,person,"11,456\n`)).toContain('quotation mark');
  });
});
