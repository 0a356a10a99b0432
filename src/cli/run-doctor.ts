/** What `doctor` and the end of `init` share: the checks with this process's world, and how they are printed. */
import type { ConfigFlags } from '../config/load-config.ts';
import type { DoctorReport } from '../core/doctor-report.ts';
import { type DiagnoseRequest, diagnose } from '../run/diagnose.ts';
import { type GlobalOptions, typedOf } from './global-options.ts';
import { createRunLog } from './run-log.ts';
import type { Runtime } from './runtime.ts';
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
  const { progress, event } = createRunLog(globals, runtime);
  try {
    return await diagnose({
      ...options,
      machine: { env: options.env, cwd: runtime.cwd, homeDir: runtime.homeDir, platform: runtime.platform },
      nodeVersion: runtime.nodeVersion,
      toolVersion: version,
      typed: typedOf(globals),
      environment: {
        fetch: runtime.fetch,
        now: runtime.now,
        random: runtime.random,
        sleep: runtime.sleep,
        signal: runtime.signal,
        onEvent: event,
      },
      onStep: (text) => progress.step(text),
    });
  } finally {
    progress.stop();
  }
}
