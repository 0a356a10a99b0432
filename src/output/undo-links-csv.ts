/** `undo --format csv` for a run of `link`: one line for each reference or entry of `map`. */
import type { UndoLinksReport } from '../core/plan-undo-links.ts';
import { renderCsv } from './csv.ts';

const columns = [
  'status',
  'kind',
  'runn_kind',
  'runn_id',
  'runn_name',
  'reference_name',
  'map_file',
  'map_group',
  'toggl_id',
  'before',
  'after',
  'current',
  'message',
] as const;

/** Renders the report; ends in a line break. `before` is what is put back, `after` what the run had written. */
export function renderUndoLinksCsv({ references }: UndoLinksReport): string {
  const records = references.map(({ change, status, current, message }) => {
    const reference = change.kind === 'reference' ? change : null;
    const entry = change.kind === 'map' ? change : null;
    return {
      status,
      kind: change.kind,
      runn_kind: reference?.record.kind ?? null,
      runn_id: reference?.record.id ?? null,
      runn_name: reference?.name ?? null,
      reference_name: reference?.referenceName ?? null,
      map_file: entry?.file ?? null,
      map_group: entry?.group ?? null,
      toggl_id: entry?.togglId ?? null,
      before: change.before,
      after: change.after,
      current: current ?? null,
      message: message ?? null,
    };
  });
  return renderCsv(columns, records);
}
