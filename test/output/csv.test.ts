import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { csvHours, renderCsv } from '../../src/output/csv.ts';

const columns = ['name', 'minutes'] as const;
const table = (name: string, minutes: number | null = 5) => renderCsv(columns, [{ name, minutes }]);

describe('renderCsv', () => {
  it('has a header and ends every line with CRLF', () => {
    expect(table('Eric')).toBe('name,minutes\r\nEric,5\r\n');
  });

  it('is its header alone without records', () => {
    expect(renderCsv(columns, [])).toBe('name,minutes\r\n');
  });

  it('quotes what would end a field or a line, so that it reads back as it was', () => {
    const names = ['a, b', 'say "hi"', 'two\nlines', 'two\r\nlines', ' blanks ', 'ü 山 🚀'];
    const text = renderCsv(
      columns,
      names.map((name) => ({ name, minutes: 1 })),
    );
    const { data } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
    expect(data.map(({ name }) => name)).toEqual(names);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '=HYPERLINK("http://x\n")', '＝1'])(
    'puts an apostrophe before %j, which a spreadsheet would calculate',
    (name) => {
      const { data } = Papa.parse<Record<string, string>>(table(name), { header: true, skipEmptyLines: true });
      expect(data[0]?.['name']).toBe(`'${name}`);
    },
  );

  it('leaves a negative number a number', () => {
    expect(table('Eric', -30)).toBe('name,minutes\r\nEric,-30\r\n');
  });

  it('leaves empty what is not there', () => {
    expect(table('Eric', null)).toBe('name,minutes\r\nEric,\r\n');
  });
});

describe('csvHours', () => {
  it.each([
    [0, 0],
    [5400, 1.5],
    [1234, 0.34],
  ])('makes %d seconds %d hours', (seconds, hours) => {
    expect(csvHours(seconds)).toBe(hours);
  });
});
