/** An error as a check: what stopped this one stops none of the others. */
import { bad, type Check, type CheckCode } from '../core/doctor-report.ts';
import { AppError, InterruptedError } from '../core/errors.ts';

/** The check that an error stands for. Throws an `InterruptedError` on: nobody waits for the rest then. */
export function failedCheck(code: CheckCode, error: unknown): Check {
  if (error instanceof InterruptedError) throw error;
  if (error instanceof AppError) {
    // A check never writes, so that nobody asks whether it did.
    const remedy = error.hint?.replace(/ ?Nothing was written\.$/, '') ?? null;
    return bad(code, error.exitCode, error.message, remedy, { facts: { error: error.code } });
  }
  const words = error instanceof Error ? error.message : String(error);
  return bad(code, 1, `Unexpected failure: ${words}`, 'Run again with --debug and report it.');
}
