/** Clients for both services. What can write is made apart, and only for a run that applies a plan. */
import type { Config } from '../config/config.ts';
import { createService } from '../http/create-service.ts';
import type { HttpEnvironment } from '../http/service.ts';
import { environmentOf, type RunnEnvironment } from '../runn/account.ts';
import { runnProfile } from '../runn/runn-profile.ts';
import { createRunnReader, type RunnReader } from '../runn/runn-reader.ts';
import { createRunnWriter, type RunnWriter } from '../runn/runn-writer.ts';
import { joinClients, type OtherClient } from '../toggl/join-clients.ts';
import { createTogglClient, type TogglClient } from '../toggl/toggl-client.ts';

/** Everything that a run reads with: nothing in it can write. */
export interface Connections {
  readonly toggl: TogglClient;
  readonly runn: RunnReader;
  readonly runnEnvironment: RunnEnvironment;
  /** Attempts so far, retries included. */
  readonly countRequests: () => { readonly toggl: number; readonly runn: number };
}

/** Toggl with each token alone. */
export interface TogglTokens {
  readonly main: TogglClient;
  readonly others: readonly OtherClient[];
}

interface ConnectOptions {
  readonly config: Config;
  readonly environment: HttpEnvironment;
  /** `toggl-runn/1.2.3`. */
  readonly userAgent: string;
  /** Attempts per request, for a check that shall not take minutes; the usual number unless given. */
  readonly maxAttempts?: number | undefined;
}

/** Makes the readers of both services, and a way to make the writer, which shares Runn's pace and count. */
export function connect({ config, userAgent, maxAttempts, ...options }: ConnectOptions): {
  readonly connections: Connections;
  readonly openWriter: () => RunnWriter;
  /** For a check that asks token by token. */
  readonly togglTokens: TogglTokens;
} {
  const { otherTokens, baseUrl } = config.toggl;
  const secrets = [config.toggl.token, config.runn.token, ...otherTokens.map(({ token }) => token)];
  const environment = { ...options.environment, secrets };
  const main = createTogglClient({ ...config.toggl, environment, userAgent, maxAttempts });
  const others = otherTokens.map(({ token, place, workspaceIds }) => ({
    client: createTogglClient({ token, place, baseUrl, environment, userAgent, maxAttempts }),
    place,
    workspaceIds,
  }));
  const toggl = joinClients(main, others);
  const runn = createService(runnProfile({ ...config.runn, userAgent, maxAttempts }), environment);
  return {
    connections: {
      toggl,
      runn: createRunnReader(runn),
      runnEnvironment: environmentOf(config.runn.token),
      countRequests: () => ({ toggl: toggl.attempts, runn: runn.attempts }),
    },
    openWriter: () => createRunnWriter(runn),
    togglTokens: { main, others },
  };
}
