/** Progress on stderr, for people who wait: a spinner that leaves a line per finished step, or nothing at all. */
import type { Ora } from 'ora';
import { safeText } from './safe-text.ts';

export interface Progress {
  /** What is being done now; replaces what was said before. */
  step(text: string): void;
  /** Nothing happens for `waitMs`: the time that is left is counted down; the next step, or the end, ends it. */
  wait(waitMs: number, text: (leftMs: number) => string): void;
  /** The current step is finished: its text, or the one given, stays as a line. */
  done(text?: string): void;
  /** Takes the spinner away, as before an error or the end. May be called at any time, and more than once. */
  stop(): void;
}

export interface ProgressOptions {
  /** Decided by the caller: false without a terminal, in CI, with JSON and with `-q`. */
  readonly isEnabled: boolean;
  readonly stream: NodeJS.WritableStream;
  readonly hasColor: boolean;
}

const tickMs = 1000;

const silent: Progress = {
  step: () => undefined,
  wait: () => undefined,
  done: () => undefined,
  stop: () => undefined,
};

/** Makes a progress line. ora takes long to import, so that it is loaded by the first step and never when disabled. */
export function createProgress(options: ProgressOptions): Progress {
  if (!options.isEnabled) return silent;
  let text = '';
  let isWanted = false;
  let spinner: Ora | undefined;
  let isLoading = false;

  const load = async () => {
    const { default: ora } = await import('ora');
    spinner = ora({
      stream: options.stream,
      isEnabled: true,
      // Raw mode would hold back Ctrl-C while the program computes.
      discardStdin: false,
      color: options.hasColor ? 'cyan' : false,
    });
    if (isWanted) spinner.start(text);
  };

  let ticking: NodeJS.Timeout | undefined;

  const show = (next: string): void => {
    text = safeText(next);
    isWanted = true;
    if (spinner !== undefined) spinner.start(text);
    if (isLoading) return;
    isLoading = true;
    // A spinner that cannot be loaded is no reason to fail a run.
    load().catch(() => undefined);
  };

  return {
    step(next) {
      clearInterval(ticking);
      show(next);
    },
    wait(waitMs, describe) {
      clearInterval(ticking);
      const before = text;
      let leftMs = waitMs;
      show(describe(leftMs));
      ticking = setInterval(() => {
        leftMs -= tickMs;
        if (leftMs > 0) show(describe(leftMs));
        else {
          clearInterval(ticking);
          show(before);
        }
      }, tickMs);
      // The wait itself keeps the process alive, and its picture must not.
      ticking.unref();
    },
    done(last) {
      clearInterval(ticking);
      if (!isWanted) return;
      isWanted = false;
      spinner?.stopAndPersist({ symbol: '*', text: last === undefined ? text : safeText(last) });
    },
    stop() {
      clearInterval(ticking);
      isWanted = false;
      spinner?.stop();
    },
  };
}
