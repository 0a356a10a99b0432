import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderErrorText } from '../../src/output/error-text.ts';
import { renderRefsMarkdown } from '../../src/output/refs-markdown.ts';
import { renderRefsText } from '../../src/output/refs-text.ts';
import { renderSyncCsv } from '../../src/output/sync-csv.ts';
import { renderSyncMarkdown } from '../../src/output/sync-markdown.ts';
import { renderSyncText } from '../../src/output/sync-text.ts';
import { renderUnmatchedCsv } from '../../src/output/unmatched-csv.ts';
import { renderUnmatchedMarkdown } from '../../src/output/unmatched-markdown.ts';
import { renderUnmatchedText } from '../../src/output/unmatched-text.ts';
import { accounts, aSyncReport, changes, findings, refsReport, rename, unmatchedReport } from './sample-reports.ts';

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.constantFrom(
    '\u001b[2J\u001b[31m',
    '\u202ereversed',
    'a\nb\rc',
    '\u0007\u0008\u009b',
    '',
    '👩‍👩‍👧‍👦'.repeat(30),
    '`',
  ),
);

function hostileAccounts(name: string) {
  return {
    toggl: { host: name, workspaces: accounts.toggl.workspaces.map((each) => ({ ...each, name })) },
    runn: { ...accounts.runn, host: name, key: name },
  };
}

const dangerous = /(?![\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const options = { colorLevel: 0, width: 80, isAll: true } as const;

describe('names of other people', () => {
  it('never reach a terminal as control characters, whatever the report', () => {
    fc.assert(
      fc.property(hostile, (name) => {
        const parts = { names: rename(name), accounts: hostileAccounts(name) };
        const failures = changes.map((change) => ({ change, message: name, hint: name, status: 422 }));
        const outcome = { applied: 0, failed: failures.length, skipped: 0, failures };
        const words = findings.map((each) => ({ ...each, facts: { ...each.facts, words: name } }));
        const suggestion = { runnId: 1 as never, name, because: 'same-name' } as const;
        const texts = [
          renderSyncText(aSyncReport({ ...parts, command: 'sync', run: name, findings: words, outcome }), options),
          renderUnmatchedText(
            {
              ...unmatchedReport,
              ...parts,
              unmatched: unmatchedReport.unmatched.map((each) => ({ ...each, suggestion })),
              referenceNames: [name],
            },
            options,
          ),
          renderRefsText(
            {
              ...refsReport,
              ...parts,
              findings: refsReport.findings.map((each) => ({
                ...each,
                facts: { ...each.facts, externalId: name, referenceName: name, suggestion },
              })),
              referenceNames: [name],
            },
            options,
          ),
          renderErrorText(new Error(name), options),
        ];
        for (const text of texts) expect(text).not.toMatch(dangerous);
      }),
      { numRuns: 40 },
    );
  });

  it('stay text in Markdown: no markup, no HTML, no mention, and as many cells as columns', () => {
    const signs = fc.string({ unit: fc.constantFrom(...'`|<>&@#[]()*_~$\\\n:/w.1 a-+=!'), maxLength: 24 });
    fc.assert(
      fc.property(fc.oneof(hostile, signs), (name) => {
        const parts = { names: rename(name), accounts: hostileAccounts(name) };
        const failures = changes.map((change) => ({ change, message: name, hint: name, status: 422 }));
        const outcome = { applied: 0, failed: failures.length, skipped: 0, failures };
        const documents = [
          renderSyncMarkdown(aSyncReport({ ...parts, command: 'sync', findings, outcome }), options),
          renderUnmatchedMarkdown({ ...unmatchedReport, ...parts }, options),
          renderRefsMarkdown({ ...refsReport, ...parts }, options),
        ];
        for (const markdown of documents) {
          expect(markdown).not.toMatch(dangerous);
          const outsideCode = markdown.replaceAll('<!-- -->', '\0').replaceAll(/\\[\\`]|`[^`\n]+`/g, '·');
          expect(outsideCode).not.toMatch(/<|(?<!^\\?)>(?! )|@(?!\0)|#(?=\d)|:\/\/|www\./im);
          for (const table of markdown.split('\n\n').filter((block) => block.startsWith('|'))) {
            expect(new Set(table.trimEnd().split('\n').map(countCells)).size).toBe(1);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('keep each record of a CSV on one line', () => {
    fc.assert(
      fc.property(hostile, (name) => {
        const parts = { names: rename(name), accounts: hostileAccounts(name) };
        const tables = [
          [renderSyncCsv(aSyncReport(parts)), changes.length],
          [renderUnmatchedCsv({ ...unmatchedReport, ...parts }), unmatchedReport.unmatched.length],
        ] as const;
        for (const [text, records] of tables) {
          expect(text.replaceAll('\r\n', '\n')).not.toMatch(dangerous);
          expect(text.split('\r\n')).toHaveLength(records + 2);
        }
      }),
      { numRuns: 40 },
    );
  });
});

function countCells(line: string): number {
  return line.replaceAll(/\\[\\|]/g, '').split('|').length;
}
