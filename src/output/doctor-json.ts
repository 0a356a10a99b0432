/** The JSON document of `doctor`. */
import { countChecks, type DoctorReport } from '../core/doctor-report.ts';
import { nextCommandOf } from './doctor-text.ts';
import { renderJson } from './json-parts.ts';

/** Renders the report; one document, ends in a newline. */
export function renderDoctorJson(report: DoctorReport): string {
  return renderJson({ version: 1, command: report.command, ...doctorJson(report) });
}

/** What stands in the document of `doctor`, and in that of `init` under `doctor`. */
export function doctorJson(report: DoctorReport) {
  return {
    toolVersion: report.toolVersion,
    summary: countChecks(report.groups),
    groups: report.groups.map(({ id, checks }) => ({
      id,
      checks: checks.map(({ code, status, message, remedy, exitCode, facts }) => ({
        code,
        status,
        message,
        remedy,
        exitCode,
        facts,
      })),
    })),
    settings: report.settings.map(({ path, value, from, overridden }) => ({ path, value, from, overridden })),
    isOffline: report.isOffline,
    next: nextCommandOf(report),
    requests: report.requests,
  };
}
