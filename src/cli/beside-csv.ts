/** What a table of changes has no column for, so that nobody takes it for the whole result. */
import type { Finding } from '../core/findings.ts';
import type { SyncReport } from '../core/report.ts';
import { countFindings } from '../output/finding-sections.ts';
import { createNamer } from '../output/namer.ts';
import { describeRefusal } from '../output/sync-text.ts';

/** Sentences for stderr: why nothing was written, and how much else a person should see. */
export function besideCsv(report: {
  readonly findings: readonly Finding[];
  readonly refused?: SyncReport['refused'];
  readonly names: SyncReport['names'];
}): string[] {
  const { refused = null, names } = report;
  const worthALook = report.findings.filter(({ severity }) => severity !== 'info');
  return [
    ...(refused === null ? [] : [`Refused. ${describeRefusal(refused, names, createNamer(names)).message}`]),
    ...(worthALook.length === 0
      ? []
      : [`Not in the table: ${countFindings(worthALook)}. --format text, json or markdown has them.`]),
  ];
}
