import { describe, expect, it } from 'vitest';
import type { UnmatchedTime } from '../../src/core/report.ts';
import { nextAfterUnmatched } from '../../src/output/unmatched-groups.ts';
import { renderUnmatchedText } from '../../src/output/unmatched-text.ts';
import { unmatchedReport } from './sample-reports.ts';

const narrow = { colorLevel: 0, width: 80, isAll: false } as const;

describe('nextAfterUnmatched', () => {
  it('proposes links only where one is missing, and not where map leads nowhere', () => {
    const nextOf = (isMeant: (time: UnmatchedTime) => boolean) =>
      nextAfterUnmatched({ ...unmatchedReport, unmatched: unmatchedReport.unmatched.filter(isMeant) }).map(
        ({ command }) => command.split(' ')[1],
      );
    expect(nextOf(() => true)).toEqual(['link', 'sync']);
    expect(nextOf(({ mapTarget }) => mapTarget !== undefined)).toEqual(['sync']);
    expect(nextOf(({ reason }) => reason === 'ambiguous')).toEqual(['sync']);
    expect(nextOf(() => false)).toEqual([]);
  });
});

describe('renderUnmatchedText', () => {
  it('groups by who has to mend it, in 80 columns', () => {
    expect(renderUnmatchedText(unmatchedReport, narrow)).toMatchInlineSnapshot(`
      "toggl-runn list-unmatched  Mon 2024-01-01 to Sun 2024-01-07, 7 days
        Toggl  Hidden Moon Studio (5411215) at api.track.toggl.com
        Runn   TEST account at api.runn.io, key "Nightly sync"

      ! People without a link to Runn (2)  7:00
        6:30  Miles Davis  toggl:6911244  2 days
                probably Miles Davis (runn:459): same e-mail
        0:30  Nina Simone  toggl:6911300  1 day
                map leads to runn:999, which Runn does not have
        => For whoever keeps Runn: \`link\` proposes what is alike and lets you choose
           the rest. By hand: give each person an external reference Custom1 with the
           Toggl id; or use \`map.people\` in the configuration (\`skip\` leaves somebody
           out).

      ! Projects without a link to Runn (1)  2:30
        2:30  Pitch for the observatory  toggl:170103999  1 day
                by Eric Clapton and Grace Hopper
        => For whoever keeps Runn: \`link\` proposes what is alike and lets you choose
           the rest. By hand: give each project an external reference Custom1 with the
           Toggl id; or use \`map.projects\` in the configuration (also for several
           Toggl projects on one).

      ! Time without a project (2)  0:45
         0:45  Eric Clapton  toggl:6910539
        <0:01  Grace Hopper  toggl:6911301
        => For those who tracked it: give the entries a project in Toggl. Or set
           \`map.noProject\` to a Runn project.

      ! Ids on several records of Runn (1)  3:30
        3:30  Grace Hopper  toggl:6911301  1 day
                in Runn: Ada Lovelace (runn:459) and Łucja Wiśniewska (runn:457)
        => For whoever keeps Runn: take the reference away from all but one of the
           records.

      i Notes (1): good to know
        archived-duplicate
          Eric Clapton (runn:456) and Ada Lovelace (runn:459) carry the same Toggl id;
          the live person was taken.
          => Take the reference away from the archived record in Runn.

      Unmatched: 13:45 of 70:01 tracked (20 %). Requests: Toggl 4, Runn 3.
      Next, to have links proposed:
        toggl-runn link --since 2024-01-01 --until 2024-01-07
      Then, when the rest is mended, to write it:
        toggl-runn sync --since 2024-01-01 --until 2024-01-07
      "
    `);
  });

  it('puts the suggestion beside the hours where there is room', () => {
    expect(renderUnmatchedText(unmatchedReport, { ...narrow, width: 120 })).toMatchInlineSnapshot(`
      "toggl-runn list-unmatched  Mon 2024-01-01 to Sun 2024-01-07, 7 days
        Toggl  Hidden Moon Studio (5411215) at api.track.toggl.com
        Runn   TEST account at api.runn.io, key "Nightly sync"

      ! People without a link to Runn (2)  7:00
        6:30  Miles Davis  toggl:6911244  2 days  probably Miles Davis (runn:459): same e-mail
        0:30  Nina Simone  toggl:6911300  1 day   map leads to runn:999, which Runn does not have
        => For whoever keeps Runn: \`link\` proposes what is alike and lets you choose the rest. By hand: give each person an
           external reference Custom1 with the Toggl id; or use \`map.people\` in the configuration (\`skip\` leaves somebody
           out).

      ! Projects without a link to Runn (1)  2:30
        2:30  Pitch for the observatory  toggl:170103999  1 day  by Eric Clapton and Grace Hopper
        => For whoever keeps Runn: \`link\` proposes what is alike and lets you choose the rest. By hand: give each project an
           external reference Custom1 with the Toggl id; or use \`map.projects\` in the configuration (also for several Toggl
           projects on one).

      ! Time without a project (2)  0:45
         0:45  Eric Clapton  toggl:6910539
        <0:01  Grace Hopper  toggl:6911301
        => For those who tracked it: give the entries a project in Toggl. Or set \`map.noProject\` to a Runn project.

      ! Ids on several records of Runn (1)  3:30
        3:30  Grace Hopper  toggl:6911301  1 day  in Runn: Ada Lovelace (runn:459) and Łucja Wiśniewska (runn:457)
        => For whoever keeps Runn: take the reference away from all but one of the records.

      i Notes (1): good to know
        archived-duplicate
          Eric Clapton (runn:456) and Ada Lovelace (runn:459) carry the same Toggl id; the live person was taken.
          => Take the reference away from the archived record in Runn.

      Unmatched: 13:45 of 70:01 tracked (20 %). Requests: Toggl 4, Runn 3.
      Next, to have links proposed:
        toggl-runn link --since 2024-01-01 --until 2024-01-07
      Then, when the rest is mended, to write it:
        toggl-runn sync --since 2024-01-01 --until 2024-01-07
      "
    `);
  });

  it('tells what map skips from what leads to Runn', () => {
    const skipping = { ...unmatchedReport, findings: [], excludedSeconds: 3600 };
    expect(renderUnmatchedText({ ...skipping, unmatched: [] }, narrow)).toContain(
      'Of 70:01 tracked, 69:01 lead to Runn and `map` skips 1:00.',
    );
    expect(renderUnmatchedText(skipping, narrow)).toContain('of 70:01 tracked (20 %). `map` skips 1:00.');
  });

  it('says in words that all time leads to Runn', () => {
    const text = renderUnmatchedText({ ...unmatchedReport, unmatched: [], findings: [] }, narrow);
    expect(text).toContain('All 70:01 tracked lead to Runn.');
  });

  it('says that nothing was tracked', () => {
    const text = renderUnmatchedText({ ...unmatchedReport, unmatched: [], findings: [], trackedSeconds: 0 }, narrow);
    expect(text).toContain('No time was tracked.');
  });
});
