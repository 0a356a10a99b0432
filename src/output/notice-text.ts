/** The message about a run: one paragraph that says what was synced, what needs whom, and what failed. */
import type { NoticeReason, RunNotice } from '../core/notice.ts';
import type { SyncReport } from '../core/report.ts';
import { deltaOf } from './change-table.ts';
import { count } from './count.ts';
import { errorJson } from './error-json.ts';
import { formatSeconds, formatSignedMinutes } from './format-hours.ts';
import { createNamer } from './namer.ts';
import { commandLine } from './next-step.ts';
import { type Audience, listNoticeProblems } from './notice-problems.ts';
import { unwrittenOf } from './promise-text.ts';
import { configOptions, planOptions } from './range-options.ts';
import { heldBackSecondsOf } from './run-facts.ts';
import { safeText } from './safe-text.ts';
import { describeRefusal } from './sync-text.ts';

const audiences: Readonly<Record<Audience, string>> = {
  runn: 'For whoever keeps Runn',
  toggl: 'For those who track',
  operator: 'For whoever runs toggl-runn',
};

const openings: Readonly<Record<NoticeReason, string>> = {
  changed: '',
  failed: '',
  always: '',
  settled: 'All is settled, nothing needs anybody now. ',
  recovered: 'It runs again. ',
  reminder: 'Still open. ',
};

/** Renders the message; one line, without markup, harmless wherever it is shown. */
export function renderNoticeText(notice: RunNotice): string {
  const { command, host, runn, report, reason } = notice;
  const account = `Runn ${runn.environment === 'unknown' ? 'account' : runn.environment} at ${safeText(runn.host)}`;
  const range = report === null ? '' : `, ${report.window.since} to ${report.window.until}`;
  const sentences = report === null ? [describeFailure(notice)] : describeRun(report, notice);
  return `toggl-runn ${command} on ${safeText(host)} (${account}${range}): ${openings[reason]}${sentences.join(' ')}`;
}

function describeFailure({ error, exitCode }: RunNotice): string {
  const { message, hint } = errorJson(error);
  return `Failed, exit code ${exitCode}: ${safeText(message)}${hint === null ? '' : ` ${safeText(hint)}`}`;
}

function describeRun(report: SyncReport, notice: RunNotice): string[] {
  const { findings, names, statement } = report;
  const held = heldBackSecondsOf(report);
  const problems = listNoticeProblems(findings, names);
  const sentences = [...describeOutcome(report)];
  if (notice.error !== null) sentences.push(describeFailure(notice));
  if (held > 0) {
    sentences.push(
      `${formatSeconds(held)} of the ${formatSeconds(statement.toggl.trackedSeconds)} hours tracked are held back.`,
    );
  }
  for (const audience of ['runn', 'toggl', 'operator'] as const) {
    const own = problems.filter((problem) => problem.audience === audience);
    if (own.length === 0) continue;
    const items = own.map(({ phrase, who, seconds }) => {
      const about = [who, seconds > 0 ? formatSeconds(seconds) : ''].filter((part) => part !== '').join(', ');
      return about === '' ? phrase : `${phrase} (${about})`;
    });
    sentences.push(`${audiences[audience]}: ${items.join('; ')}.`);
  }
  if (problems.length > 0)
    sentences.push(`Details: \`${commandLine('dry-run', planOptions(report), ...configOptions(report.options))}\`.`);
  return sentences;
}

function describeOutcome(report: SyncReport): string[] {
  const { outcome, refused, plan, names, verification } = report;
  if (refused !== null) {
    const { message, hint } = describeRefusal(refused, names, createNamer(names));
    return [`Refused, nothing was written. ${message} ${hint}`];
  }
  if (outcome === null || plan.changes.length === 0) return ['Nothing had to be written.'];
  const { applied, failed, skipped, failures, stale = [], standing = [] } = outcome;
  if (standing.length === plan.changes.length) return ['Nothing had to be written: Runn had all of the plan already.'];
  const net = applied === plan.changes.length ? `, net ${formatSignedMinutes(deltaOf(plan.changes))} hours` : '';
  const sentences = [`Wrote ${count(applied, 'change')}${net}.`];
  const { unknown } = unwrittenOf(outcome);
  const first = failures.find(({ isUnknown }) => isUnknown !== true);
  if (first !== undefined) {
    sentences.push(`${failed - unknown} could not be written; the first: ${safeText(first.message)}`);
  }
  if (unknown > 0)
    sentences.push(`Of ${count(unknown, 'change')} nobody knows whether they are in Runn: no answer came.`);
  const left = skipped - stale.length;
  if (stale.length > 0) sentences.push(`Skipped ${stale.length}, for Runn has changed since the plan was made.`);
  if (left > 0) sentences.push(`${left} ${left === 1 ? 'was' : 'were'} not sent.`);
  const differences = verification?.differences.length ?? 0;
  if (differences > 0) sentences.push(`Read back, ${count(differences, 'cell')} in Runn did not agree with Toggl.`);
  return sentences;
}
