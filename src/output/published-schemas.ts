/** The JSON Schemas that the package ships, made from the same schemas that the tests hold the documents to. */
import { z } from 'zod';
import {
  doctorDocument,
  dryRunDocument,
  errorDocument,
  explainDocument,
  historyDocument,
  initDocument,
  linkDocument,
  logLine,
  noticeDocument,
  refsDocument,
  reportDocument,
  syncDocument,
  undoDocument,
  undoLinksDocument,
  unmatchedDocument,
} from './json-schemas.ts';

/** By command; `error` is what any of them prints instead when it fails, and the last two are no documents of stdout. */
const published = {
  sync: [syncDocument, 'What sync --json prints.'],
  'dry-run': [dryRunDocument, 'What dry-run --json prints: the document of sync without run and outcome.'],
  'check-refs': [refsDocument, 'What check-refs --json prints.'],
  'list-unmatched': [unmatchedDocument, 'What list-unmatched --json prints.'],
  link: [linkDocument, 'What link --json prints.'],
  explain: [explainDocument, 'What explain --json prints.'],
  report: [reportDocument, 'What report --json prints: the figures of its page.'],
  history: [historyDocument, 'What history --json prints.'],
  undo: [z.union([undoDocument, undoLinksDocument]), 'What undo --json prints, for a run of sync or of link.'],
  doctor: [doctorDocument, 'What doctor --json prints.'],
  init: [initDocument, 'What init --json prints.'],
  error: [errorDocument, 'What any command prints with --json when it fails.'],
  notice: [noticeDocument, 'What notify.format: json posts to notify.webhookUrl.'],
  log: [logLine, 'A line of stderr with --log-format json.'],
} as const satisfies Record<string, readonly [z.ZodType, string]>;

export type SchemaName = keyof typeof published;

export const schemaNames = Object.keys(published) as SchemaName[];

/**
 * The JSON Schema (draft 2020-12) of a document.
 * @param options.isClosed refuses fields that are not described, as the tests want it. What is shipped allows them: fields
 * may be added without another `version`.
 */
export function toJsonSchema(name: SchemaName, options: { readonly isClosed?: boolean } = {}): Record<string, unknown> {
  const [schema, description] = published[name];
  const { $schema, ...rest } = z.toJSONSchema(schema, {
    override: ({ jsonSchema }) => {
      if (options.isClosed !== true && jsonSchema.additionalProperties === false)
        delete jsonSchema.additionalProperties;
      // The bounds of what JavaScript can count say nothing.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      const pattern = typeof jsonSchema.format === 'string' ? readablePatterns[jsonSchema.format] : undefined;
      if (pattern !== undefined) jsonSchema.pattern = pattern;
    },
  });
  return { $schema, $id: `urn:toggl-runn:schema:${name}:1`, title: `toggl-runn ${name}`, description, ...rest };
}

/** Instead of patterns that know leap years: validators have the formats for that. */
const readablePatterns: Readonly<Record<string, string>> = {
  date: '^\\d{4}-\\d{2}-\\d{2}$',
  'date-time': '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$',
};
