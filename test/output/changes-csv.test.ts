import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { changeLines, renderChangesCsv } from '../../src/output/changes-csv.ts';
import { renderSyncCsv } from '../../src/output/sync-csv.ts';
import { aSyncReport, changes, names, statement } from './sample-reports.ts';

const read = (text: string) => Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;

describe('changeLines', () => {
  it('says what became of each change', () => {
    const [applied, failed, stale, skipped] = changes.slice(0, 4);
    if (applied === undefined || failed === undefined || stale === undefined || skipped === undefined)
      throw new Error();
    const lines = changeLines(
      [applied, failed, stale, skipped],
      {
        applied: 1,
        failed: 1,
        skipped: 2,
        failures: [{ change: failed, message: 'Timesheet is locked' }],
        stale: [{ change: stale, message: 'Runn has changed' }],
        skippedChanges: [skipped],
      },
      'planned',
    );
    expect(lines).toEqual([
      { change: applied, status: 'applied' },
      { change: failed, status: 'failed', message: 'Timesheet is locked' },
      { change: stale, status: 'stale', message: 'Runn has changed' },
      { change: skipped, status: 'skipped' },
    ]);
  });
});

describe('renderChangesCsv', () => {
  it('has minutes of before and after, and an empty field where nothing was', () => {
    const records = read(renderChangesCsv(changeLines(changes, null, 'planned'), names));
    expect(records).toHaveLength(changes.length);
    expect(records[1]).toEqual({
      status: 'planned',
      kind: 'create',
      date: '2024-01-02',
      person_id: '456',
      person: 'Eric Clapton',
      project_id: '789',
      project: 'Hidden Moon Base',
      role_id: '10',
      role: 'Designer',
      workstream_id: '',
      before_billable_minutes: '',
      before_nonbillable_minutes: '',
      after_billable_minutes: '302',
      after_nonbillable_minutes: '88',
      net_minutes: '390',
      reason: 'new-in-toggl',
      message: '',
    });
    expect(records[0]).toMatchObject({ before_billable_minutes: '120', net_minutes: '-120' });
  });
});

describe('renderSyncCsv', () => {
  it('calls the changes of a refused sync refused', () => {
    const refused = { code: 'conflict', cells: 2 } as const;
    const records = read(renderSyncCsv(aSyncReport({ command: 'sync', refused })));
    expect(new Set(records.map(({ status }) => status))).toEqual(new Set(['refused']));
  });

  it('has the hours of each group with --by', () => {
    const report = aSyncReport();
    const groups = [{ by: 'person' as const, group: 'runn:456', statement }];
    expect(read(renderSyncCsv({ ...report, groups }))).toEqual([
      {
        by: 'person',
        group: 'runn:456',
        name: 'Eric Clapton',
        tracked_seconds: '252032',
        tracked_hours: '70.01',
        in_sync_seconds: '118800',
        changed_seconds: '75632',
        held_back_seconds: '54000',
        excluded_seconds: '3600',
        rounding_seconds: '28',
        runn_before_minutes: '2790',
        runn_after_minutes: '3631',
        runn_only_minutes: '120',
      },
    ]);
  });
});
