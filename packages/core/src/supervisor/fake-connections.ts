/** What the tests of this folder share: connections whose every reaction a test decides. */
import { vi } from 'vitest';
import type { CallLink, Connection } from '../connection/connection.ts';
import type { Explanation } from '../model/open-model.ts';
import type { StartRequest } from '../connection/start-request.ts';
import { defineTask, type CallContext, type Task } from '../task.ts';
import { Failover, type ProviderChange } from './failover.ts';
import { Supervisor } from './supervisor.ts';

/** The contract of the tests. */
export interface Echo {
  echo(argument: string, context: CallContext): Promise<string>;
  /** As `echo`, and may be made twice. */
  again(argument: string, context: CallContext): Promise<string>;
  count(argument: number, context: CallContext): AsyncIterable<number>;
  countAgain(argument: number, context: CallContext): AsyncIterable<number>;
}

const budgetMs = 1000;

/** The task of the tests: budgets of a second, a start of half. */
export const echoTask: Task<Echo> = defineTask<Echo>({
  name: 'echo',
  version: '1',
  methods: {
    echo: { budgetMs },
    again: { budgetMs, idempotent: true },
    count: { budgetMs },
    countAgain: { budgetMs, idempotent: true },
  },
  startBudgetMs: 500,
  heartbeat: { everyMs: 2000, budgetMs: 1000 },
  start: async () => Promise.reject(new Error('not run here')),
});

/** No signal, no progress. */
export const noLink: CallLink = { signal: undefined, onProgress: undefined };

/** A promise that stays. */
export const never = (): Promise<never> => new Promise<never>(() => undefined);

/** A connection, and the ways a test has to end it. */
export interface FakeConnection {
  readonly made: Connection;
  readonly die: (error: Error) => void;
  readonly close: () => void;
  /** What it was asked to start. */
  readonly requests: StartRequest[];
}

/**
 * A connection that echoes and counts.
 *
 * @param overrides Its reactions, where they matter.
 */
export function connection(overrides: Partial<Connection> = {}): FakeConnection {
  let die: (error: Error) => void = () => undefined;
  const died = new Promise<Error>((resolve) => (die = resolve));
  const close = vi.fn();
  const requests: StartRequest[] = [];
  const made: Connection = {
    start: async () => [],
    invoke: async (_, argument) => argument,
    async *stream() {
      yield* [1, 2, 3];
    },
    died,
    close,
    ...overrides,
  };
  const { start } = made;
  return {
    made: { ...made, start: (request, link) => (requests.push(request), start(request, link)) },
    die,
    close,
    requests,
  };
}

/**
 * What a start answers: one model under one provider.
 *
 * @param provider Its name.
 */
export function runs(provider: string): readonly Explanation[] {
  return [{ model: 'tiny', provider: { name: provider, version: '1' } } as Explanation];
}

/** A supervisor over given connections, and what happened to it. */
export interface Supervised {
  readonly supervisor: Supervisor<Echo, undefined>;
  readonly opened: Connection[];
  readonly changes: ProviderChange[];
}

/**
 * A supervisor that opens the given connections, one after the other.
 *
 * @param connections As many as it may open.
 */
export function supervise(...connections: readonly { made: Connection }[]): Supervised {
  const opened: Connection[] = [];
  const changes: ProviderChange[] = [];
  const open = async () => {
    const next = connections[opened.length]?.made;
    if (!next) throw new Error('no more connections in this test');
    opened.push(next);
    return next;
  };
  const request: StartRequest = {
    providers: [],
    modelFiles: {},
    wish: {},
    trustedTypesPolicy: '',
    options: undefined,
  };
  const failover = new Failover('echo', (change) => changes.push(change));
  return { supervisor: new Supervisor(echoTask, { request, open, failover }), opened, changes };
}
