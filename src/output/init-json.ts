/** The JSON document of `init`. */
import type { InitReport } from '../core/init-report.ts';
import { doctorJson } from './doctor-json.ts';
import { renderJson } from './json-parts.ts';

/** Renders the report; one document, ends in a newline. */
export function renderInitJson({ command, files, ignored, before, doctor }: InitReport): string {
  return renderJson({ version: 1, command, files, ignored, before, doctor: doctorJson(doctor) });
}
