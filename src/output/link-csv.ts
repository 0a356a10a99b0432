/** `link --format csv`, and the file of `link --out`: one line per proposal and per record without one. */
import type { LinkLine, LinkReport } from '../core/report-links.ts';
import { csvHours, renderCsv } from './csv.ts';

/** What `link --from` reads, to be edited by hand. */
const fileColumns = [
  'accept',
  'kind',
  'toggl_id',
  'toggl_name',
  'toggl_client',
  'toggl_email',
  'hours',
  'runn_id',
  'runn_name',
  'confidence',
  'reason',
  'runn_archived',
] as const;

/** For `--out`: proposals with `yes` where they are sure enough, then what has no proposal, for somebody to fill in. */
export function renderLinksFile(report: LinkReport): string {
  return renderCsv(fileColumns, recordsOf(report));
}

/** The same with what became of each; `link --from` takes this too. Ends in a line break. */
export function renderLinkCsv(report: LinkReport): string {
  return renderCsv([...fileColumns, 'seconds', 'status', 'message'], recordsOf(report));
}

function recordsOf(report: LinkReport) {
  const toRecord = (line: Pick<LinkLine, 'kind' | 'togglId' | 'seconds'> & Partial<LinkLine>) => {
    const toggl = report.toggl[line.kind].get(line.togglId);
    return {
      accept: line.isAccepted === true ? 'yes' : 'no',
      kind: line.kind,
      toggl_id: line.togglId,
      toggl_name: toggl?.name ?? null,
      toggl_client: toggl?.clientName ?? null,
      toggl_email: toggl?.email ?? null,
      hours: csvHours(line.seconds),
      runn_id: line.runnId ?? null,
      runn_name: line.runnId === undefined ? null : (report.runn[line.kind].get(line.runnId)?.name ?? null),
      confidence: line.confidence ?? null,
      reason: line.reason ?? null,
      runn_archived: line.isArchived === true ? 'yes' : null,
      seconds: line.seconds,
      status: line.status ?? 'no-proposal',
      message: line.message ?? null,
    };
  };
  return [...report.links.map(toRecord), ...report.unproposed.map(toRecord)];
}
