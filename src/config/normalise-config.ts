import type { DatedTarget, Mapping, RunnPersonId, RunnProjectId, TogglProjectId, TogglUserId } from '../core/model.ts';
import { defaultBaseUrls, type ServiceName } from './base-url.ts';
import type { Config, Notify, Origin, Setting } from './config.ts';
import type { ParsedConfig } from './schema.ts';
import { type TokenSource, tokenVariables } from './secrets.ts';

/** One precedence: a config file, the environment or the flags. */
export interface Layer {
  readonly values: ParsedConfig;
  /** Where a value came from, by its path: the environment has a variable for each. */
  originOf(path: string): Origin;
}

export interface Normalised {
  /** Complete, but without tokens. */
  readonly config: Config;
  readonly tokenSources: Readonly<Record<ServiceName, TokenSource | null>>;
  /** In the order of `config.toggl.otherTokens`; null for one that says of no token where it is. */
  readonly otherTokenSources: readonly (TokenSource | null)[];
}

/**
 * Merges the layers (lowest precedence first) over the defaults of DESIGN section 3. Single values replace each other;
 * so do `map.people`, `map.projects` and lists, each as a whole. The environment is never merged here with the file's
 * three ways to a token: the highest layer that has any of them decides.
 */
export function normaliseConfig(
  layers: readonly Layer[],
  base: {
    readonly file: string | null;
    readonly stateDir: string;
    readonly stateDirOrigin: Origin;
    readonly cacheDir: string;
  },
): Normalised {
  const settings: Setting[] = [];
  const record = (path: string, value: unknown, origins: readonly Origin[]): void => {
    const [origin = { kind: 'default' }, ...overridden] = origins;
    settings.push({ path, value, origin, overridden });
  };
  const pick = <T>(path: string, get: (values: ParsedConfig) => T | undefined, fallback: NoInfer<T>): T => {
    const setting = layers.toReversed().filter((layer) => get(layer.values) !== undefined);
    const value = setting.map((layer) => get(layer.values)).find((each) => each !== undefined) ?? fallback;
    record(
      path,
      value,
      setting.map((layer) => layer.originOf(path)),
    );
    return value;
  };
  const tokenSource = (service: ServiceName): TokenSource | null => {
    const sources = layers
      .toReversed()
      .map((layer) => findTokenSource(service, layer))
      .filter((source) => source !== null);
    // The key or variable, never the token.
    record(
      `${service}.token`,
      sources[0]?.path ?? null,
      sources.map(({ origin }) => origin),
    );
    return sources[0] ?? null;
  };

  const tokenSources = { toggl: tokenSource('toggl'), runn: tokenSource('runn') };
  const otherTokens = findOtherTokens(layers);
  const config: Omit<Config, 'origins' | 'settings'> = {
    file: base.file,
    toggl: {
      token: '',
      baseUrl: pick('toggl.baseUrl', (values) => values.toggl?.baseUrl, defaultBaseUrls.toggl),
      workspaceIds: pick('toggl.workspaceIds', (values) => values.toggl?.workspaceIds, []),
      otherTokens: otherTokens.map(({ place, workspaceIds }) => ({ token: '', place, workspaceIds })),
      source: pick('toggl.source', (values) => values.toggl?.source, 'weekly'),
      checkTotals: pick('toggl.checkTotals', (values) => values.toggl?.checkTotals, true),
      cacheHours: pick('toggl.cacheHours', (values) => values.toggl?.cacheHours, 4),
    },
    runn: {
      token: '',
      baseUrl: pick('runn.baseUrl', (values) => values.runn?.baseUrl, defaultBaseUrls.runn),
      referenceNames: pick('runn.referenceName', (values) => values.runn?.referenceName, ['Custom1']),
      requestsPerMinute: pick('runn.requestsPerMinute', (values) => values.runn?.requestsPerMinute, 110),
    },
    timezone: pick<string | null>('timezone', (values) => values.timezone, null),
    rules: {
      billable: pick('rules.billable', (values) => values.rules?.billable, 'auto'),
      rounding: {
        mode: pick('rules.rounding.mode', (values) => values.rules?.rounding?.mode, 'nearest'),
        minutes: pick('rules.rounding.minutes', (values) => values.rules?.rounding?.minutes, 1),
      },
      clear: pick('rules.clear', (values) => values.rules?.clear, 'owned'),
      clearWith: pick('rules.clearWith', (values) => values.rules?.clearWith, 'zero'),
      zeros: pick('rules.zeros', (values) => values.rules?.zeros, 'none'),
      onConflict: pick('rules.onConflict', (values) => values.rules?.onConflict, 'toggl'),
      archived: pick('rules.archived', (values) => values.rules?.archived, 'hold'),
      lockedThrough: pick<Config['rules']['lockedThrough']>(
        'rules.lockedThrough',
        (values) => values.rules?.lockedThrough,
        null,
      ),
    },
    map: {
      noProject: pick<Mapping['noProject']>('map.noProject', (values) => values.map?.noProject, null),
      people: pick('map.people', (values) => values.map?.people && toPeople(values.map.people), new Map()),
      projects: pick('map.projects', (values) => values.map?.projects && toProjects(values.map.projects), new Map()),
    },
    limits: {
      maxLossShare: pick('limits.maxLoss', (values) => values.limits?.maxLoss, 0.1),
      floorHours: pick('limits.floorHours', (values) => values.limits?.floorHours, 20),
    },
    journal: {
      keepDays: pick('journal.keepDays', (values) => values.journal?.keepDays, 400),
      keepRuns: pick('journal.keepRuns', (values) => values.journal?.keepRuns, 1000),
    },
    notify: toNotify({
      webhookUrl: pick<string | null>('notify.webhookUrl', (values) => values.notify?.webhookUrl, null),
      format: pick('notify.format', (values) => values.notify?.format, 'slack'),
      on: pick('notify.on', (values) => values.notify?.on, 'problems'),
      heartbeatUrl: pick<string | null>('notify.heartbeatUrl', (values) => values.notify?.heartbeatUrl, null),
    }),
    stateDir: base.stateDir,
    cacheDir: base.cacheDir,
  };
  record('stateDir', base.stateDir, [base.stateDirOrigin]);
  record(
    'toggl.otherTokens',
    otherTokens.flatMap(({ workspaceIds }) => workspaceIds),
    otherTokens.slice(0, 1).map(({ origin }) => origin),
  );
  const origins = new Map(settings.map(({ path, origin }) => [path, origin]));
  const otherTokenSources = otherTokens.map(({ source }) => source);
  return { config: { ...config, origins, settings }, tokenSources, otherTokenSources };
}

interface OtherTokenPlace {
  readonly place: string;
  readonly origin: Origin;
  readonly workspaceIds: Config['toggl']['workspaceIds'];
  readonly source: TokenSource | null;
}

/** Those of the highest layer that has any: like all lists, they replace each other as a whole. */
function findOtherTokens(layers: readonly Layer[]): OtherTokenPlace[] {
  const layer = layers.findLast(({ values }) => values.toggl?.otherTokens !== undefined);
  if (layer === undefined) return [];
  const origin = layer.originOf('toggl.otherTokens');
  return (layer.values.toggl?.otherTokens ?? []).map(({ workspaceIds, ...keys }, index) => {
    const place = `toggl.otherTokens[${index}]`;
    return { place, origin, workspaceIds, source: toTokenSource(keys, (key) => ({ path: `${place}.${key}`, origin })) };
  });
}

function findTokenSource(service: ServiceName, layer: Layer): TokenSource | null {
  return toTokenSource(layer.values[service] ?? {}, (key) => {
    const origin = layer.originOf(`${service}.${key}`);
    return { path: origin.kind === 'environment' ? tokenVariables[service] : `${service}.${key}`, origin };
  });
}

type TokenKeys = Pick<NonNullable<ParsedConfig['toggl']>, 'token' | 'tokenFile' | 'tokenCommand'>;

function toTokenSource(
  { token, tokenFile, tokenCommand }: TokenKeys,
  place: (key: keyof TokenKeys) => Pick<TokenSource, 'path' | 'origin'>,
): TokenSource | null {
  if (token !== undefined) return { ...place('token'), kind: 'token', token };
  if (tokenFile !== undefined) return { ...place('tokenFile'), kind: 'file', file: tokenFile };
  if (tokenCommand !== undefined) return { ...place('tokenCommand'), kind: 'command', command: tokenCommand };
  return null;
}

type RawTargets<Key extends 'people' | 'projects'> = NonNullable<NonNullable<ParsedConfig['map']>[Key]>;

function toPeople(raw: RawTargets<'people'>): ReadonlyMap<TogglUserId, RunnPersonId | 'skip'> {
  return new Map(Object.entries(raw).map(([id, target]) => [Number(id) as TogglUserId, target]));
}

function toProjects(raw: RawTargets<'projects'>): ReadonlyMap<TogglProjectId, readonly DatedTarget[]> {
  return new Map(
    Object.entries(raw).map(([id, target]) => [
      Number(id) as TogglProjectId,
      Array.isArray(target) ? target.map((each) => toDated(each.runn, each.until)) : [toDated(target, undefined)],
    ]),
  );
}

function toDated(target: RunnProjectId | 'skip', until: DatedTarget['until'] | undefined): DatedTarget {
  return { target, until: until ?? null };
}

function toNotify(notify: Notify): Notify | null {
  return notify.webhookUrl === null && notify.heartbeatUrl === null ? null : notify;
}
