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

  const read = (text: string) =>
    Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data.map(({ name }) => name);

  it('quotes what would end a field, so that it reads back as it was', () => {
    const names = ['a, b', 'say "hi"', 'a;b', "O'Neill", 'ü 山 🚀'];
    const records = names.map((name) => ({ name, minutes: 1 }));
    expect(read(renderCsv(columns, records))).toEqual(names);
  });

  it.each(['two\nlines', 'two\r\nlines', 'two\u2028lines', '\u001b[31mtwo lines'])('keeps %j on one line', (name) => {
    expect(table(name)).toBe('name,minutes\r\ntwo lines,5\r\n');
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'=1"],
    ['\r\n =1', "'=1"],
    ['\u200b=1', "'=1"],
    ['=HYPERLINK("http://x\n")', '\'=HYPERLINK("http://x ")'],
    ['＝1', "'＝1"],
  ])('puts an apostrophe before %j, which a spreadsheet would calculate', (name, field) => {
    expect(read(table(name))).toEqual([field]);
  });

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
