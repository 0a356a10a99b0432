/** `sync --interactive`: asks person by person, so that a person's day is never torn apart (R12). */
import { UsageError } from '../core/errors.ts';
import type { Change, RunnPersonId } from '../core/model.ts';
import type { SyncReport } from '../core/report.ts';
import type { Progress } from '../output/progress.ts';
import { renderSyncPlan } from '../output/sync-text.ts';
import { colorLevelOf, widthOf } from './global-options.ts';
import type { Runtime } from './runtime.ts';

type Answer = 'yes' | 'no' | 'all' | 'none' | 'quit';

/**
 * Shows the plan on stderr and asks for each person whose changes it holds.
 * @returns the changes to write, in the order of the plan
 * @throws UsageError without a terminal to ask on
 */
export async function chooseChanges(
  report: SyncReport,
  runtime: Runtime,
  { progress, color }: { readonly progress: Progress; readonly color: boolean },
): Promise<readonly Change[]> {
  if (report.plan.changes.length === 0) return [];
  if (runtime.stdin.isTTY !== true || runtime.stderr.isTTY !== true) {
    throw new UsageError('no-terminal', '--interactive needs a terminal to ask on.', {
      hint: 'Run dry-run to see the changes, and sync without --interactive to write them.',
    });
  }
  progress.stop();
  const colorLevel = colorLevelOf(runtime.stderr, { color }, runtime.env);
  runtime.stderr.write(`${renderSyncPlan(report, { colorLevel, width: widthOf(runtime.stderr), isAll: true })}\n`);

  runtime.stderr.write('y writes, n leaves out, a and s answer for all that follow, q writes nothing; Enter is n.\n');
  const { expand } = await import('@inquirer/prompts');
  const byPerson = groupByPerson(report.plan.changes);
  const chosen = new Set<Change>();
  let rest: 'ask' | 'yes' | 'no' = 'ask';
  for (const [personId, changes] of byPerson) {
    const name = report.names.people.get(personId) ?? `Runn person ${personId}`;
    const answer: Answer =
      rest !== 'ask'
        ? rest
        : await expand<Answer>(
            {
              message: `Write ${changes.length} ${changes.length === 1 ? 'change' : 'changes'} of ${name}?`,
              default: 'n',
              expanded: false,
              choices: [
                { key: 'y', name: 'yes', value: 'yes' },
                { key: 'n', name: 'no, leave this person out', value: 'no' },
                { key: 'a', name: 'yes, and all that follow', value: 'all' },
                { key: 's', name: 'no, and none that follow', value: 'none' },
                { key: 'q', name: 'quit and write nothing', value: 'quit' },
              ],
            },
            {
              input: runtime.stdin,
              output: runtime.stderr as unknown as NodeJS.WritableStream,
              signal: runtime.signal,
            },
          );
    if (answer === 'quit') return [];
    if (answer === 'all') rest = 'yes';
    if (answer === 'none') rest = 'no';
    if (answer === 'yes' || answer === 'all') for (const change of changes) chosen.add(change);
  }
  return report.plan.changes.filter((change) => chosen.has(change));
}

function groupByPerson(changes: readonly Change[]): Map<RunnPersonId, Change[]> {
  const groups = new Map<RunnPersonId, Change[]>();
  for (const change of changes) {
    const known = groups.get(change.personId);
    if (known === undefined) groups.set(change.personId, [change]);
    else known.push(change);
  }
  return groups;
}
