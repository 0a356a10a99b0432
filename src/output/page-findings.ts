/** What needs a person, beyond unmatched time: late changes as a table, everything else by its code. */
import type { Finding, FindingCode } from '../core/findings.ts';
import type { IsoDate } from '../core/model.ts';
import type { Names } from '../core/report.ts';
import { totalMinutes } from '../core/round.ts';
import { count } from './count.ts';
import { describeFinding } from './describe-finding.ts';
import { findingTitles } from './finding-titles.ts';
import { formatDay } from './format-day.ts';
import { html, type Markup, type MarkupPart, markCode } from './html.ts';
import { isLateChange } from './late-changes.ts';
import { createNamer, type Namer } from './namer.ts';
import { hours, hoursOfSeconds, signedHours } from './page-hours.ts';
import { renderTable } from './page-table.ts';

export function renderLateChanges(findings: readonly Finding[], lockedThrough: IsoDate | null, names: Names): Markup {
  const late = findings.filter(isLateChange);
  if (late.length === 0) {
    return lockedThrough === null
      ? html`<p>No period is closed: <code>rules.lockedThrough</code> is not set.</p>`
      : html`<p class="good">Nothing changed in Toggl in the closed period, which ends with ${formatDay(lockedThrough)}.</p>`;
  }
  const namer = createNamer(names);
  const delta = late.reduce((sum, { facts }) => sum + (facts.deltaMinutes ?? 0), 0);
  const side = (title: string, minutesOf: (finding: Finding) => Finding['facts']['runnMinutes']) => ({
    title,
    kind: 'number' as const,
    cell: (finding: Finding): MarkupPart => {
      const minutes = minutesOf(finding);
      return minutes === undefined ? '' : hours(totalMinutes(minutes));
    },
    value: (finding: Finding) => {
      const minutes = minutesOf(finding);
      return minutes === undefined ? 0 : totalMinutes(minutes);
    },
  });
  return html`<p>Changed in Toggl after their period was closed${lockedThrough === null ? null : html` with ${formatDay(lockedThrough)}`}, and so not written to Runn. Correct them in Runn by hand, or move <code>rules.lockedThrough</code> back and run again.</p>
${renderTable<Finding>({
  id: 'late-changes',
  label: 'Late changes',
  rows: late,
  sortedBy: { column: 0, order: 'ascending' },
  columns: [
    {
      title: 'Day',
      kind: 'text',
      cell: ({ subject }) => (subject.date === undefined ? '' : formatDay(subject.date)),
      value: ({ subject }) => subject.date ?? '',
      total: 'All',
    },
    { title: 'Person', kind: 'text', cell: ({ subject }) => namer.person(subject.runnPersonId) },
    { title: 'Project', kind: 'text', cell: ({ subject }) => namer.project(subject.runnProjectId) },
    side('Toggl', ({ facts }) => facts.togglMinutes),
    side('Runn', ({ facts }) => facts.runnMinutes),
    {
      title: 'Change',
      kind: 'number',
      cell: ({ facts }) => signedHours(facts.deltaMinutes ?? 0),
      value: ({ facts }) => facts.deltaMinutes ?? 0,
      total: signedHours(delta),
    },
    // Without it, a change of side alone would look like none.
    ...(late.some(isOfSide)
      ? [
          {
            title: 'Billable',
            kind: 'number' as const,
            cell: ({ facts }: Finding) => signedHours(facts.billableDeltaMinutes ?? 0),
            value: ({ facts }: Finding) => facts.billableDeltaMinutes ?? 0,
          },
        ]
      : []),
    ...(late.some(({ facts }) => facts.movedTo !== undefined)
      ? [{ title: 'Remark', kind: 'text' as const, cell: ({ facts }: Finding) => remarkOf(facts, namer) }]
      : []),
  ],
})}`;
}

function isOfSide({ facts: { deltaMinutes = 0, billableDeltaMinutes = 0 } }: Finding): boolean {
  return billableDeltaMinutes !== 0 && billableDeltaMinutes !== deltaMinutes;
}

function remarkOf({ movedTo }: Finding['facts'], namer: Namer): string {
  if (movedTo === undefined) return '';
  return `moved to ${namer.project(movedTo.projectId)}, ${formatDay(movedTo.date)}: Runn counts it twice`;
}

/** Those that have a section of their own. */
const shownElsewhere: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'unmatched-person',
  'unmatched-project',
  'no-project',
  'late-change',
  'moved-across-lock',
]);

/** More of one kind would be a list that nobody reads. */
const shownOfCode = 100;

const severityWords = { error: 'needs somebody', warning: 'to be looked at', info: 'for information' } as const;

export function listOtherFindings(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ code }) => !shownElsewhere.has(code));
}

export function renderFindings(findings: readonly Finding[], names: Names): Markup {
  const byCode = new Map<string, Finding[]>();
  for (const each of listOtherFindings(findings)) {
    const key = `${each.code} ${each.severity}`;
    const known = byCode.get(key);
    if (known === undefined) byCode.set(key, [each]);
    else known.push(each);
  }
  if (byCode.size === 0) return html`<p class="good">Nothing else was found.</p>`;
  return html`${[...byCode.values()].map((group) => renderGroup(group, names))}`;
}

function renderGroup(group: readonly Finding[], names: Names): Markup | null {
  const [first] = group;
  if (first === undefined) return null;
  const { code, severity } = first;
  const seconds = group.reduce((sum, each) => sum + each.seconds, 0);
  const described = group.slice(0, shownOfCode).map((each) => describeFinding(each, names));
  const hints = [...new Set(described.map(({ hint }) => hint))].filter((hint) => hint !== null);
  const more = group.length - described.length;
  return html`<details class="finding ${severity}"${severity === 'error' ? html` open` : null}>
<summary><span class="tag ${severity}">${severityWords[severity]}</span> <strong>${findingTitles[code]}</strong> <code>${code}</code> <span class="count">${count(group.length, 'finding')}${seconds === 0 ? null : html`, ${hoursOfSeconds(seconds)}`}</span></summary>
<ul>
${described.map(({ message }) => html`<li>${markCode(message)}</li>\n`)}${more === 0 ? null : html`<li>and ${more} more: <code>--json</code> lists them</li>`}</ul>
${hints.map((hint) => html`<p class="hint">${markCode(hint)}</p>`)}
</details>
`;
}
