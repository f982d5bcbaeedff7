import type { CallLink, Connection } from './connection.ts';
import { TaskHost } from './task-host.ts';
import type { CallContext, Service, Task } from './task.ts';

/**
 * Runs a task where it is called: in Node, in tests, and wherever `worker: false` was wished.
 *
 * @param task Its service is built in this realm.
 */
export function openInProcess<S extends Service<S>, O>(task: Task<S, O>): Connection {
  const host = new TaskHost(task);
  const context = ({ signal, onProgress }: CallLink): CallContext => ({
    signal: signal ?? new AbortController().signal,
    report: (progress) => onProgress?.(progress),
  });
  return {
    start: (request, link) => host.start(request, context(link)),
    // async: what the host throws at once becomes a rejection, as it is over the wire.
    invoke: async (method, argument, link) => host.invoke(method, argument, context(link)) as Promise<unknown>,
    async *stream(method, argument, link) {
      yield* host.invoke(method, argument, context(link)) as AsyncIterable<unknown>;
    },
    died: new Promise(() => undefined),
    close: () => void host.dispose(),
  };
}
