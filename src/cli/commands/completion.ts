/** `completion`: a script that teaches a shell the commands, options and values of this program. */
import type { ExitCode } from '../../core/exit-code.ts';
import { switchDefinitions } from '../../sandbox/switches.ts';
import { renderBashCompletion } from '../completion/bash-completion.ts';
import { type CompletionModel, readCompletionModel } from '../completion/completion-model.ts';
import { renderFishCompletion } from '../completion/fish-completion.ts';
import { renderZshCompletion } from '../completion/zsh-completion.ts';
import type { GlobalOptions } from '../global-options.ts';
import { buildProgram } from '../program.ts';
import type { Runtime } from '../runtime.ts';

type Shell = 'bash' | 'zsh' | 'fish';

const renderers: Readonly<Record<Shell, (model: CompletionModel) => string>> = {
  bash: renderBashCompletion,
  zsh: renderZshCompletion,
  fish: renderFishCompletion,
};

/** Prints the script. It is made from the program as it is, so that it cannot say anything else. */
export async function runCompletionCommand(
  _options: GlobalOptions,
  runtime: Runtime,
  shell: string,
): Promise<ExitCode> {
  const model = readCompletionModel(
    buildProgram(runtime, () => undefined),
    { 'name=value': switchWords() },
  );
  runtime.stdout.write(renderers[shell as Shell](model));
  return 0;
}

/** `zeroMinutes=refused` and so on; numbers and days are for people to think of. */
function switchWords(): string[] {
  return Object.entries(switchDefinitions).flatMap(([name, definition]) =>
    'values' in definition ? definition.values.map((value) => `${name}=${value}`) : [],
  );
}
