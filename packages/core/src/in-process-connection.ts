import type { CallLink, Connection } from './connection.ts';
import { TaskHost, type HostContext } from './task-host.ts';
import type { Service, Task } from './task.ts';
import { refuseQuestion } from './wire/questions.ts';

/**
 * Runs a task where it is called: in Node, in tests, and wherever `worker: false` was wished.
 *
 * @param task Its service is built in this realm.
 */
export function openInProcess<S extends Service<S>, O>(task: Task<S, O>): Connection {
  const host = new TaskHost(task);
  return {
    start: (request, link) => host.start(request, contextOf(link)),
    // async: what the host throws at once becomes a rejection, as it is over the wire.
    invoke: async (method, argument, link) => host.invoke(method, argument, contextOf(link)) as Promise<unknown>,
    async *stream(method, argument, link) {
      yield* host.invoke(method, argument, contextOf(link)) as AsyncIterable<unknown>;
    },
    died: new Promise(() => undefined),
    close: () => void host.dispose(),
  };
}

/** The client is here: its answer is a plain call. */
function contextOf({
  signal = new AbortController().signal,
  onProgress,
  answer = refuseQuestion,
}: CallLink): HostContext {
  return {
    signal,
    report: (progress) => onProgress?.(progress),
    ask: (question, report = () => undefined) => answer(question, { signal, report }),
  };
}
