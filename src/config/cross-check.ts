import { addDays } from '../core/dates.ts';
import type { ConfigProblem } from '../core/errors.ts';
import type { Config } from './config.ts';
import type { Layer } from './normalise-config.ts';

/** What no single value shows: keys that exclude each other, lists out of order. */
export function crossCheck(config: Config, layers: readonly Layer[]): ConfigProblem[] {
  return [
    ...layers.flatMap(checkTokenKeys),
    ...listRepeated(config.toggl.workspaceIds).map((id) => ({
      path: 'toggl.workspaceIds',
      message: `lists ${id} more than once`,
    })),
    ...listRepeated(config.runn.referenceNames).map(() => ({
      path: 'runn.referenceName',
      message: 'lists a name more than once',
    })),
    ...checkDatedTargets(config),
  ];
}

function checkTokenKeys({ values }: Layer): ConfigProblem[] {
  return (['toggl', 'runn'] as const).flatMap((service) => {
    const keys = (['token', 'tokenFile', 'tokenCommand'] as const).filter(
      (key) => values[service]?.[key] !== undefined,
    );
    return keys.length > 1
      ? [{ path: service, message: `has ${keys.join(' and ')}; only one of them may be there` }]
      : [];
  });
}

function checkDatedTargets({ map }: Config): ConfigProblem[] {
  return [...map.projects].flatMap(([id, targets]) =>
    targets.flatMap(({ until }, index): ConfigProblem[] => {
      const path = `map.projects.${id}[${index}].until`;
      const isLast = index === targets.length - 1;
      if (isLast) {
        return until === null
          ? []
          : [
              {
                path,
                message: `must not stand in the last line; add one without it that says where time from ${addDays(until, 1)} on goes, or skip`,
              },
            ];
      }
      if (until === null) return [{ path, message: 'is missing; only the last line may go without' }];
      const before = targets[index - 1]?.until ?? null;
      return before !== null && until <= before ? [{ path, message: `must be later than ${before}` }] : [];
    }),
  );
}

function listRepeated<T>(values: readonly T[]): T[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
