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
    ...checkSharedWorkspaces(config),
    ...listRepeated(config.runn.referenceNames).map(() => ({
      path: 'runn.referenceName',
      message: 'lists a name more than once',
    })),
    ...checkDatedTargets(config),
    ...checkZeros(config),
  ];
}

function checkTokenKeys({ values }: Layer): ConfigProblem[] {
  const owners = [
    { path: 'toggl', of: values.toggl },
    { path: 'runn', of: values.runn },
    ...(values.toggl?.otherTokens ?? []).map((of, index) => ({ path: `toggl.otherTokens[${index}]`, of })),
  ];
  return owners.flatMap(({ path, of }) => {
    const keys = (['token', 'tokenFile', 'tokenCommand'] as const).filter((key) => of?.[key] !== undefined);
    return keys.length > 1 ? [{ path, message: `has ${keys.join(' and ')}; only one of them may be there` }] : [];
  });
}

/** One token reads a workspace: read twice, its time would count twice. */
function checkSharedWorkspaces({ toggl }: Config): ConfigProblem[] {
  const readBy = new Map(toggl.workspaceIds.map((id) => [id, 'toggl.workspaceIds']));
  const problems: ConfigProblem[] = [];
  for (const { place, workspaceIds } of toggl.otherTokens) {
    const path = `${place}.workspaceIds`;
    for (const id of workspaceIds) {
      const other = readBy.get(id);
      if (other === path) problems.push({ path, message: `lists ${id} more than once` });
      else if (other !== undefined) {
        problems.push({ path, message: `lists ${id}, which ${other} lists too; one token reads a workspace` });
      }
      readBy.set(id, path);
    }
  }
  return problems;
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

/** Together they would take turns: what the one deletes, the other writes as 0 in the next run (R16). */
function checkZeros({ rules }: Config): ConfigProblem[] {
  if (rules.zeros !== 'scheduled' || rules.clearWith !== 'delete') return [];
  const message =
    'scheduled cannot stand beside rules.clearWith: delete; the one says that scheduled hours were not worked, the other gives them back';
  return [{ path: 'rules.zeros', message }];
}

function listRepeated<T>(values: readonly T[]): T[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
