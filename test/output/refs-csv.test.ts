import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { renderRefsCsv } from '../../src/output/refs-csv.ts';
import { refFindings, refsReport } from './sample-reports.ts';

const read = (text: string) => Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;

describe('renderRefsCsv', () => {
  const records = read(renderRefsCsv(refsReport));
  const recordOf = (code: string) => records.find((record) => record['code'] === code);

  it('has one line for each finding, in their order', () => {
    expect(records.map((record) => record['code'])).toEqual(refFindings.map(({ code }) => code));
  });

  it('names both sides, the hours at stake and the fix', () => {
    expect(recordOf('archived-in-runn')).toMatchObject({
      severity: 'warning',
      kind: 'person',
      toggl_id: '6911301',
      toggl_name: 'Grace Hopper',
      runn_id: '459',
      runn_name: 'Ada Lovelace',
      seconds: '900',
      hours: '0.25',
    });
    expect(recordOf('archived-in-runn')?.['fix']).toContain('rules.archived');
  });

  it('has all ids of what concerns several', () => {
    expect(recordOf('duplicate-id')).toMatchObject({ kind: 'person', runn_ids: '457; 459' });
    expect(recordOf('shared-project')).toMatchObject({ kind: 'project', toggl_ids: '170103135; 170104000' });
    expect(recordOf('no-role')).toMatchObject({ kind: 'person', runn_id: '456', runn_ids: '789; 790' });
  });

  it('makes no formula of what stands in a reference', () => {
    const [finding] = refFindings.filter(({ code }) => code === 'unknown-id');
    if (finding === undefined) throw new Error();
    const facts = { ...finding.facts, externalId: '=HYPERLINK("http://x")' };
    const [record] = read(renderRefsCsv({ ...refsReport, findings: [{ ...finding, facts }] }));
    expect(record?.['external_id']).toBe('\'=HYPERLINK("http://x")');
  });

  it('has a fix for every code', () => {
    expect(records.filter((record) => record['fix'] === '')).toEqual([]);
  });
});
