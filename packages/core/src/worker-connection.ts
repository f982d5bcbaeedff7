import { releaseProxy, transfer, wrap, type Remote } from 'comlink';
import type { CallLink, Connection } from './connection.ts';
import { messageOf, NearsideError } from './errors.ts';
import { realm } from './realm.ts';
import type { StartResult } from './task-host.ts';
import { openClientPort } from './wire/call-port.ts';
import { decodeError } from './wire/errors.ts';
import type { ReadyMessage, Reply, ToClient, WorkerApi } from './wire/protocol.ts';

/**
 * Speaks to a task behind a worker that has said it is ready.
 *
 * @param worker Owned from here on: `close()` terminates it.
 * @param ready What it said.
 */
export function connectWorker(worker: Worker, { task, lock }: ReadyMessage): Connection {
  const api: Remote<WorkerApi> = wrap<WorkerApi>(worker);
  const closing = new AbortController();
  return {
    start: (request, link) => exchange(link, (port) => api.start(request, port)) as Promise<StartResult>,
    invoke: (method, argument, link) =>
      link.signal || link.onProgress
        ? exchange(link, (port) => api.invoke(method, argument, port))
        : settle(api.invoke(method, argument, undefined)),
    stream: (method, argument, link) => stream(api, method, argument, link),
    died: watchForDeath(worker, task, lock, closing.signal),
    close() {
      if (closing.signal.aborted) return;
      closing.abort();
      api[releaseProxy]();
      worker.terminate();
    },
  };
}

async function exchange(link: CallLink, send: (port: MessagePort) => Promise<Reply>): Promise<unknown> {
  const port = openClientPort(link.signal, (message) => {
    if (message.type === 'progress') link.onProgress?.(message.value);
  });
  try {
    return await settle(send(transfer(port.remote, [port.remote])));
  } finally {
    port.close();
  }
}

async function settle(reply: Promise<Reply>): Promise<unknown> {
  let settled: Reply;
  try {
    settled = await reply;
  } catch (error) {
    // Our side of the wire never throws in `reply`, so comlink itself failed: an argument or result cannot be cloned.
    throw cannotCross(error);
  }
  if (settled.ok) return settled.value;
  throw decodeError(settled.error);
}

function cannotCross(error: unknown): NearsideError {
  return new NearsideError('invalid-input', `the call cannot cross to the worker: ${messageOf(error)}`, {
    stage: 'call',
    cause: error,
  });
}

async function* stream(
  api: Remote<WorkerApi>,
  method: string,
  argument: unknown,
  link: CallLink,
): AsyncGenerator<unknown> {
  // Ends the worker's side when the reader leaves early, with the caller's own reason where there is one.
  const leaving = new AbortController();
  const signal = link.signal ? AbortSignal.any([link.signal, leaving.signal]) : leaving.signal;
  const inbox: ToClient[] = [];
  let wake: (() => void) | undefined;
  const port = openClientPort(signal, (message) => {
    inbox.push(message);
    wake?.();
  });
  try {
    try {
      await api.stream(method, argument, transfer(port.remote, [port.remote]));
    } catch (error) {
      throw cannotCross(error);
    }
    for (;;) {
      const message = inbox.shift();
      if (message === undefined) await new Promise<void>((resolve) => (wake = resolve));
      else if (message.type === 'progress') link.onProgress?.(message.value);
      else if (message.type === 'end') return await settle(Promise.resolve(message.reply));
      else {
        yield message.value;
        port.credit(1);
      }
    }
  } finally {
    leaving.abort();
    port.close();
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
