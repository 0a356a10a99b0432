/** The header of every report: what was asked for, and what the run is connected to. */
import { countDays } from '../core/dates.ts';
import type { Window } from '../core/model.ts';
import type { Accounts } from '../core/report.ts';
import { count } from './count.ts';
import { formatWindow } from './format-day.ts';
import { wrapText } from './layout.ts';
import { safeText } from './safe-text.ts';
import type { Style } from './style.ts';

const labelWidth = 9;

/** Lines without a blank one after them. */
export function layOutHeader(
  report: {
    readonly command: string;
    /** Null where no days are concerned. */
    readonly window: Window | null;
    readonly accounts: Pick<Accounts, 'runn'> & Partial<Accounts>;
    readonly run?: string | null;
  },
  style: Style,
  width: number,
): string[] {
  const { toggl, runn } = report.accounts;
  const environment = runn.environment === 'unknown' ? 'account' : `${runn.environment} account`;
  const paintEnvironment = (text: string) =>
    runn.environment === 'LIVE' ? text.replace('LIVE', (word) => style.inverse(word)) : text;
  const { window } = report;
  const days = window === null ? '' : `  ${formatWindow(window)}, ${count(countDays(window), 'day')}`;
  return [
    `${style.strong(`toggl-runn ${report.command}`)}${days}`,
    ...(toggl === undefined ? [] : line('Toggl', describeToggl(toggl), style, width)),
    ...line(
      'Runn',
      `${environment} at ${safeText(runn.host)}, key "${safeText(runn.key)}"`,
      style,
      width,
      paintEnvironment,
    ),
    ...(report.run === undefined || report.run === null ? [] : line('Run', safeText(report.run), style, width)),
  ];
}

function describeToggl({ host, workspaces }: Accounts['toggl']): string {
  const names = workspaces.map(({ id, name }) => `${safeText(name)} (${id})`).join(', ');
  return `${names === '' ? 'no workspace' : names} at ${safeText(host)}`;
}

function line(
  label: string,
  text: string,
  style: Style,
  width: number,
  paint: (text: string) => string = (plain) => plain,
): string[] {
  return wrapText(text, { width, indent: labelWidth, first: style.faint(`  ${label.padEnd(labelWidth - 2)}`), paint });
}
