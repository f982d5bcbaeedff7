import type { CallLink, Connection } from './connection.ts';
import { followSignals } from '../abort/on-abort.ts';
import { TaskHost, type HostContext } from '../task-host.ts';
import type { Service, Task } from '../task.ts';
import { refuseQuestion } from '../wire/questions.ts';

/**
 * Runs a task where it is called: in Node, in tests, and wherever `worker: false` was wished.
 *
 * @param task Its service is built in this realm.
 */
export function openInProcess<S extends Service<S>, O>(task: Task<S, O>): Connection {
  const host = new TaskHost(task);
  return {
    start: (request, link) => withContext(link, (context) => host.start(request, context)),
    invoke: (method, argument, link) => withContext(link, (context) => host.invoke(method, argument, context)),
    async *stream(method, argument, link) {
      const { context, stop } = contextOf(link);
      try {
        yield* host.invoke(method, argument, context) as AsyncIterable<unknown>;
      } finally {
        stop();
      }
    },
    died: new Promise(() => undefined),
    close: () => void host.dispose(),
  };
}

/** async: what the host throws at once becomes a rejection, as it is over the wire. */
async function withContext<T>(link: CallLink, work: (context: HostContext) => T): Promise<Awaited<T>> {
  const { context, stop } = contextOf(link);
  try {
    return await work(context);
  } finally {
    stop();
  }
}

/** The client is here: its answer is a plain call. */
function contextOf(link: CallLink): { context: HostContext; stop: () => void } {
  const { signal, stop } = followSignals(link.signal, link.released);
  const { onProgress, answer = refuseQuestion } = link;
  const context: HostContext = {
    signal,
    report: (progress) => onProgress?.(progress),
    ask: (question, report = () => undefined) => answer(question, { signal, report }),
  };
  return { context, stop };
}
