/** `undo --format csv`: what was put back, and what was left alone. */
import type { UndoReport } from '../core/report.ts';
import { changeLines, renderChangesCsv } from './changes-csv.ts';
import { failureOfLeft } from './undo-text.ts';

/** Renders the report; ends in a line break. Findings are not in it. */
export function renderUndoCsv(report: UndoReport): string {
  const left = report.left.map((each) => ({
    change: each.change,
    status: 'left' as const,
    message: failureOfLeft(each).message,
  }));
  return renderChangesCsv([...changeLines(report.changes, report.outcome, 'planned'), ...left], report.names);
}
