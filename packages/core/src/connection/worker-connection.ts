import { releaseProxy, wrap, type Remote } from 'comlink';
import type { CallLink, Connection } from './connection.ts';
import { messageOf, NearsideError } from '../errors.ts';
import { realm } from '../realm.ts';
import type { StartResult } from '../task-host.ts';
import { ClientCalls, openReply } from '../wire/client-calls.ts';
import type { ReadyMessage, Reply, WorkerApi } from '../wire/protocol.ts';

/**
 * Speaks to a task behind a worker that has said it is ready.
 *
 * @param worker Owned from here on: `close()` terminates it.
 * @param ready What it said.
 */
export function connectWorker(worker: Worker, { task, lock }: ReadyMessage): Connection {
  const api: Remote<WorkerApi> = wrap<WorkerApi>(worker);
  // Kept: each look-up of a method makes a proxy.
  const { start, invoke, stream, ping } = api;
  const closing = new AbortController();
  const calls = new ClientCalls(worker, closing.signal);
  return {
    start: (request, link) => exchange(calls, link, (id) => start([id, request])) as Promise<StartResult>,
    invoke: (method, argument, link) => exchange(calls, link, (id) => invoke([id, method, argument])),
    stream: (method, argument, link) => receive(calls, link, (id) => stream([id, method, argument])),
    ping: () => ping(),
    died: watchForDeath(worker, task, lock, closing.signal),
    close() {
      if (closing.signal.aborted) return;
      closing.abort();
      api[releaseProxy]();
      worker.terminate();
    },
  };
}

type Send = (id: number) => Promise<Reply>;

async function exchange(calls: ClientCalls, link: CallLink, send: Send): Promise<unknown> {
  throwIfAborted(link);
  const call = calls.open(link);
  let reply: Reply;
  try {
    reply = await send(call.id);
  } catch (error) {
    throw cannotCross(error);
  } finally {
    call.close();
  }
  return openReply(reply);
}

/** An abort that comes before its call would not be heard. */
function throwIfAborted({ signal, released }: CallLink): void {
  signal?.throwIfAborted();
  released?.throwIfAborted();
}

/** Our side of the wire never throws, so where comlink does, an argument or a result cannot be cloned. */
function cannotCross(error: unknown): NearsideError {
  return new NearsideError('invalid-input', `the call cannot cross to the worker: ${messageOf(error)}`, {
    stage: 'call',
    cause: error,
  });
}

async function* receive(calls: ClientCalls, link: CallLink, send: Send): AsyncGenerator<unknown> {
  throwIfAborted(link);
  const inbox: unknown[] = [];
  let end: Reply | undefined;
  let failure: NearsideError | undefined;
  let wake: (() => void) | undefined;
  const call = calls.open(link, (chunk) => {
    inbox.push(chunk);
    wake?.();
  });
  try {
    void send(call.id).then(
      (reply) => ((end = reply), wake?.()),
      (error: unknown) => ((failure = cannotCross(error)), wake?.()),
    );
    for (;;) {
      if (inbox.length > 0) {
        yield inbox.shift();
        call.credit(1);
      } else if (failure) throw failure;
      else if (end) return openReply(end);
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    // The reader left early: the worker's side must not go on.
    if (!end && !failure) call.abort(new DOMException('the reader left', 'AbortError'));
    call.close();
  }
}

function watchForDeath(worker: Worker, name: string, lock: string | undefined, closed: AbortSignal): Promise<Error> {
  return new Promise((resolve) => {
    const options = { signal: closed };
    const die = (message: string, cause?: unknown) =>
      resolve(
        new NearsideError('worker-failed', `the ${name} worker ${message}`, {
          stage: 'run',
          ...(cause !== undefined && { cause }),
        }),
      );
    worker.addEventListener(
      'error',
      (event) => (event.preventDefault(), die(`threw: ${event.message}`, event.error ?? event)),
      options,
    );
    worker.addEventListener('messageerror', () => die('sent a message that cannot be read'), options);
    // A killed worker fires no event. It held a lock, though, and when that can be had, the worker is gone.
    // A rejection is the end of the watch, not a death.
    if (lock)
      realm.navigator?.locks
        ?.request(lock, { signal: closed }, () => die('was ended from outside'))
        .catch(() => undefined);
  });
}
