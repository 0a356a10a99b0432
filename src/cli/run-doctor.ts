/** What `doctor` and the end of `init` share: the checks with this process's world, and how they are printed. */
import type { ConfigFlags } from '../config/load-config.ts';
import type { DoctorReport } from '../core/doctor-report.ts';
import { createProgress } from '../output/progress.ts';
import { type DiagnoseRequest, diagnose } from '../run/diagnose.ts';
import { chosenFormat, colorLevelOf, type GlobalOptions, isInteractive } from './global-options.ts';
import type { Runtime } from './runtime.ts';
import { showDebugEvent } from './show-event.ts';
import { version } from './version.ts';

/** Runs all checks with a progress line on stderr. */
export async function runDoctor(
  globals: GlobalOptions,
  runtime: Runtime,
  options: Pick<DiagnoseRequest, 'maxAge' | 'isOffline'> & {
    readonly flags: ConfigFlags;
    readonly env: Runtime['env'];
  },
): Promise<DoctorReport> {
  const progress = createProgress({
    isEnabled:
      chosenFormat(globals) === 'text' && globals.quiet !== true && globals.debug !== true && isInteractive(runtime),
    stream: runtime.stderr as unknown as NodeJS.WritableStream,
    hasColor: colorLevelOf(runtime.stderr, globals, runtime.env) > 0,
  });
  try {
    return await diagnose({
      ...options,
      machine: { env: options.env, cwd: runtime.cwd, homeDir: runtime.homeDir, platform: runtime.platform },
      nodeVersion: runtime.nodeVersion,
      toolVersion: version,
      environment: {
        fetch: runtime.fetch,
        now: runtime.now,
        random: runtime.random,
        sleep: runtime.sleep,
        signal: runtime.signal,
        onEvent: (event) => showDebugEvent(event, globals, runtime),
      },
      onStep: (text) => progress.step(text),
    });
  } finally {
    progress.stop();
  }
}
