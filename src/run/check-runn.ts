/** `doctor` on Runn: which account it is, and what can be known of the token without writing. */
import type { Config } from '../config/config.ts';
import { addDays } from '../core/dates.ts';
import { type Check, type CheckCode, good, unknown, warning } from '../core/doctor-report.ts';
import type { Actual, IsoDate, RunnPerson, Window } from '../core/model.ts';
import { isFilledZero } from '../core/standing.ts';
import { accountKeyOf } from '../runn/account.ts';
import type { Connections } from './connect.ts';
import { failedCheck } from './failed-check.ts';

/** Runn's own filling runs on Sundays, for the week that ends. */
const daysLookedAt = 14;

export interface RunnSurvey {
  readonly checks: readonly Check[];
  readonly people: readonly RunnPerson[] | null;
  /** From `accountKeyOf`; null when people could not be read. */
  readonly account: string | null;
}

export async function checkRunn(
  { runn, runnEnvironment }: Connections,
  config: Config,
  today: IsoDate,
): Promise<RunnSurvey> {
  const host = new URL(config.runn.baseUrl).host;
  let connection: Check;
  try {
    const key = await runn.readKeyName();
    connection = good('runn-connection', `${host} knows the token as "${key}".`, { facts: { host, key } });
  } catch (error) {
    const rest: CheckCode[] = ['runn-account', 'runn-zeros'];
    const checks = [failedCheck('runn-connection', error), ...rest.map((code) => unknown(code, notAsked))];
    return { checks, people: null, account: null };
  }
  let people: readonly RunnPerson[];
  try {
    people = await runn.listPeople();
  } catch (error) {
    const checks = [connection, failedCheck('runn-account', error), unknown('runn-zeros', notAsked)];
    return { checks, people: null, account: null };
  }
  const account = accountKeyOf({ baseUrl: config.runn.baseUrl, environment: runnEnvironment, people });
  const zeros = await checkZeros(runn, config, today);
  return { checks: [connection, describeAccount(account, runnEnvironment, people), zeros], people, account };
}

const notAsked = 'Not checked: Runn could not be asked.';

function describeAccount(account: string, environment: string, people: readonly RunnPerson[]): Check {
  const facts = { account, environment, people: people.length };
  const kind = {
    TEST: 'A test account: nothing that is written there reaches the live one',
    LIVE: 'The live account',
  }[environment];
  const count = `${people.length} ${people.length === 1 ? 'person' : 'people'}`;
  if (people.length === 0) {
    return warning(
      'runn-account',
      `${kind ?? 'An account'} without people.`,
      'Is it the right one? A test account is filled in Runn with "Copy live data".',
      { facts },
    );
  }
  return good('runn-account', `${kind ?? 'The token does not say whether the account is TEST or LIVE'}; ${count}.`, {
    facts,
  });
}

/** Whether the token may write is seen at the first write and no sooner, unless this machine has written before. */
export function checkScope(lastWrite: { readonly run: string } | null): Check {
  return lastWrite === null
    ? unknown(
        'runn-scope',
        'Whether the token may write is seen at the first write; it needs write scope (Runn, Settings > API).',
      )
    : good('runn-scope', `The run ${lastWrite.run} of this machine has written to this account.`, {
        facts: { run: lastWrite.run },
      });
}

async function checkZeros(runn: Connections['runn'], config: Config, today: IsoDate): Promise<Check> {
  const window = { since: addDays(today, -daysLookedAt), until: addDays(today, -1) };
  try {
    return judgeZeros(await runn.listActuals(window), window, config.rules.zeros);
  } catch (error) {
    return failedCheck('runn-zeros', error);
  }
}

/** R10: without an actual Runn counts the plan as worked. */
export function judgeZeros(actuals: readonly Actual[], window: Window, rule: Config['rules']['zeros']): Check {
  const filled = actuals.filter(isFilledZero).length;
  const facts = { filledZeros: filled, ...window, zeros: rule };
  if (rule === 'scheduled') {
    return good('runn-zeros', 'rules.zeros is scheduled: a sync writes the zeros for days that were planned.', {
      facts,
    });
  }
  if (filled > 0) {
    return good(
      'runn-zeros',
      `Runn seems to fill in missing actuals by itself: ${filled === 1 ? '1 zero' : `${filled} zeros`} since ${window.since}.`,
      { facts },
    );
  }
  return warning(
    'runn-zeros',
    `No zeros were filled in since ${window.since}: where somebody was scheduled and there is no actual, Runn counts the plan as worked.`,
    'Switch on "Autofill Missing Actuals" in Runn, or set `rules.zeros: scheduled`.',
    { facts },
  );
}
