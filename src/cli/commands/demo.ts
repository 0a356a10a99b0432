/** `demo`: the main job from audit to "nothing to do", as real commands with real requests against one sandbox. */
import { InternalError } from '../../core/errors.ts';
import type { ExitCode } from '../../core/exit-code.ts';
import { wrapText } from '../../output/layout.ts';
import { commandLine, layOutNext } from '../../output/next-step.ts';
import { createStyle } from '../../output/style.ts';
import { renderTimesheetText } from '../../output/timesheet-text.ts';
import { collectNames } from '../../run/collect-names.ts';
import { readSides } from '../../run/read-sides.ts';
import { colorLevelOf, type GlobalOptions, widthOf } from '../global-options.ts';
import { withSession } from '../open-session.ts';
import { openPrivateSandbox } from '../private-sandbox.ts';
import { buildProgram } from '../program.ts';
import type { Runtime } from '../runtime.ts';

const range = ['--since', '7d'];

/** What is shown, in order; a step with `argv` is a command as one would type it. */
const steps: readonly { readonly about: string; readonly argv: readonly string[] }[] = [
  {
    about: 'Who leads where? A link is an external reference in Runn that holds a Toggl id. This checks them all.',
    argv: ['check-refs', ...range],
  },
  {
    about: 'Which time of the last seven days leads nowhere, and who can mend it?',
    argv: ['list-unmatched', ...range],
  },
  { about: 'What would be written? This only reads.', argv: ['dry-run', ...range] },
  { about: 'Now the same changes go into the timesheets of Runn.', argv: ['sync', ...range] },
  { about: 'Once more: Runn agrees with Toggl, so nothing is written.', argv: ['sync', ...range] },
];

/** Runs every step and then checks by the sandbox's own records that the second `sync` wrote nothing. */
export async function runDemoCommand(options: GlobalOptions, runtime: Runtime): Promise<ExitCode> {
  const style = createStyle(colorLevelOf(runtime.stdout, options, runtime.env));
  const say = (text: string) => runtime.stdout.write(text);
  const instance = await openPrivateSandbox();
  try {
    const { sandbox } = instance;
    const inSandbox: Runtime = { ...runtime, sandbox: instance };
    // The line of each sync, for logs, would stand between the steps.
    const quiet = options.quiet === true || runtime.stdout.isTTY !== true;
    const globals: GlobalOptions = { ...options, sandbox: true, quiet };

    const width = widthOf(runtime.stdout);
    const tell = (text: string, paint?: (line: string) => string) =>
      say(`${wrapText(text, { width, paint }).join('\n')}\n`);
    say(`${style.strong('toggl-runn demo')}  a sample company, "${sandbox.company.name}"\n`);
    tell(
      `Two servers of this machine play Toggl Track (${sandbox.togglUrl}) and Runn (${sandbox.runnUrl}). Every line below comes from real requests to them.`,
    );
    const timesheet = () => printTimesheet(globals, inSandbox);

    for (const [index, { about, argv }] of steps.entries()) {
      say(`\n${style.faint('-'.repeat(72))}\n`);
      tell(`${index + 1}. ${about}`, style.strong);
      if (index === 3) {
        say("\nRunn's timesheets before:\n");
        await timesheet();
      }
      const writesBefore = sandbox.writes().length;
      say(`\n${`${style.sign.hint('$')} ${style.strong(`toggl-runn ${argv.join(' ')}`)}`}\n`);
      const code = await runInProcess([...argv, '--sandbox', ...passedOn(globals)], inSandbox);
      const writes = sandbox.writes().length - writesBefore;
      say(
        `${style.faint(`(exit code ${code}; ${writes === 0 ? 'no write request' : `write requests: ${writes}`})`)}\n`,
      );
      if (index === 3) {
        say("\nRunn's timesheets afterwards:\n");
        await timesheet();
      }
      if (writes > 0 !== (index === 3)) {
        throw new InternalError(
          'demo',
          `Step ${index + 1} of the demo sent ${writes} writes, which is not what it shows.`,
        );
      }
    }
    say(`\n${style.faint('-'.repeat(72))}\n`);
    tell('That is the whole job.', style.strong);
    tell('What was held back above stays listed in every run until somebody mends it.');
    tell('The README has a first real run in five steps.');
    const next = { lead: 'Next, to be served this company for tries of your own', command: commandLine('sandbox') };
    say(`${layOutNext([next], width).join('\n')}\n`);
    return 0;
  } finally {
    await instance.close();
  }
}

/** The same way that the process would go, but for errors, which end the demo. */
async function runInProcess(argv: readonly string[], runtime: Runtime): Promise<ExitCode> {
  let code: ExitCode = 0;
  const program = buildProgram(runtime, (result) => {
    code = result;
  });
  await program.parseAsync([...argv], { from: 'user' });
  return code;
}

async function printTimesheet(globals: GlobalOptions, runtime: Runtime): Promise<void> {
  await withSession({ ...globals, quiet: true }, runtime, async (session) => {
    const sides = await readSides(session.readRequest({ since: '7d' }), { withActuals: true });
    runtime.stdout.write(
      renderTimesheetText(
        { window: sides.range.window, actuals: sides.actuals, names: collectNames(sides) },
        { colorLevel: colorLevelOf(runtime.stdout, globals, runtime.env), width: widthOf(runtime.stdout) },
      ),
    );
  });
}

function passedOn(globals: GlobalOptions): string[] {
  return [
    ...(globals.color ? [] : ['--no-color']),
    ...(globals.debug === true ? ['--debug'] : []),
    ...(globals.quiet === true ? ['--quiet'] : []),
  ];
}
