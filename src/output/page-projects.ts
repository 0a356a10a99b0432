/** Hours by project, billable and not, on both sides. */
import { scaleLinear } from 'd3-scale';
import { driftOf, type ProjectFigures, type WindowFigures } from '../core/compare-sides.ts';
import type { Minutes } from '../core/model.ts';
import { totalMinutes } from '../core/round.ts';
import { billablePercent } from './format-hours.ts';
import { html, type Markup } from './html.ts';
import type { Namer } from './namer.ts';
import { hours, signedHours } from './page-hours.ts';
import { compareNames, namesOfProject } from './page-names.ts';
import { renderTable } from './page-table.ts';

export function renderProjects({ projects, total }: WindowFigures, namer: Namer): Markup {
  const rows = projects
    .map((project) => ({ project, name: namesOfProject(project, namer) }))
    .sort((a, b) => totalMinutes(b.project.toggl) - totalMinutes(a.project.toggl) || compareNames(a.name, b.name));
  const most = Math.max(1, ...projects.flatMap(({ toggl, runn }) => [totalMinutes(toggl), totalMinutes(runn)]));
  const x = scaleLinear([0, most], [0, 100]);
  type Row = (typeof rows)[number];
  const number = (title: string, value: (figures: ProjectFigures) => number, sum: number, spoken?: string) => ({
    title,
    ...(spoken === undefined ? {} : { spoken }),
    kind: 'number' as const,
    cell: ({ project }: Row) => (value(project) === 0 ? html`<span class="zero">0:00</span>` : hours(value(project))),
    value: ({ project }: Row) => value(project),
    total: hours(sum),
  });
  return html`<div class="legend"><span><span class="swatch toggl"></span>Toggl, billable</span> <span><span class="swatch toggl-non"></span>not billable</span> <span><span class="swatch runn"></span>Runn, billable</span> <span><span class="swatch runn-non"></span>not billable</span></div>
${renderTable<Row>({
  id: 'projects',
  label: 'Hours by project, billable and not',
  rows,
  sortedBy: { column: 2, order: 'descending' },
  columns: [
    {
      title: 'Project',
      kind: 'text',
      cell: ({ project, name }) => (isUnknown(project) ? html`${name} <small>not in Runn</small>` : name),
      total: 'All',
    },
    { title: 'Hours', kind: 'text', isPlain: true, className: 'chart', cell: ({ project }) => bars(project, x) },
    number('Toggl', ({ toggl }) => totalMinutes(toggl), totalMinutes(total.toggl)),
    number('billable', ({ toggl }) => toggl.billableMinutes, total.toggl.billableMinutes, 'Toggl'),
    number('not billable', ({ toggl }) => toggl.nonbillableMinutes, total.toggl.nonbillableMinutes, 'Toggl'),
    {
      title: 'share',
      spoken: 'Toggl billable',
      kind: 'number',
      cell: ({ project }) => share(project.toggl),
      value: ({ project }) => billablePercent(project.toggl) ?? -1,
      total: share(total.toggl),
    },
    number('Runn', ({ runn }) => totalMinutes(runn), totalMinutes(total.runn)),
    number('billable', ({ runn }) => runn.billableMinutes, total.runn.billableMinutes, 'Runn'),
    number('not billable', ({ runn }) => runn.nonbillableMinutes, total.runn.nonbillableMinutes, 'Runn'),
    {
      title: 'Drift',
      kind: 'number',
      cell: ({ project }) => signedHours(driftOf(project).now),
      value: ({ project }) => driftOf(project).now,
      total: signedHours(driftOf(total).now),
    },
    {
      title: 'after a sync',
      spoken: 'Drift',
      kind: 'number',
      cell: ({ project }) => signedHours(driftOf(project).afterSync),
      value: ({ project }) => driftOf(project).afterSync,
      total: signedHours(driftOf(total).afterSync),
    },
  ],
})}`;
}

/** Time without a project says so by its name. */
function isUnknown({ projectId, togglProjectIds }: ProjectFigures): boolean {
  return projectId === null && togglProjectIds.some((id) => id !== null);
}

/** Toggl above Runn, each with its billable part first. */
function bars({ toggl, runn }: ProjectFigures, x: (minutes: number) => number): Markup {
  const side = ({ billableMinutes, nonbillableMinutes }: Minutes, tone: string, top: number) => [
    billableMinutes === 0
      ? null
      : html`<rect class="${tone}" width="${percent(x(billableMinutes))}" y="${top}" height="6"/>`,
    nonbillableMinutes === 0
      ? null
      : html`<rect class="${tone}-non" x="${percent(x(billableMinutes))}" width="${percent(x(nonbillableMinutes))}" y="${top}" height="6"/>`,
  ];
  return html`<svg aria-hidden="true" width="100%" height="14">${side(toggl, 'toggl', 0)}${side(runn, 'runn', 8)}</svg>`;
}

function percent(share: number): string {
  return `${Number(share.toFixed(2))}%`;
}

function share(minutes: Minutes): string {
  const percentage = billablePercent(minutes);
  return percentage === null ? '' : `${percentage} %`;
}
