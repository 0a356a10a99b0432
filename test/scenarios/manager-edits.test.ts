/** A manager works in Runn on what the tool has written. Toggl counts, unless the configuration says otherwise. */
import { beforeEach, describe, expect, test } from 'vitest';
import { Company, nothingToDo } from './a-company.ts';

describe('a manager who works on what was carried over', () => {
  let company: Company;

  beforeEach(() => {
    company = new Company(['Eric'], ['Moon']);
    company.tracks('Eric', 'Moon', '2024-01-02', '5:00');
    company.sync();
  });

  describe('corrects minutes', () => {
    beforeEach(() => company.edits('Eric', 'Moon', '2024-01-02', { time: '4:00' }));

    test('Toggl wins, and the old minutes are told', () => {
      expect(company.sync()).toEqual({
        wrote: ['2024-01-02 Eric, Moon: 4:00+0:00 -> 5:00+0:00 edited-in-runn'],
        found: ['edit-overwritten 2024-01-02 Eric, Moon'],
        refused: [],
      });
    });

    test('with onConflict: runn the correction stays, and is listed in each run', () => {
      const rules = { onConflict: 'runn' } as const;
      const kept = { ...nothingToDo, found: ['conflict-kept 2024-01-02 Eric, Moon (5:00)'] };
      expect(company.sync({ rules })).toEqual(kept);
      expect(company.sync({ rules })).toEqual(kept);
    });

    test('with onConflict: fail nothing at all is written until somebody decides', () => {
      company.tracks('Eric', 'Moon', '2024-01-03', '2:00');
      expect(company.sync({ rules: { onConflict: 'fail' } })).toMatchObject({ wrote: [], refused: ['conflict'] });
    });

    test('when Toggl is corrected to the same, it is ours again under every policy', () => {
      company.deletesTime('Eric', 'Moon', '2024-01-02');
      company.tracks('Eric', 'Moon', '2024-01-02', '4:00');
      expect(company.sync({ rules: { onConflict: 'runn' } })).toEqual({
        wrote: ['2024-01-02 Eric, Moon: 4:00+0:00 -> 4:00+0:00 mark'],
        found: [],
        refused: [],
      });
    });

    test('and when the entry is deleted, the correction is a conflict as well', () => {
      company.deletesTime('Eric', 'Moon', '2024-01-02');
      expect(company.sync({ rules: { onConflict: 'runn' } })).toEqual({
        ...nothingToDo,
        found: ['conflict-kept 2024-01-02 Eric, Moon'],
      });
      expect(company.sync().wrote).toEqual(['2024-01-02 Eric, Moon: 4:00+0:00 -> 0:00+0:00 edited-in-runn']);
    });
  });

  describe('adds text', () => {
    test.each([
      ['before', (mark: string) => `Mit dem Kunden geklärt. ${mark}`],
      ['after', (mark: string) => `${mark} 顧客と確認済み`],
      ['around', (mark: string) => `Проверено ${mark} ✅ готово`],
      ['on lines of its own', (mark: string) => `line one\n${mark}\nline three`],
    ])('%s the mark: it is still ours, and the text survives the next change', (_, note) => {
      company.edits('Eric', 'Moon', '2024-01-02', { note });
      expect(company.sync()).toEqual(nothingToDo);
      company.tracks('Eric', 'Moon', '2024-01-02', '0:30');
      expect(company.sync()).toMatchObject({
        wrote: ['2024-01-02 Eric, Moon: 5:00+0:00 -> 5:30+0:00 changed-in-toggl'],
        found: [],
      });
      const [left, right] = note('#')
        .split('#')
        .map((text) => text.trim());
      const [line] = company.runn({ notes: true });
      expect(line).toContain(JSON.stringify(left).slice(1, -1));
      expect(line).toContain(JSON.stringify(right).slice(1, -1));
      expect(line?.match(/\[Toggl /g)).toHaveLength(1);
    });

    test('in place of the mark: nobody’s any more, so that it stays while it is equal and is a conflict after', () => {
      company.edits('Eric', 'Moon', '2024-01-02', { note: () => 'approved' });
      expect(company.sync()).toEqual({ ...nothingToDo, found: ['unmarked 2024-01-02 Eric, Moon'] });
      company.tracks('Eric', 'Moon', '2024-01-02', '1:00');
      expect(company.sync().found).toEqual(['edit-overwritten 2024-01-02 Eric, Moon']);
      expect(company.runn({ notes: true })).toEqual([
        '2024-01-02 Eric, Moon: 6:00+0:00 ours ["[Toggl 6:00+0:00] approved",""]',
      ]);
    });
  });

  describe('deletes an actual', () => {
    test.each(['toggl', 'runn', 'fail'] as const)('it comes back, with onConflict: %s too', (onConflict) => {
      company.deletesActual('Eric', 'Moon', '2024-01-02');
      expect(company.sync({ rules: { onConflict } })).toEqual({
        wrote: ['2024-01-02 Eric, Moon: none -> 5:00+0:00 new-in-toggl'],
        found: [],
        refused: [],
      });
    });

    test('whoever wants none writes 0, which onConflict: runn leaves', () => {
      company.edits('Eric', 'Moon', '2024-01-02', { time: '0:00' });
      expect(company.sync({ rules: { onConflict: 'runn' } })).toEqual({
        ...nothingToDo,
        found: ['conflict-kept 2024-01-02 Eric, Moon (5:00)'],
      });
    });
  });
});
