/** What is posted to a webhook: for Slack and those who understand its messages, or with all facts for a program. */
import type { RunNotice } from '../core/notice.ts';
import { errorJson } from './error-json.ts';
import { listNoticeProblems } from './notice-problems.ts';
import { renderNoticeText } from './notice-text.ts';

/** Slack's message, and nothing else in it: some receivers refuse fields that they do not know. */
export function slackBody(notice: RunNotice): { readonly text: string } {
  return { text: escapeForSlack(renderNoticeText(notice)) };
}

/** Slack asks for these three; a mention would ring a whole channel because of somebody's name for a project. */
function escapeForSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('@', '@\u200b');
}

/** One flat object; its shape is `noticeDocument` of json-schemas.ts. */
export function noticeJson(notice: RunNotice) {
  const { reason, command, exitCode, host, runn, report, error } = notice;
  const { toggl } = report?.statement ?? {};
  const sum = (seconds: Readonly<Partial<Record<string, number>>>) =>
    Object.values(seconds).reduce<number>((total, each) => total + (each ?? 0), 0);
  return {
    version: 1,
    text: renderNoticeText(notice),
    reason,
    command,
    exitCode,
    host,
    runn,
    run: report?.run ?? null,
    window: report?.window ?? null,
    changes: report?.plan.changes.length ?? null,
    applied: report?.outcome?.applied ?? null,
    failed: report?.outcome?.failed ?? null,
    skipped: report?.outcome?.skipped ?? null,
    refused: report?.refused?.code ?? null,
    trackedSeconds: toggl?.trackedSeconds ?? null,
    heldBackSeconds: toggl === undefined ? null : sum(toggl.heldBackSeconds),
    problems: report === null ? [] : listNoticeProblems(report.findings, report.names),
    error: error === null ? null : errorJson(error),
  };
}
