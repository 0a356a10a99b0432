import { describe, expect, it } from 'vitest';
import type { MissingTime } from '../../src/core/find-missing-time.ts';
import { renderUnmatchedCsv } from '../../src/output/unmatched-csv.ts';
import { renderUnmatchedMarkdown } from '../../src/output/unmatched-markdown.ts';
import { renderUnmatchedText } from '../../src/output/unmatched-text.ts';
import { day, missingTime, person, unmatchedReport, workspace } from './sample-reports.ts';

const narrow = { colorLevel: 0, width: 80, isAll: false } as const;
const nothingFound = { untracked: [], assumed: [], longDays: [], unseen: [], unclearDays: 0, lastDay: null };

/** The part of the text that is about missing time. */
function textOf(
  missing: Partial<MissingTime>,
  options: Partial<typeof narrow | { isAll: boolean; width: number }> = {},
) {
  const report = { ...unmatchedReport, unmatched: [], findings: [], missing: { ...missingTime, ...missing } };
  return renderUnmatchedText(report, { ...narrow, ...options })
    .split('\n')
    .slice(3)
    .join('\n');
}

describe('the missing time of list-unmatched', () => {
  it('stands in sections by who can mend it, in 80 columns', () => {
    expect(textOf({})).toMatchInlineSnapshot(`
      "
      ! People with working days without time in Toggl (1)  3 days
        24:00  Łucja Wiśniewska  3 days  Mon 01 Jan to Tue 02 Jan, Thu 04 Jan
        => For those people: track the days in Toggl, or book the leave in Runn.

      ! People without a link, with working days without time in Runn (1)  1 day
        4:00  Ada Lovelace  Fri 05 Jan
        => For whoever keeps Runn: link those who track in Toggl, and book the time of
           the others.

      ! Scheduled hours without an actual: Runn counts them as worked (1)  12:00
        12:00  Łucja Wiśniewska  Hidden Moon Base  2 days  Tue 02 Jan to Wed 03 Jan
        => For the 1:30 that Toggl has on these days: run \`sync\`. For the rest: let
           Runn fill in zeros ("Autofill Missing Actuals"), set
           \`rules.zeros: scheduled\`, or correct the schedule.

      ! Days over 24:00 in Toggl (2)
        25:00  Łucja Wiśniewska  Wed 03 Jan
        24:01  Grace Hopper      Thu 04 Jan
        => For those who tracked it: look for a timer that ran overnight, or for
           entries that stand twice.

      Missing: 4 working days without time, 12:00 only scheduled, 2 days too long.
      Days after Sat 2024-01-06 are not looked at: they may not be over yet.
      Of days without time up to 2023-12-31 nothing can be said: Hidden Moon Studio no
      longer shows them.
      Of 2 days Runn does not say whether there was anything to work.
      All 70:01 tracked lead to Runn. Requests: Toggl 4, Runn 3.
      "
    `);
  });

  it('is said to be none', () => {
    expect(textOf(nothingFound)).toMatchInlineSnapshot(`
      "
      Missing: nothing.
      All 70:01 tracked lead to Runn. Requests: Toggl 4, Runn 3.
      "
    `);
  });

  it('says which time it could not see', () => {
    const unseen = [{ workspaceId: workspace(5411215), cause: 'not-admin', until: day('2024-01-07') } as const];
    expect(textOf({ ...nothingFound, unseen })).toMatchInlineSnapshot(`
      "
      Missing: nothing.
      Of days without time nothing can be said: the token's owner is no admin of
      Hidden Moon Studio, so that others' time is hidden.
      All 70:01 tracked lead to Runn. Requests: Toggl 4, Runn 3.
      "
    `);
  });

  describe('with many days', () => {
    const dates = ['01', '03', '04', '05', '08', '10', '12'].map((date) => day(`2024-01-${date}`));
    const days = dates.map((date) => ({ date, contractMinutes: 480 }));
    const untracked = [{ personId: person(457), isLinked: true, days }];

    it('folds them', () => {
      expect(textOf({ ...nothingFound, untracked }, { width: 100 })).toContain(
        'Łucja Wiśniewska  7 days  Mon 01 Jan, Wed 03 Jan to Fri 05 Jan, 3 more days\n',
      );
    });

    it('unfolds them with --all, on lines of their own where they do not fit', () => {
      expect(textOf({ ...nothingFound, untracked }, { isAll: true })).toMatch(
        /7 days\n {10}Mon 01 Jan, Wed 03 Jan to Fri 05 Jan, Mon 08 Jan, Wed 10 Jan, Fri 12\n {10}Jan\n/,
      );
    });

    it('and many people, folds those', () => {
      const people = Array.from({ length: 20 }, (_, index) => ({ ...untracked[0], personId: person(1000 + index) }));
      const many = { ...nothingFound, untracked: people as MissingTime['untracked'] };
      expect(textOf(many)).toContain('  and 5 more: --all lists them\n');
      expect(textOf(many, { isAll: true })).not.toContain('more: --all');
    });
  });
});

describe('the missing time of list-unmatched in other formats', () => {
  const report = { ...unmatchedReport, missing: missingTime };

  it('is the table of CSV, one line for each day', () => {
    const [header = '', ...lines] = renderUnmatchedCsv(report).trim().split('\r\n');
    expect(header).toBe(
      'kind,date,person_id,person,project_id,project,linked,expected_minutes,seconds,hours,toggl_user_ids',
    );
    expect(lines).toEqual([
      'untracked,2024-01-01,457,Łucja Wiśniewska,,,yes,480,0,0,',
      'untracked,2024-01-02,457,Łucja Wiśniewska,,,yes,480,0,0,',
      'untracked,2024-01-04,457,Łucja Wiśniewska,,,yes,480,0,0,',
      'untracked,2024-01-05,459,Ada Lovelace,,,no,240,0,0,',
      'assumed,2024-01-02,457,Łucja Wiśniewska,789,Hidden Moon Base,,360,0,0,',
      'assumed,2024-01-03,457,Łucja Wiśniewska,789,Hidden Moon Base,,360,5400,1.5,',
      'long-day,2024-01-03,457,Łucja Wiśniewska,,,,,90000,25,6910539',
      'long-day,2024-01-04,,Grace Hopper,,,,,86460,24.02,6911301',
    ]);
  });

  it('stands in sections of Markdown', () => {
    const markdown = renderUnmatchedMarkdown(report, { isAll: false });
    expect(markdown).toContain('| 12:00 | Łucja Wiśniewska | Hidden Moon Base | 2 days | Tue 02 Jan to Wed 03 Jan |\n');
    expect(markdown).toContain(
      '**Missing: 4 working days without time, 12:00 only scheduled, 2 days too long.** Days after',
    );
    expect(renderUnmatchedMarkdown(unmatchedReport, { isAll: false })).not.toContain('Missing');
  });
});
