/**
 * The fault server for tests that run in a browser, as commands of vitest. A function cannot cross to Node: what goes wrong
 * is given as a list.
 */
import type { BrowserCommand } from 'vitest/node';
import { serveFaults, type Fault, type FaultServer, type SeenRequest } from './fault-server.ts';

/** What a browser's test asks for. */
export interface FaultPlan {
  /** Content of `/model`, base64. */
  readonly content: string;
  /** What goes wrong with the first, second … request; null: nothing. The last one holds for all others. */
  readonly faults: readonly (Fault | null)[];
  /** Names the headers that other origins may see. */
  readonly expose?: string;
}

/** A request, as a test in a browser sees it. */
export type SeenByBrowser = Pick<SeenRequest, 'method' | 'path' | 'range' | 'headers' | 'sentBytes' | 'state'>;

// One process serves all pages of a run.
const servers = new Map<string, FaultServer>();

/**
 * Starts a server that every origin may read from.
 *
 * @returns Its origin.
 */
const startFaults: BrowserCommand<[FaultPlan], Promise<string>> = async (_, { content, faults, expose }) => {
  const server = await serveFaults({
    files: { '/model': Buffer.from(content, 'base64') },
    cors: expose === undefined ? {} : { expose },
  });
  server.inject(({ nth }) => faults[Math.min(nth, faults.length - 1)] ?? undefined);
  servers.set(server.origin, server);
  return server.origin;
};

/** What the server was asked so far. */
const faultRequests: BrowserCommand<[string], SeenByBrowser[]> = (_, origin) =>
  find(origin).requests.map(({ method, path, range, headers, sentBytes, state }) => ({
    method,
    path,
    range,
    headers,
    sentBytes,
    state,
  }));

/** Waits for a request that got to this state. */
const faultState: BrowserCommand<[string, SeenRequest['state']], Promise<void>> = async (_, origin, state) =>
  void (await find(origin).seen((request) => request.state === state));

/** Ends a server. */
const stopFaults: BrowserCommand<[string], Promise<void>> = async (_, origin) => {
  await find(origin).close();
  servers.delete(origin);
};

function find(origin: string): FaultServer {
  const server = servers.get(origin);
  if (!server) throw new Error(`no fault server at ${origin}`);
  return server;
}

/** For `test.browser.commands` of vitest's config. */
export const faultCommands = { startFaults, faultRequests, faultState, stopFaults };

declare module 'vitest/browser' {
  interface BrowserCommands {
    startFaults(plan: FaultPlan): Promise<string>;
    faultRequests(origin: string): Promise<SeenByBrowser[]>;
    faultState(origin: string, state: SeenRequest['state']): Promise<void>;
    stopFaults(origin: string): Promise<void>;
  }
}
