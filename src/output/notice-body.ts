/** What is posted to a webhook: for Slack and those who understand its messages, or with all facts for a program. */
import type { RunNotice } from '../core/notice.ts';
import { errorJson } from './error-json.ts';
import { listNoticeProblems } from './notice-problems.ts';
import { renderNoticeText } from './notice-text.ts';
import { runFacts } from './run-facts.ts';

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
  return {
    version: 1,
    text: renderNoticeText(notice),
    reason,
    command,
    exitCode,
    host,
    runn,
    ...runFacts(report),
    problems: report === null ? [] : listNoticeProblems(report.findings, report.names),
    error: error === null ? null : errorJson(error),
  };
}
