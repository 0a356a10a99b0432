import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { renderRefsText } from '../../src/output/refs-text.ts';
import { refsReport } from './sample-reports.ts';

const narrow = { colorLevel: 0, width: 80, isAll: false } as const;

describe('renderRefsText', () => {
  it('shows every finding with its remedy in 80 columns', () => {
    expect(renderRefsText(refsReport, narrow)).toMatchInlineSnapshot(`
      "toggl-runn check-refs  Mon 2024-01-01 to Sun 2024-01-07, 7 days
        Toggl  Hidden Moon Studio (5411215) at api.track.toggl.com
        Runn   TEST account at api.runn.io, key "Nightly sync"

      x Errors (7): a person has to decide
        duplicate-id
          3:30  Toggl user Grace Hopper (toggl:6911301) is linked to Łucja Wiśniewska
                (runn:457) and Ada Lovelace (runn:459).
          => Take the reference away from all but one of them in Runn, or decide it in
             \`map.people\`.
        unknown-id
          Internal (runn:792) carries Custom1 "42", which no workspace that was read
          knows.
          => Correct or remove the reference in Runn; if the id is of another
             workspace, add that to \`toggl.workspaceIds\`.
        wrong-kind
          0:30  山田 太郎 (runn:458) carries Custom1 "170103135", and that is the
                Toggl project Moon Base, not a user. Probably Nina Simone
                (toggl:6911300): similar name.
          => Put the id of the Toggl user there; project ids belong on projects.
        near-miss
          1:00  Website relaunch for the northern region, phase 2 (runn:790) carries
                Custom1 " 170104000", which is almost the id of Toggl project Website
                (toggl:170104000); links must be exact.
          => Write the bare number: no blanks, no prefix, no zeros in front.
        map-unknown-target
          0:30  \`map.noProject\` leads time without a project to runn:999, and Runn has
                no such project.
          => Correct the entry in the configuration; placeholders and templates do not
             count.
        map-unknown-source
          \`map.people\` names Toggl user toggl:1, which no workspace that was read
          knows.
          => Correct or remove the entry; if the id is of another workspace, add that
             to \`toggl.workspaceIds\`.
        other-workspace
          Website relaunch for the northern region, phase 2 (runn:790) carries Custom1
          "170104000", the id of Toggl project Website (toggl:170104000) in the
          workspace Night Shift (99), which is not read.
          => Add that workspace to \`toggl.workspaceIds\`, or put an id of a workspace
             that is read there.

      ! Warnings (7): worth a look
        unseen-time
          Workspace Hidden Moon Studio: its Toggl plan no longer shows the days
          through Wed 2024-01-03; what was tracked on them may be missing here.
          => Begin the range later: what a plan no longer shows cannot be carried
             over.
        unlinked-person
          6:30  Miles Davis (toggl:6911244): no person in Runn carries this id.
                Probably Miles Davis (runn:459): same e-mail.
          => \`link\` proposes what is alike and lets you choose the rest. By hand: in
             Runn, give the person an external reference Custom1 with the Toggl id; or
             use \`map.people\`.
        unlinked-project
          2:30  Pitch for the observatory (toggl:170103999): no project in Runn
                carries this id.
          => \`link\` proposes what is alike and lets you choose the rest. By hand: in
             Runn, give the project an external reference Custom1 with the Toggl id;
             or use \`map.projects\`.
        archived-in-runn
          0:15  Toggl user Grace Hopper (toggl:6911301) leads to Ada Lovelace
                (runn:459), which is archived in Runn.
          => Bring it back in Runn, move the link to a live record, or set
             \`rules.archived: write\`.
        link-on-placeholder
          0:15  Ada Lovelace (runn:459) is a placeholder and carries Custom1
                "6911301", the id of Toggl user Grace Hopper (toggl:6911301);
                placeholders never match.
          => Move the reference to the real person in Runn.
        deleted-in-toggl
          Toggl project Website (toggl:170104000) was deleted in Toggl; linked to
          Website relaunch for the northern region, phase 2 (runn:790).
          => Its time has no project any more. Take the reference away in Runn, or
             give it the id of the project that took over.
        no-role
          1:30  Eric Clapton (runn:456) tracked time on Hidden Moon Base (runn:789)
                and Website relaunch for the northern region, phase 2 (runn:790), has
                no role there and no contract on those days.
          => In Runn, put the person on the project in one role, or give a contract
             that covers those days; until then the time is held back.

      i Notes (9): good to know
        link-on-template
          Website relaunch for the northern region, phase 2 (runn:790) is a template
          and carries Custom1 "5"; templates never match.
          => Move the reference to the real project in Runn.
        archived-in-toggl
          Toggl project Website (toggl:170104000) is archived in Toggl; linked to
          Website relaunch for the northern region, phase 2 (runn:790).
          => Nothing to do: its time of before still counts.
        shared-person
          0:15  Eric Clapton (runn:456) gets the time of 2 Toggl users: Eric Clapton
                (toggl:6910539) and Grace Hopper (toggl:6911301).
          => Nothing to do where that is meant; otherwise give each its own record in
             Runn.
        shared-project
          0:15  Hidden Moon Base (runn:789) gets the time of 2 Toggl projects: Moon
                Base (toggl:170103135) and Website (toggl:170104000).
          => Nothing to do where that is meant; otherwise give each its own record in
             Runn.
        other-reference-name
          0:15  山田 太郎 (runn:458) carries Harvest "6911300", the id of Toggl user
                Nina Simone (toggl:6911300); that name is not looked at.
          => Put the id under Custom1, or add the name to \`runn.referenceName\`, which
             may be a list.
        map-shadows-link
          0:15  \`map.people\` leads Toggl user Eric Clapton (toggl:6910539) to skip;
                the link on Eric Clapton (runn:456) is not used.
          => Remove one of the two if that is not meant.
        archived-duplicate
          Toggl user Eric Clapton (toggl:6910539) is linked to Eric Clapton (runn:456)
          and Ada Lovelace (runn:459); the live one is taken.
          => Take the reference away from the archived record in Runn.
        unlinked-runn-person
          Ada Lovelace (runn:459) has no Toggl id. Probably Grace Hopper
          (toggl:6911301): same name.
          => Nothing to do while nobody tracks time for it in Toggl; \`link\` proposes a
             link where names fit.
        unlinked-runn-project
          Internal (runn:792) has no Toggl id.
          => Nothing to do while nobody tracks time for it in Toggl; \`link\` proposes a
             link where names fit.

      7 errors, 7 warnings, 9 notes. Linked: 9 of 12 people and 13 of 15 projects with
      time, 55:00 of 70:01 tracked (78 %). Requests: Toggl 4, Runn 3.
      Hours stand with each link that they need, and archived records count as linked;
      \`list-unmatched\` lists each hour once, with what holds it back.
      Next, to have links proposed:
        toggl-runn link --since 2024-01-01 --until 2024-01-07
      Then, when the rest is mended:
        toggl-runn check-refs --since 2024-01-01 --until 2024-01-07
      "
    `);
  });

  it('fits into 120 columns', () => {
    const lines = renderRefsText(refsReport, { ...narrow, width: 120 }).split('\n');
    expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(120);
  });

  it('says in words that the links are in order', () => {
    const text = renderRefsText({ ...refsReport, findings: [] }, narrow);
    expect(text).toContain('The links are in order.');
    expect(text).toContain('toggl-runn dry-run --since 2024-01-01 --until 2024-01-07');
  });
});
