/** `doctor --format csv`: one line for each check. */
import type { DoctorReport } from '../core/doctor-report.ts';
import { renderCsv } from './csv.ts';

const columns = ['group', 'code', 'status', 'message', 'remedy', 'exit_code'] as const;

/** Renders the report; ends in a line break. */
export function renderDoctorCsv({ groups }: DoctorReport): string {
  const records = groups.flatMap(({ id, checks }) =>
    checks.map(({ code, status, message, remedy, exitCode }) => ({
      group: id,
      code,
      status,
      message,
      remedy,
      exit_code: exitCode,
    })),
  );
  return renderCsv(columns, records);
}
