/** `link` in a terminal: accept, skip, choose another by typing, accept all that is sure enough. */

import type { LinkKind, LinkProposal } from '../core/propose-links.ts';
import type { LinkReport } from '../core/report-links.ts';
import { normaliseName } from '../core/suggest.ts';
import { count } from '../output/count.ts';
import { formatSeconds } from '../output/format-hours.ts';
import {
  describeLinkReason,
  formatConfidence,
  renderLinkProposals,
  runnNameOf,
  togglNameOf,
} from '../output/link-text.ts';
import { safeText } from '../output/safe-text.ts';
import { chosenLink, type LinkSurvey } from '../run/survey-links.ts';
import { colorLevelOf, widthOf } from './global-options.ts';
import { type PromptContext, promptContext } from './prompt-context.ts';
import type { Runtime } from './runtime.ts';

type Step = 'all' | 'each' | 'none';
type Answer = 'yes' | 'no' | 'other' | 'done';

/** Shows on stderr all that is asked about; everything that is accepted in the report stands first. */
export function showProposals(planned: LinkReport, runtime: Runtime, { color }: { readonly color: boolean }): void {
  const colorLevel = colorLevelOf(runtime.stderr, { color }, runtime.env);
  const report = { ...planned, isDryRun: true };
  runtime.stderr.write(`${renderLinkProposals(report, { colorLevel, width: widthOf(runtime.stderr), isAll: true })}\n`);
}

/**
 * Asks on stderr and answers with the links that are to be written.
 * @param planned the report in which everything of at least `minConfidence` is accepted
 */
export async function chooseLinks(
  survey: LinkSurvey,
  planned: LinkReport,
  runtime: Runtime,
): Promise<readonly LinkProposal[]> {
  const { select, expand } = await import('@inquirer/prompts');
  const context = promptContext(runtime);
  const sure = survey.proposals.filter(({ confidence }) => confidence >= planned.minConfidence);
  const unsure = survey.proposals.filter(({ confidence }) => confidence < planned.minConfidence);
  const accepted: LinkProposal[] = [];
  const openOnes: LinkProposal[] = [...unsure];
  if (sure.length > 0) {
    const step = await select<Step>(
      {
        message: `${sure.length === 1 ? 'One proposal is' : `${sure.length} proposals are`} at least ${formatConfidence(planned.minConfidence)} sure.`,
        choices: [
          { value: 'all', name: sure.length === 1 ? 'Accept it' : 'Accept them all' },
          { value: 'each', name: 'Look at each' },
          { value: 'none', name: 'Accept none' },
        ],
      },
      context,
    );
    if (step === 'all') accepted.push(...sure);
    if (step === 'each') openOnes.unshift(...sure);
  }

  if (openOnes.length > 0) {
    runtime.stderr.write(
      'y links, n leaves without a link, o chooses another record, d ends the questions; Enter is n.\n',
    );
  }
  for (const proposal of openOnes) {
    const answer = await expand<Answer>(
      {
        message: questionFor(planned, proposal),
        default: 'n',
        choices: [
          { key: 'y', name: 'yes, link them', value: 'yes' },
          { key: 'n', name: 'no, leave it without a link', value: 'no' },
          { key: 'o', name: 'another record of Runn', value: 'other' },
          { key: 'd', name: 'done: no more questions', value: 'done' },
        ],
      },
      context,
    );
    if (answer === 'done') return accepted;
    if (answer === 'yes') accepted.push(proposal);
    if (answer === 'other') accepted.push(...(await searchRunn(survey, planned, proposal, context)));
  }
  if (survey.unproposed.length > 0) {
    accepted.push(...(await chooseForUnproposed(survey, planned, context)));
  }
  return accepted;
}

/** A last yes before anything is written; no question where nothing can be. */
export async function confirmWrite(planned: LinkReport, runtime: Runtime): Promise<boolean> {
  const accepted = planned.links.filter(({ isAccepted }) => isAccepted);
  const entries = accepted.filter(({ target }) => target.kind === 'map').length;
  const references = accepted.length - entries;
  const file = planned.configFile;
  const parts = [
    ...(references === 0 ? [] : [`${count(references, 'reference')} to Runn`]),
    ...(entries === 0 || file === null ? [] : [`${count(entries, 'entry', 'entries')} of map to ${safeText(file)}`]),
  ];
  if (parts.length === 0) return false;
  const left =
    entries > 0 && file === null
      ? ` (${count(entries, 'link goes', 'links go')} into map, and there is no configuration file)`
      : '';
  const { confirm } = await import('@inquirer/prompts');
  return confirm({ message: `Write ${parts.join(' and ')}?${left}`, default: true }, promptContext(runtime));
}

async function chooseForUnproposed(
  survey: LinkSurvey,
  report: LinkReport,
  context: PromptContext,
): Promise<LinkProposal[]> {
  const { checkbox } = await import('@inquirer/prompts');
  const picked = await checkbox(
    {
      message: 'Nothing in Runn looks like these. Choose records for some of them? (space marks, enter goes on)',
      choices: survey.unproposed.map((record) => ({
        value: record,
        name: `${togglNameOf(report, record)}${record.seconds > 0 ? `, ${formatSeconds(record.seconds)}` : ''}`,
      })),
      pageSize: 12,
    },
    context,
  );
  const links: LinkProposal[] = [];
  for (const record of picked) links.push(...(await searchRunn(survey, report, record, context)));
  return links;
}

/** By typing a part of the name, the client, the e-mail or the id; no answer links nothing. */
async function searchRunn(
  survey: LinkSurvey,
  report: LinkReport,
  { kind, togglId }: Pick<LinkProposal, 'kind' | 'togglId'>,
  context: PromptContext,
): Promise<LinkProposal[]> {
  const { search } = await import('@inquirer/prompts');
  const candidates = candidatesOf(survey, report, kind);
  const runnId = await search<number | null>(
    {
      message: `Which ${kind} of Runn is ${togglNameOf(report, { kind, togglId })}? (type to search)`,
      source: (term) => {
        const words = normaliseName(term ?? '')
          .split(' ')
          .filter(Boolean);
        const found = candidates.filter(({ text }) => words.every((word) => text.includes(word)));
        return [...found.slice(0, 50).map(({ id, name }) => ({ value: id, name })), { value: null, name: '(none)' }];
      },
      pageSize: 12,
    },
    context,
  );
  return runnId === null ? [] : [chosenLink(survey, kind, togglId, runnId)];
}

function candidatesOf(survey: LinkSurvey, report: LinkReport, kind: LinkKind) {
  const records =
    kind === 'person'
      ? survey.people.filter(({ isPlaceholder }) => !isPlaceholder)
      : survey.projects.filter(({ isTemplate }) => !isTemplate);
  return records
    .map((record) => {
      const party = report.runn[kind].get(record.id);
      const more = safeText(party?.clientName ?? party?.email ?? '');
      const archived = record.isArchived ? ', archived' : '';
      const name = `${runnNameOf(report, { kind, runnId: record.id })}${more === '' ? '' : ` (${more})`}${archived}`;
      return { id: record.id, name, text: normaliseName(`${name} ${record.id}`) };
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

function questionFor(report: LinkReport, proposal: LinkProposal): string {
  const hours = proposal.seconds > 0 ? `, ${formatSeconds(proposal.seconds)}` : '';
  return `${togglNameOf(report, proposal)}${hours} -> ${runnNameOf(report, proposal)}? (${formatConfidence(proposal.confidence)}, ${describeLinkReason(proposal.reason)}${proposal.isArchived === true ? ', archived in Runn' : ''})`;
}
