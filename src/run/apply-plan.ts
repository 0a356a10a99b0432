/** Writes a plan to Runn: the only code that is given something that can write (DESIGN section 5, "Runn writes"). */
import { type Batch, isDeletion, isRaise, isReduction, keyOf, makeBatches, personDayOf } from '../core/batches.ts';
import { isoWeekOf } from '../core/dates.ts';
import { AccessError, AppError, InternalError, InterruptedError } from '../core/errors.ts';
import { type Finding, finding } from '../core/findings.ts';
import { ownershipOf } from '../core/mark.ts';
import type { Actual, Change, Minutes, Rules } from '../core/model.ts';
import { isScheduledZero } from '../core/scheduled-zeros.ts';
import type { StatusFailure } from '../http/service.ts';
import type { ActualInput, RunnWriter } from '../runn/runn-writer.ts';
import type { ChangeOutcome, NumberedOutcome } from './outcomes.ts';

/** What of the writer is needed to apply a plan; references are not. */
export type ActualsWriter = Pick<RunnWriter, 'writeActuals' | 'deleteActual'>;

export interface ApplyOptions {
  readonly changes: readonly Change[];
  readonly clearWith: Rules['clearWith'];
  readonly writer: ActualsWriter;
  /** Told of outcomes as they become known, and awaited; null with `--no-journal`. */
  readonly journal: { readonly recordOutcomes: (outcomes: readonly NumberedOutcome[]) => Promise<void> } | null;
  readonly onProgress?: ((progress: ApplyProgress) => void) | undefined;
  /** Checked before every request. */
  readonly signal: AbortSignal;
}

export interface ApplyProgress {
  /** Changes whose outcome is known. */
  readonly done: number;
  readonly total: number;
}

export interface ApplyResult {
  /** One for each change, in the order of `changes`. */
  readonly outcomes: readonly ChangeOutcome[];
  /** `mark-lost` and `paired-clear-refused`. */
  readonly findings: readonly Finding[];
  /** What stopped the run before everything was sent; to be thrown when journal and report are written. */
  readonly error: Error | null;
}

interface Item {
  readonly index: number;
  readonly change: Change;
}

type Refusal = Pick<StatusFailure, 'status' | 'message'>;

const maxBatchesInFlight = 4;
/** After so many equal refusals in one project and week, the rest of it is not sent (DESIGN section 5). */
const maxEqualRefusals = 10;

const lockHint =
  'Runn refuses this one. If its timesheets are locked for that time, set `rules.lockedThrough` to the last locked day; else check that person, project and role are active in Runn.';
const zeroHint =
  'Runn does not accept an actual of 0 minutes; set `rules.clearWith: delete`. If its words speak of a lock instead, set `rules.lockedThrough`.';
const scheduledZeroHint =
  'Runn does not accept an actual of 0 minutes; set `rules.zeros: none`, and `rules.clearWith: delete` for what is to be cleared. "Autofill Missing Actuals" in Runn writes such zeros itself.';
const againHint = 'Run the same command again: it reads what Runn has. If this stays, compare the actual in Runn.';

/**
 * Writes every change, in batches of at most 100, and never throws: what went wrong is in the result.
 *
 * A refused batch is halved until the refused item stands alone; the others are written (runn.md section 8, row 2).
 * The raises of a person's day whose clear was refused are skipped (R12); if Runn writes the good items of a refused
 * request, some of them are in Runn all the same, and the next run finds them in order. A failure that is not about one
 * item (network, a token that is refused, an interrupt, a journal that cannot be written) stops the run: what is in
 * flight is `unknown`, what was not sent is `skipped`, and `error` says why. A lost mark stops it too, without an error:
 * the finding `mark-lost` says so.
 */
export async function applyPlan(options: ApplyOptions): Promise<ApplyResult> {
  const application = new Application(options);
  const [firstWave = [], ...otherWaves] = makeBatches(options.changes, options.clearWith);
  // The first batch goes alone: it shows whether the token may write and whether marks survive.
  for (const wave of [firstWave.slice(0, 1), firstWave.slice(1), ...otherWaves]) {
    const queue = wave.values();
    const workers = Array.from({ length: maxBatchesInFlight }, async () => {
      for (const batch of queue) await application.applyBatch(batch);
    });
    await Promise.all(workers);
  }
  return application.finish();
}

class Application {
  readonly #options: ApplyOptions;
  readonly #indexes: ReadonlyMap<Change, number>;
  readonly #outcomes: (ChangeOutcome | undefined)[];
  readonly #findings: Finding[] = [];
  /** Outcomes that the journal has not been told yet. */
  #unrecorded: NumberedOutcome[] = [];
  #done = 0;
  #isStopped = false;
  #isJournalBroken = false;
  #error: Error | null = null;

  /** Equal lone refusals, by project, week, status and message. */
  readonly #refusalCounts = new Map<string, number>();
  /** Projects and weeks of which nothing more is sent. */
  readonly #closedWeeks = new Map<string, Refusal>();
  /** What Runn said to a lone 0/0, when it has not accepted one before. */
  #zeroRefusal: Refusal | null = null;
  #isZeroAccepted = false;
  /** The refused clear, or other reduction, of a person's day. */
  readonly #refusedClears = new Map<string, { readonly change: Change; readonly words: string }>();
  readonly #reportedPairs = new Set<Change>();

  constructor(options: ApplyOptions) {
    this.#options = options;
    this.#indexes = new Map(options.changes.map((change, index) => [change, index]));
    this.#outcomes = options.changes.map(() => undefined);
  }

  async applyBatch(batch: Batch): Promise<void> {
    try {
      for (const item of this.#itemsOf(batch.deletes)) await this.#delete(item);
      await this.#write(this.#itemsOf(batch.writes));
    } catch (error) {
      this.#stop(error);
    }
  }

  async finish(): Promise<ApplyResult> {
    const unsent = this.#outcomes.flatMap((outcome, index) => (outcome === undefined ? [index] : []));
    for (const index of unsent) this.#settle(index, { status: 'skipped', reason: 'run-stopped' });
    await this.#record();
    const outcomes = this.#outcomes.filter((outcome) => outcome !== undefined);
    return { outcomes, findings: this.#findings, error: this.#error };
  }

  #itemsOf(changes: readonly Change[]): Item[] {
    return changes.map((change) => ({ index: this.#indexes.get(change) ?? -1, change }));
  }

  async #delete(item: Item): Promise<void> {
    const { actualId } = item.change;
    if (actualId === null || !this.#mayBeSent(item)) return;
    const answer = await this.#attempt([item], () => this.#options.writer.deleteActual(actualId));
    if (answer === undefined) return;
    if (typeof answer === 'string') this.#settle(item.index, { status: 'applied', actualId: null });
    else this.#refuse(item, answer);
    await this.#record();
  }

  async #write(items: readonly Item[]): Promise<void> {
    const ready = items.filter((item) => this.#mayBeSent(item));
    const [first] = ready;
    if (first === undefined) return this.#record();
    const answer = await this.#attempt(ready, () =>
      this.#options.writer.writeActuals(ready.map(({ change }) => toActualInput(change))),
    );
    if (answer === undefined) return;
    if (isList(answer)) {
      this.#compare(ready, answer);
    } else if (ready.length === 1) {
      this.#refuse(first, answer);
    } else {
      // One after the other: the clears of a day stand before its raises, and have to be settled before them.
      const middle = Math.ceil(ready.length / 2);
      await this.#write(ready.slice(0, middle));
      await this.#write(ready.slice(middle));
    }
    await this.#record();
  }

  /** The answer, or undefined when the run has stopped or stops here. */
  async #attempt<T>(items: readonly Item[], send: () => Promise<T>): Promise<T | undefined> {
    const { signal } = this.#options;
    // A lost lock ends the run as an interruption does, with its own words.
    if (signal.aborted) this.#stop(signal.reason instanceof AppError ? signal.reason : new InterruptedError());
    if (this.#isStopped) return undefined;
    try {
      return await send();
    } catch (error) {
      this.#stop(error);
      // A refused token wrote nothing; after any other failure the write may have taken effect.
      if (!(error instanceof AccessError)) {
        const why =
          error instanceof InterruptedError
            ? 'Interrupted while Runn was asked.'
            : `No valid answer from Runn: ${this.#error?.message ?? 'unknown'}`;
        const message = `${why} It may have been written or not.`;
        for (const { index } of items) this.#settle(index, { status: 'unknown', message });
      }
      await this.#record();
      return undefined;
    }
  }

  /** False when the run has stopped, and for what is known to be refused or unwanted: that is settled here. */
  #mayBeSent(item: Item): boolean {
    if (this.#isStopped) return false;
    const { change } = item;
    const clear = this.#refusedClears.get(personDayOf(change));
    if (clear !== undefined && isRaise(change)) {
      this.#settle(item.index, { status: 'skipped', reason: 'paired-clear-refused' });
      this.#reportPair(clear);
      return false;
    }
    const closed = this.#closedWeeks.get(projectWeekOf(change));
    if (closed !== undefined) {
      this.#fail(
        item,
        closed,
        `${closed.message} (not sent: ${maxEqualRefusals} others of this project and week failed)`,
      );
      return false;
    }
    if (this.#zeroRefusal !== null && this.#isZeroWrite(change)) {
      this.#fail(item, this.#zeroRefusal, `${this.#zeroRefusal.message} (not sent: Runn refused another 0 before)`);
      return false;
    }
    return true;
  }

  /** A lone item that Runn refused. */
  #refuse(item: Item, refusal: Refusal): void {
    const projectWeek = projectWeekOf(item.change);
    const sameRefusal = JSON.stringify([projectWeek, refusal.status, refusal.message]);
    const count = (this.#refusalCounts.get(sameRefusal) ?? 0) + 1;
    this.#refusalCounts.set(sameRefusal, count);
    if (count >= maxEqualRefusals) this.#closedWeeks.set(projectWeek, refusal);
    // Where Runn has taken a 0 before, it is not the 0 that it minds.
    if (this.#isZeroWrite(item.change) && !this.#isZeroAccepted) this.#zeroRefusal = refusal;
    this.#fail(item, refusal, refusal.message);
  }

  #fail(item: Item, refusal: Refusal, message: string): void {
    const isAboutZero = this.#zeroRefusal !== null && this.#isZeroWrite(item.change);
    const hint = !isAboutZero ? lockHint : isScheduledZero(item.change) ? scheduledZeroHint : zeroHint;
    this.#settle(item.index, { status: 'failed', message, httpStatus: refusal.status, hint });
    this.#holdPair(item.change, refusal.message);
  }

  /** Runn took the request, but its answer is not what was sent. */
  #disagree(item: Item, message: string): void {
    this.#settle(item.index, { status: 'failed', message, hint: againHint });
    this.#holdPair(item.change, message);
  }

  /** A minute that could not be taken away must not be put somewhere else as well (R12). */
  #holdPair(change: Change, words: string): void {
    const personDay = personDayOf(change);
    if (!isReduction(change) || this.#refusedClears.has(personDay)) return;
    this.#refusedClears.set(personDay, { change, words });
  }

  /** By key, not by position: the order of the answer is unknown (runn.md section 8, row 3). */
  #compare(items: readonly Item[], answer: readonly Actual[]): void {
    const byKey = new Map<string, Actual[]>();
    for (const actual of answer) byKey.set(keyOf(actual), [...(byKey.get(keyOf(actual)) ?? []), actual]);
    for (const item of items) {
      const { after } = item.change;
      const candidates = byKey.get(keyOf(item.change)) ?? [];
      const written = candidates.find((actual) => hasMinutes(actual, after)) ?? candidates[0];
      if (written === undefined) {
        this.#disagree(item, "Runn's answer lacks this actual, so that nobody knows whether it was written.");
      } else if (!hasMinutes(written, after)) {
        this.#disagree(item, `Sent ${describeMinutes(after)}, but Runn has ${describeMinutes(written)}.`);
      } else if (ownershipOf(after) === 'owned' && ownershipOf(written) !== 'owned') {
        this.#loseMark(item, written);
      } else {
        if (this.#isZeroWrite(item.change)) this.#isZeroAccepted = true;
        this.#settle(item.index, { status: 'applied', actualId: written.id });
      }
    }
  }

  /** Without its mark the next run would take the actual for somebody else's: better to write nothing more. */
  #loseMark(item: Item, written: Actual): void {
    this.#isStopped = true;
    const message =
      'The minutes were written, but the note came back without the mark by which this tool knows its own.';
    this.#settle(item.index, {
      status: 'failed',
      message,
      hint: 'Look at the notes of this actual in Runn: something shortens or drops them. Nothing more was written.',
    });
    const { personId, projectId, date } = item.change;
    const subject = { runnPersonId: personId, runnProjectId: projectId, runnActualId: written.id, date };
    this.#findings.push(
      finding('mark-lost', subject, {
        facts: { runnMinutes: minutesOf(written), togglMinutes: minutesOf(item.change.after) },
      }),
    );
  }

  #reportPair({ change, words }: { readonly change: Change; readonly words: string }): void {
    if (this.#reportedPairs.has(change)) return;
    this.#reportedPairs.add(change);
    const { personId, projectId, date, actualId, before } = change;
    const subject = { runnPersonId: personId, runnProjectId: projectId, date };
    this.#findings.push(
      finding('paired-clear-refused', actualId === null ? subject : { ...subject, runnActualId: actualId }, {
        facts: before === null ? { words } : { words, runnMinutes: minutesOf(before) },
      }),
    );
  }

  #isZeroWrite(change: Change): boolean {
    return totalOf(change.after) === 0 && !isDeletion(change, this.#options.clearWith);
  }

  #settle(index: number, outcome: ChangeOutcome): void {
    this.#outcomes[index] = outcome;
    this.#unrecorded.push({ index, outcome });
    this.#done += 1;
  }

  async #record(): Promise<void> {
    const outcomes = this.#unrecorded;
    if (outcomes.length === 0) return;
    this.#unrecorded = [];
    this.#options.onProgress?.({ done: this.#done, total: this.#outcomes.length });
    if (this.#isJournalBroken) return;
    try {
      await this.#options.journal?.recordOutcomes(outcomes);
    } catch (error) {
      this.#isJournalBroken = true;
      this.#stop(error);
    }
  }

  /** The first cause counts; what follows from it is noise. */
  #stop(error: unknown): void {
    this.#isStopped = true;
    this.#error ??=
      error instanceof Error ? error : new InternalError('apply', 'Writing to Runn failed.', { cause: error });
  }
}

/** What is sent for a change: both notes always; a phase where the actual has or, before an undo, had one. */
function toActualInput(change: Change): ActualInput {
  const { date, personId, projectId, roleId, workstreamId, phaseId, actualId, after } = change;
  return {
    date,
    personId,
    projectId,
    roleId,
    workstreamId,
    ...(actualId === null && phaseId === null ? {} : { phaseId }),
    billableMinutes: after.billableMinutes,
    nonbillableMinutes: after.nonbillableMinutes,
    billableNote: after.billableNote,
    nonbillableNote: after.nonbillableNote,
  };
}

function isList<T, Other>(answer: readonly T[] | Other): answer is readonly T[] {
  return Array.isArray(answer);
}

function projectWeekOf(change: Change): string {
  const { year, week } = isoWeekOf(change.date);
  return `${change.projectId}|${year}|${week}`;
}

function hasMinutes(actual: Minutes, minutes: Minutes): boolean {
  return actual.billableMinutes === minutes.billableMinutes && actual.nonbillableMinutes === minutes.nonbillableMinutes;
}

function minutesOf({ billableMinutes, nonbillableMinutes }: Minutes): Minutes {
  return { billableMinutes, nonbillableMinutes };
}

function totalOf({ billableMinutes, nonbillableMinutes }: Minutes): number {
  return billableMinutes + nonbillableMinutes;
}

function describeMinutes({ billableMinutes, nonbillableMinutes }: Minutes): string {
  return `${billableMinutes} billable + ${nonbillableMinutes} non-billable minutes`;
}
