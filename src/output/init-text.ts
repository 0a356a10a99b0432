/** The text of `init`: the files, then the checks. */
import type { InitReport } from '../core/init-report.ts';
import { renderDoctorText } from './doctor-text.ts';
import { wrapText } from './layout.ts';
import { layOutNext } from './next-step.ts';
import { safeText } from './safe-text.ts';
import { createStyle, type TextOptions } from './style.ts';

/** Renders the report; ends in a newline. */
export function renderInitText(report: InitReport, options: TextOptions): string {
  const style = createStyle(options.colorLevel);
  const { width } = options;
  const lines = report.files.map((file) => `${style.strong('Wrote')} ${safeText(file)}`);
  if (report.holdsToken) {
    const warning = `${report.files[0] ?? 'The file'} holds a token: whoever can read it can use the token.`;
    lines.push(...wrapText(safeText(warning), { width, indent: 9, first: `${style.sign.warning('warning:')} ` }));
  }
  if (report.ignored.length > 0)
    lines.push(`git ignores ${report.ignored.map((each) => safeText(each)).join(' and ')}`);
  if (report.before !== null) {
    lines.push(...layOutNext([{ lead: 'Before a run, in each shell', command: safeText(report.before) }], width));
  }
  return `${lines.join('\n')}\n\n${renderDoctorText(report.doctor, options)}`;
}
