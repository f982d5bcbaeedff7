import { expose, type Endpoint } from 'comlink';
import { NearsideError } from '../errors.ts';
import type { LocalProvider } from '../model/provider-ways.ts';
import { realm } from '../realm.ts';
import { TaskHost } from '../task-host.ts';
import type { Service, Task } from '../task.ts';
import { traced } from '../trace/tracer.ts';
import { wireVersion, type WireEndpoint, type WorkerApi } from '../wire/protocol.ts';
import { WorkerCalls } from '../wire/worker-calls.ts';

/** What a worker of one's own may add. */
export interface ServeOptions {
  /** Providers whose code is in this worker; tried before those the client asks for. */
  readonly providers?: readonly LocalProvider[];
}

/**
 * Serves a task from the worker it is called in. The last statement of a worker's script: the client waits for the
 * message that this sends.
 *
 * @param task The contract that client and worker share.
 * @param options Providers of one's own.
 * @throws NearsideError 'unsupported' outside a dedicated worker or a thread of Node.
 */
export function serve<S extends Service<S>, O>(task: Task<S, O>, { providers }: ServeOptions = {}): void {
  const thread = realm.process?.getBuiltinModule?.('node:worker_threads').parentPort;
  const scope = (thread ?? globalThis) as unknown as Endpoint & WireEndpoint;
  if (typeof scope.postMessage !== 'function' || 'document' in globalThis) {
    throw new NearsideError('unsupported', 'serve() belongs in a dedicated worker or a thread of Node', {
      stage: 'start',
    });
  }
  const host = new TaskHost(task, providers);
  const calls = new WorkerCalls(scope);
  const api: WorkerApi = {
    start: ([id, request]) =>
      calls.run(id, (call) => traced('start', { task: task.name }, () => host.start(request, call))),
    invoke: ([id, method, argument]) => calls.run(id, (call) => host.invoke(method, argument, call)),
    stream: ([id, method, argument]) =>
      calls.run(id, async (call) => {
        for await (const chunk of host.invoke(method, argument, call) as AsyncIterable<unknown>) await call.send(chunk);
      }),
    ping: () => undefined,
  };
  expose(api, scope);
  void holdLifeLock().then((lock) =>
    scope.postMessage({ nearside: 'ready', wire: wireVersion, task: task.name, version: task.version, lock }),
  );
}

/**
 * A killed worker sends no event at all, but its locks are released: the client waits for this one. Taken before the
 * first message, since a worker may be killed right after it.
 *
 * @returns The lock's name once it is held.
 */
function holdLifeLock(): Promise<string | undefined> {
  const locks = realm.navigator?.locks;
  if (!locks) return Promise.resolve(undefined);
  const name = `nearside-worker-${crypto.randomUUID()}`;
  return new Promise((resolve) => {
    const held = () => (resolve(name), new Promise<void>(() => undefined));
    // A page of an opaque origin has locks and may not use them.
    locks.request(name, held).catch(() => resolve(undefined));
  });
}
