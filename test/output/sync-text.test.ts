import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { renderSyncMarkdown } from '../../src/output/sync-markdown.ts';
import { renderSyncText } from '../../src/output/sync-text.ts';
import {
  aChange,
  accounts,
  aSyncReport,
  changes,
  emptyStatement,
  entry,
  findings,
  manyChanges,
  workspace,
} from './sample-reports.ts';

const narrow = { colorLevel: 0, width: 80, isAll: false } as const;
const wide = { colorLevel: 0, width: 120, isAll: false } as const;

describe('a saved plan that was applied', () => {
  it.each([
    ['text', renderSyncText],
    ['Markdown', renderSyncMarkdown],
  ])('is named in %s, with the time of which its findings are', (_, render) => {
    const applied = { command: 'sync', planFile: 'plan.json', plannedAt: '2024-01-08T09:00:00.000Z' } as const;
    const words = render(aSyncReport(applied), wide).replaceAll(/\s+/g, ' ');
    expect(words).toContain('plan.json of 2024-01-08 09:00 UTC, and what is listed above was found then');
  });
});

describe('renderSyncText', () => {
  it('shows a dry run in 80 columns', () => {
    expect(renderSyncText(aSyncReport(), narrow)).toMatchInlineSnapshot(`
      "toggl-runn dry-run  Mon 2024-01-01 to Sun 2024-01-07, 7 days
        Toggl  Hidden Moon Studio (5411215) at api.track.toggl.com
        Runn   TEST account at api.runn.io, key "Nightly sync"

      Changes (8)  + create  ~ update  ! overwrite  - clear
                                                         hours     billable
        Eric Clapton  4 changes, +6:45
          -  Tue 02 Jan  Website relaun…phase 2  2:00 ->  0:00               gone
          +  Tue 02 Jan  Hidden Moon Base                 6:30         77 %  new
          ~  Wed 03 Jan  Hidden Moon Base        1:30 ->  3:00  67 -> 100 %  changed
          +  Wed 03 Jan  Internal                         0:45          0 %  new
        Łucja Wiśniewska  3 changes, +10:15
          ~  Fri 05 Jan  月面基地 🚀 リ…ーアル   1:00 ->  1:00        100 %  mark only
          +  Fri 05 Jan  Internal, Designer               0:15          0 %  new
          +  Fri 05 Jan  Internal, Developer             10:00          0 %  new
        山田 太郎  1 change, +4:00
          !  Thu 04 Jan  月面基地 🚀 リ…ーアル   4:00 ->  8:00  100 -> 94 %  edited

      x Errors (1): a person has to decide
        ambiguous
          3:30  Toggl user Grace Hopper (toggl:6911301) is linked to 2 people in Runn:
                Ada Lovelace (runn:459) and Łucja Wiśniewska (runn:457).
          => Take the reference away from all but one of them in Runn, or decide it in
             \`map.people\`.

      ! Warnings (5): worth a look
        unmatched-person  2, 7:00
          6:30  Miles Davis (toggl:6911244): no person in Runn carries this Toggl id.
                => Put the Toggl id into the person's external reference in Runn, or
                   into \`map.people\`; \`list-unmatched\` has suggestions.
          0:30  Nina Simone (toggl:6911300): \`map.people\` leads to runn:999, and Runn
                has no such person.
                => Correct \`map.people\`; placeholders and templates do not count.
        unmatched-project
          2:30  Pitch for the observatory (toggl:170103999): no project in Runn
                carries this Toggl id. Tracked by Eric Clapton and Miles Davis.
          => Put the Toggl id into the project's external reference in Runn, or into
             \`map.projects\`; \`list-unmatched\` has suggestions.
        no-project
          0:45  Eric Clapton tracked time without a project on 2 days from 2024-01-02
                to 2024-01-05.
          => Have the entries given a project in Toggl, or set \`map.noProject\` to a
             Runn project.
        edit-overwritten
          山田 太郎, 月面基地 🚀 リニューアル, Thu 2024-01-04: somebody's own 4:00 in
          Runn gives way to Toggl's 8:00.
          => If Runn was right, correct Toggl; \`rules.onConflict: runn\` keeps what
             people enter in Runn.

      i Notes (1): good to know
        unmarked
          Łucja Wiśniewska, Hidden Moon Base, Wed 2024-01-03: 1:00 was entered by
          somebody else and equals Toggl; left as it is.

      Where the time went
        tracked in Toggl                70:00:32     in Runn after a sync  60:31
          in sync already               33:00:00       from Toggl          54:01
          in changed days               21:00:32       only in Runn         2:00
          held back: unmatched-person    7:00:00       edits kept           1:30
          held back: unmatched-project   2:30:00       split cells          1:30
          held back: no-project          0:45:00       not lowered          1:30
          held back: ambiguous           4:45:00     before                46:30
          excluded by map                1:00:00
        added by rounding                0:00:28

      Dry run: create 4, update 2, overwrite 1, clear 1; net +21:00. Nothing was
      written.
      Tracked 70:01, held back 15:00. 1 error, 5 warnings, 1 note.
      Once this is written, every minute tracked from 2024-01-01 to 2024-01-07 is in
      Runn exactly once or listed above with the reason. For earlier days give
      --since. Requests: Toggl 4, Runn 6.
      Next, to write them:
        toggl-runn sync --since 2024-01-01 --until 2024-01-07
      "
    `);
  });

  it('shows a dry run in 120 columns', () => {
    expect(renderSyncText(aSyncReport(), wide)).toMatchInlineSnapshot(`
      "toggl-runn dry-run  Mon 2024-01-01 to Sun 2024-01-07, 7 days
        Toggl  Hidden Moon Studio (5411215) at api.track.toggl.com
        Runn   TEST account at api.runn.io, key "Nightly sync"

      Changes (8)  + create  ~ update  ! overwrite  - clear
                                                                                    hours     billable
        Eric Clapton  4 changes, +6:45
          -  Tue 02 Jan  Website relaunch for the northern region, phase 2  2:00 ->  0:00               gone
          +  Tue 02 Jan  Hidden Moon Base                                            6:30         77 %  new
          ~  Wed 03 Jan  Hidden Moon Base                                   1:30 ->  3:00  67 -> 100 %  changed
          +  Wed 03 Jan  Internal                                                    0:45          0 %  new
        Łucja Wiśniewska  3 changes, +10:15
          ~  Fri 05 Jan  月面基地 🚀 リニューアル                           1:00 ->  1:00        100 %  mark only
          +  Fri 05 Jan  Internal, Designer                                          0:15          0 %  new
          +  Fri 05 Jan  Internal, Developer                                        10:00          0 %  new
        山田 太郎  1 change, +4:00
          !  Thu 04 Jan  月面基地 🚀 リニューアル                           4:00 ->  8:00  100 -> 94 %  edited

      x Errors (1): a person has to decide
        ambiguous
          3:30  Toggl user Grace Hopper (toggl:6911301) is linked to 2 people in Runn: Ada Lovelace (runn:459) and Łucja
                Wiśniewska (runn:457).
          => Take the reference away from all but one of them in Runn, or decide it in \`map.people\`.

      ! Warnings (5): worth a look
        unmatched-person  2, 7:00
          6:30  Miles Davis (toggl:6911244): no person in Runn carries this Toggl id.
                => Put the Toggl id into the person's external reference in Runn, or into \`map.people\`; \`list-unmatched\` has
                   suggestions.
          0:30  Nina Simone (toggl:6911300): \`map.people\` leads to runn:999, and Runn has no such person.
                => Correct \`map.people\`; placeholders and templates do not count.
        unmatched-project
          2:30  Pitch for the observatory (toggl:170103999): no project in Runn carries this Toggl id. Tracked by Eric Clapton
                and Miles Davis.
          => Put the Toggl id into the project's external reference in Runn, or into \`map.projects\`; \`list-unmatched\` has
             suggestions.
        no-project
          0:45  Eric Clapton tracked time without a project on 2 days from 2024-01-02 to 2024-01-05.
          => Have the entries given a project in Toggl, or set \`map.noProject\` to a Runn project.
        edit-overwritten
          山田 太郎, 月面基地 🚀 リニューアル, Thu 2024-01-04: somebody's own 4:00 in Runn gives way to Toggl's 8:00.
          => If Runn was right, correct Toggl; \`rules.onConflict: runn\` keeps what people enter in Runn.

      i Notes (1): good to know
        unmarked
          Łucja Wiśniewska, Hidden Moon Base, Wed 2024-01-03: 1:00 was entered by somebody else and equals Toggl; left as it
          is.

      Where the time went
        tracked in Toggl                70:00:32     in Runn after a sync  60:31
          in sync already               33:00:00       from Toggl          54:01
          in changed days               21:00:32       only in Runn         2:00
          held back: unmatched-person    7:00:00       edits kept           1:30
          held back: unmatched-project   2:30:00       split cells          1:30
          held back: no-project          0:45:00       not lowered          1:30
          held back: ambiguous           4:45:00     before                46:30
          excluded by map                1:00:00
        added by rounding                0:00:28

      Dry run: create 4, update 2, overwrite 1, clear 1; net +21:00. Nothing was written.
      Tracked 70:01, held back 15:00. 1 error, 5 warnings, 1 note.
      Once this is written, every minute tracked from 2024-01-01 to 2024-01-07 is in Runn exactly once or listed above with
      the reason. For earlier days give --since. Requests: Toggl 4, Runn 6.
      Next, to write them:
        toggl-runn sync --since 2024-01-01 --until 2024-01-07
      "
    `);
  });

  it('shows colours beside signs and words', () => {
    const report = aSyncReport({ changes: changes.slice(0, 3), findings: findings.slice(0, 1) });
    const text = renderSyncText(report, { ...narrow, colorLevel: 1 });
    // Escapes as a visible character, so that the snapshot can be read.
    expect(text.replaceAll('\u001b', '␛')).toMatchInlineSnapshot(`
      "␛[1mtoggl-runn dry-run␛[22m  Mon 2024-01-01 to Sun 2024-01-07, 7 days
      ␛[2m  Toggl  ␛[22mHidden Moon Studio (5411215) at api.track.toggl.com
      ␛[2m  Runn   ␛[22mTEST account at api.runn.io, key "Nightly sync"

      ␛[1mChanges (3)␛[22m  ␛[32m␛[1m+␛[22m␛[39m ␛[2mcreate␛[22m  ␛[36m␛[1m~␛[22m␛[39m ␛[2mupdate␛[22m  ␛[31m␛[1m-␛[22m␛[39m ␛[2mclear␛[22m
                                                           ␛[2mhours␛[22m     ␛[2mbillable␛[22m
        ␛[1mEric Clapton␛[22m  ␛[2m3 changes, +6:00␛[22m
          ␛[31m␛[1m-␛[22m␛[39m  Tue 02 Jan  Website relaunch…phase 2   2:00 -> 0:00               ␛[2mgone␛[22m
          ␛[32m␛[1m+␛[22m␛[39m  ␛[2mTue 02 Jan␛[22m  Hidden Moon Base                   6:30         77 %  ␛[2mnew␛[22m
          ␛[36m␛[1m~␛[22m␛[39m  Wed 03 Jan  Hidden Moon Base           1:30 -> 3:00  67 -> 100 %  ␛[2mchanged␛[22m

      ␛[31m␛[1mx␛[22m␛[39m ␛[1mErrors (1)␛[22m␛[2m: a person has to decide␛[22m
        ␛[1mambiguous␛[22m
          3:30  Toggl user Grace Hopper (toggl:6911301) is linked to 2 people in Runn:
                Ada Lovelace (runn:459) and Łucja Wiśniewska (runn:457).
          ␛[36m␛[1m=>␛[22m␛[39m Take the reference away from all but one of them in Runn, or decide it in
             \`map.people\`.

      ␛[1mWhere the time went␛[22m
        ␛[1mtracked in Toggl              ␛[22m  ␛[1m70:00:32␛[22m     ␛[1min Runn after a sync␛[22m  ␛[1m60:31␛[22m
          in sync already               33:00:00       from Toggl          54:01
          in changed days               21:00:32       only in Runn         2:00
          held back: unmatched-person    7:00:00       edits kept           1:30
          held back: unmatched-project   2:30:00       split cells          1:30
          held back: no-project          0:45:00       not lowered          1:30
          held back: ambiguous           4:45:00     before                46:30
          excluded by map                1:00:00
        added by rounding                0:00:28

      ␛[1mDry run: create 1, update 1, clear 1; net +6:00. Nothing was written.␛[22m
      Tracked 70:01, held back 15:00. 1 error.
      ␛[2mOnce this is written, every minute tracked from 2024-01-01 to 2024-01-07 is in␛[22m
      ␛[2mRunn exactly once or listed above with the reason. For earlier days give␛[22m
      ␛[2m--since. Requests: Toggl 4, Runn 6.␛[22m
      Next, to write them:
        toggl-runn sync --since 2024-01-01 --until 2024-01-07
      "
    `);
  });

  it('says the same without colour as with it', () => {
    const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
    const report = aSyncReport({ findings });
    const coloured = renderSyncText(report, { ...narrow, colorLevel: 3 }).replace(escapes, '');
    expect(coloured).toBe(renderSyncText(report, narrow));
  });

  it('shows what was written, and what was refused in the words of Runn', () => {
    const failures = changes.slice(0, 2).map((change) => ({
      change,
      message: 'Timesheet for this week is locked',
      status: 422,
      hint: 'If the week is closed on purpose, set `rules.lockedThrough`.',
    }));
    const outcome = { applied: 6, failed: 2, skipped: 0, failures };
    const report = aSyncReport({ command: 'sync', run: '20240108T090000Z-3f2a', findings: [], outcome });
    expect(renderSyncText(report, narrow)).toMatchInlineSnapshot(`
      "toggl-runn sync  Mon 2024-01-01 to Sun 2024-01-07, 7 days
        Toggl  Hidden Moon Studio (5411215) at api.track.toggl.com
        Runn   TEST account at api.runn.io, key "Nightly sync"
        Run    20240108T090000Z-3f2a

      Changes (8)  + create  ~ update  ! overwrite  - clear
                                                         hours     billable
        Eric Clapton  4 changes, +6:45
          -  Tue 02 Jan  Website relaun…phase 2  2:00 ->  0:00               gone
          +  Tue 02 Jan  Hidden Moon Base                 6:30         77 %  new
          ~  Wed 03 Jan  Hidden Moon Base        1:30 ->  3:00  67 -> 100 %  changed
          +  Wed 03 Jan  Internal                         0:45          0 %  new
        Łucja Wiśniewska  3 changes, +10:15
          ~  Fri 05 Jan  月面基地 🚀 リ…ーアル   1:00 ->  1:00        100 %  mark only
          +  Fri 05 Jan  Internal, Designer               0:15          0 %  new
          +  Fri 05 Jan  Internal, Developer             10:00          0 %  new
        山田 太郎  1 change, +4:00
          !  Thu 04 Jan  月面基地 🚀 リ…ーアル   4:00 ->  8:00  100 -> 94 %  edited

      x Not written (2)
        Runn answered 422: Timesheet for this week is locked
          - Eric Clapton, Website relaunch for the northern region, phase 2, Tue
            2024-01-02: 2:00 -> 0:00
          + Eric Clapton, Hidden Moon Base, Tue 2024-01-02: 6:30
          => If the week is closed on purpose, set \`rules.lockedThrough\`.

      Where the time went
        tracked in Toggl                70:00:32     in Runn now     60:31
          in sync already               33:00:00       from Toggl    54:01
          in changed days               21:00:32       only in Runn   2:00
          held back: unmatched-person    7:00:00       edits kept     1:30
          held back: unmatched-project   2:30:00       split cells    1:30
          held back: no-project          0:45:00       not lowered    1:30
          held back: ambiguous           4:45:00     before          46:30
          excluded by map                1:00:00
        added by rounding                0:00:28

      Changes: create 4, update 2, overwrite 1, clear 1; net +21:00. Written 6 of 8,
      failed 2.
      Tracked 70:01, held back 15:00.
      2 changes are not in Runn, so that some time tracked from 2024-01-01 to
      2024-01-07 is missing or wrong there. Requests: Toggl 4, Runn 6.
      Next, when what was refused is mended, to write the 2 changes that are left:
        toggl-runn sync --since 2024-01-01 --until 2024-01-07
      "
    `);
  });

  it('shows the brake with its numbers and the way on', () => {
    const report = aSyncReport({
      command: 'sync',
      accounts: { ...accounts, runn: { ...accounts.runn, environment: 'LIVE' } },
      changes: changes.slice(0, 1),
      findings: [],
      refused: {
        code: 'brake',
        lostMinutes: 2700,
        runnMinutes: 7200,
        maxLossShare: 0.1,
        floorHours: 20,
        emptiedPersonIds: [458],
      },
    });
    expect(renderSyncText(report, narrow)).toMatchInlineSnapshot(`
      "toggl-runn sync  Mon 2024-01-01 to Sun 2024-01-07, 7 days
        Toggl  Hidden Moon Studio (5411215) at api.track.toggl.com
        Runn   LIVE account at api.runn.io, key "Nightly sync"

      Changes (1)  - clear
                                                                 hours  billable
        Eric Clapton  1 change, -2:00
          -  Tue 02 Jan  Website relaunch for…n, phase 2  2:00 -> 0:00            gone

      Where the time went
        tracked in Toggl                70:00:32     in Runn after a sync  60:31
          in sync already               33:00:00       from Toggl          54:01
          in changed days               21:00:32       only in Runn         2:00
          held back: unmatched-person    7:00:00       edits kept           1:30
          held back: unmatched-project   2:30:00       split cells          1:30
          held back: no-project          0:45:00       not lowered          1:30
          held back: ambiguous           4:45:00     before                46:30
          excluded by map                1:00:00
        added by rounding                0:00:28

      x Refused, nothing was written
        45:00 of the 120:00 hours in Runn (38 %) would disappear or change between
        billable and non-billable; the brake allows 10 % or 20 hours, whichever is
        more. 山田 太郎 would end with nothing after more than 20 hours.
        => If that is right, \`sync --force\` with the same options writes it; the
           changes show what would go.

      Changes: clear 1; net -2:00. Nothing was written.
      Tracked 70:01, held back 15:00.
      As this is refused, nothing is promised about the time tracked from 2024-01-01
      to 2024-01-07. Requests: Toggl 4, Runn 6.
      Next, if that is right:
        toggl-runn sync --since 2024-01-01 --until 2024-01-07 --force
      "
    `);
  });

  it('says in words that there is nothing to do', () => {
    const report = aSyncReport({ command: 'sync', changes: [], findings: [], statement: emptyStatement });
    expect(renderSyncText(report, narrow)).toMatchInlineSnapshot(`
      "toggl-runn sync  Mon 2024-01-01 to Sun 2024-01-07, 7 days
        Toggl  Hidden Moon Studio (5411215) at api.track.toggl.com
        Runn   TEST account at api.runn.io, key "Nightly sync"

      Where the time went
        tracked in Toggl  0:00     in Runn now  0:00
                                   before       0:00

      Nothing to write: Runn agrees with Toggl.
      Tracked 0:00.
      Every minute tracked from 2024-01-01 to 2024-01-07 is in Runn exactly once or
      listed above with the reason. For earlier days give --since. Requests: Toggl 4,
      Runn 6.
      "
    `);
  });

  it('sums a long plan by person', () => {
    const report = aSyncReport({ changes: manyChanges(130), findings: [], statement: emptyStatement });
    expect(renderSyncText(report, narrow)).toMatchInlineSnapshot(`
      "toggl-runn dry-run  Mon 2024-01-01 to Sun 2024-01-07, 7 days
        Toggl  Hidden Moon Studio (5411215) at api.track.toggl.com
        Runn   TEST account at api.runn.io, key "Nightly sync"

      Changes (130)  + create  ~ update  - clear
                                         before       after  billable      net
        Ada Lovelace                -32   16:00  ->    0:00             -16:00
        Eric Clapton      +33              0:00  ->  103:24      66 %  +103:24
        Łucja Wiśniewska       ~33        16:30  ->  104:30      66 %   +88:00
        山田 太郎         +32              0:00  ->  100:16      66 %  +100:16
        together          +65  ~33  -32   32:30  ->  308:10      66 %  +275:40
        Summed by person: --all lists each change.

      Where the time went
        tracked in Toggl  0:00     in Runn after a sync  0:00
                                   before                0:00

      Dry run: create 65, update 33, clear 32; net +275:40. Nothing was written.
      Tracked 0:00.
      Once this is written, every minute tracked from 2024-01-01 to 2024-01-07 is in
      Runn exactly once or listed above with the reason. For earlier days give
      --since. Requests: Toggl 4, Runn 6.
      Next, to write them:
        toggl-runn sync --since 2024-01-01 --until 2024-01-07
      "
    `);
  });

  it('lists every change of a long plan when all is asked for', () => {
    const text = renderSyncText(aSyncReport({ changes: manyChanges(130), findings: [] }), { ...narrow, isAll: true });
    expect(text.match(/^ {4}[+~!-] /gm)).toHaveLength(130);
  });

  it('folds a long group of findings, and unfolds it when all is asked for', () => {
    const one = findings.filter(({ code }) => code === 'only-in-runn');
    const report = aSyncReport({ findings: Array.from({ length: 30 }, () => one).flat() });
    const numberOf = (text: string) => text.match(/entered in Runn, nothing in Toggl/g)?.length;
    expect(numberOf(renderSyncText(report, wide))).toBe(6);
    expect(renderSyncText(report, wide)).toContain('and 24 more');
    expect(numberOf(renderSyncText(report, { ...wide, isAll: true }))).toBe(30);
  });

  it.each([60, 80, 100, 120])('fits into %i columns', (width) => {
    const text = renderSyncText(aSyncReport({ findings }), { ...narrow, width });
    const widest = Math.max(...text.split('\n').map((line) => stringWidth(line)));
    expect(widest).toBeLessThanOrEqual(width);
  });

  it('names every workspace in the header', () => {
    const toggl = {
      ...accounts.toggl,
      workspaces: [
        { id: workspace(1), name: 'North' },
        { id: workspace(2), name: 'South' },
      ],
    };
    expect(renderSyncText(aSyncReport({ accounts: { ...accounts, toggl } }), narrow)).toContain('North (1), South (2)');
  });

  it('has no before for a new actual, and shows how a share changes', () => {
    const report = aSyncReport({
      findings: [],
      changes: [
        aChange({ kind: 'create', after: entry(60, 60) }),
        aChange({
          kind: 'update',
          date: '2024-01-03',
          before: entry(0, 60),
          after: entry(60, 0),
          reason: 'changed-in-toggl',
        }),
      ],
    });
    const rows = renderSyncText(report, narrow)
      .split('\n')
      .filter((line) => /^ {4}[+~] /.test(line));
    expect(rows.map((row) => row.replaceAll(/ +/g, ' ').trim())).toEqual([
      '+ Tue 02 Jan Hidden Moon Base 2:00 50 % new',
      '~ Wed 03 Jan Hidden Moon Base 1:00 -> 1:00 0 -> 100 % changed',
    ]);
  });

  it('points to list-unmatched after a sync that left time behind', () => {
    const report = aSyncReport({
      command: 'sync',
      outcome: { applied: changes.length, failed: 0, skipped: 0, failures: [] },
    });
    expect(renderSyncText(report, narrow)).toContain(
      '\n  toggl-runn list-unmatched --since 2024-01-01 --until 2024-01-07\n',
    );
  });
});
