/** Earlier runs from their journals, without the changes: what `history` shows. */
import type { JournalledRun, RunOutcome } from '../core/report.ts';
import { withFailures } from '../core/statement.ts';
import { type Journal, type JournalProblem, readJournals, startOf } from './journal.ts';
import { type ReferencesJournal, readReferencesJournals } from './references-journal.ts';

/** Of actuals and of references: the latest first, at most `limit` of them; files that cannot be read are listed apart. */
export async function listRuns(
  stateDir: string,
  limit: number,
): Promise<{ readonly runs: readonly JournalledRun[]; readonly problems: readonly JournalProblem[] }> {
  const runs: JournalledRun[] = [];
  const problems: JournalProblem[] = [];
  if (limit <= 0) return { runs, problems };
  const actuals = summarizeEach(readJournals(stateDir), summarizeRun, problems);
  const references = summarizeEach(readReferencesJournals(stateDir), summarizeLinkRun, problems);
  let nextOfActuals = await actuals.next();
  let nextOfReferences = await references.next();
  while (runs.length < limit) {
    const one = nextOfActuals.done === true ? undefined : nextOfActuals.value;
    const other = nextOfReferences.done === true ? undefined : nextOfReferences.value;
    if (one !== undefined && (other === undefined || startOf(one) >= startOf(other))) {
      runs.push(one);
      nextOfActuals = await actuals.next();
    } else if (other !== undefined) {
      runs.push(other);
      nextOfReferences = await references.next();
    } else break;
  }
  return { runs, problems };
}

async function* summarizeEach<J extends object>(
  journals: AsyncIterable<J | JournalProblem>,
  summarize: (journal: J) => JournalledRun,
  problems: JournalProblem[],
): AsyncGenerator<JournalledRun, undefined, undefined> {
  for await (const journal of journals) {
    if ('message' in journal) problems.push(journal);
    else yield summarize(journal);
  }
}

export function summarizeRun(journal: Journal): JournalledRun {
  const { window, statement, changes, outcomes, isTimeHidden = false, leftOut = 0 } = journal;
  const head = summarizeHead(journal);
  const unwritten = changes.filter((_, index) => outcomes[index]?.status !== 'applied');
  return {
    ...head,
    changes: head.changes + leftOut,
    outcome: { ...head.outcome, skipped: head.outcome.skipped + leftOut },
    window,
    statement: statement === undefined ? null : withFailures(statement, unwritten),
    isTimeHidden,
  };
}

function summarizeLinkRun(journal: ReferencesJournal): JournalledRun {
  return { ...summarizeHead(journal), window: null, statement: null, isTimeHidden: false };
}

/** What the journals of both kinds have. */
function summarizeHead(
  journal: Journal | ReferencesJournal,
): Omit<JournalledRun, 'window' | 'statement' | 'isTimeHidden'> {
  const { run, startedAt, finishedAt, command, undoes, account, toolVersion, changes } = journal;
  return {
    run,
    startedAt,
    finishedAt,
    command,
    undoes: undoes ?? null,
    account,
    toolVersion,
    changes: changes.length,
    outcome: countOutcomes(journal),
  };
}

/** From the outcomes themselves, so that a run that was cut off has them too. */
function countOutcomes({ outcomes }: Pick<Journal | ReferencesJournal, 'outcomes'>): RunOutcome {
  const count = (isCounted: (status: string | undefined) => boolean) =>
    outcomes.filter((outcome) => isCounted(outcome?.status)).length;
  return {
    applied: count((status) => status === 'applied'),
    failed: count((status) => status === 'failed'),
    skipped: count((status) => status === 'skipped'),
    unknown: count((status) => status === undefined || status === 'unknown'),
  };
}
