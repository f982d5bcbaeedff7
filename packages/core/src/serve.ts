import { expose, type Endpoint } from 'comlink';
import { NearsideError } from './errors.ts';
import type { LocalProvider } from './provider-ways.ts';
import { realm } from './realm.ts';
import { TaskHost } from './task-host.ts';
import type { Service, Task } from './task.ts';
import { openWorkerPort } from './wire/call-port.ts';
import { encodeError } from './wire/errors.ts';
import { wireVersion, type ReadyMessage, type Reply, type WorkerApi } from './wire/protocol.ts';

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
  const scope = (thread ?? globalThis) as unknown as Endpoint & { postMessage(message: ReadyMessage): void };
  if (typeof scope.postMessage !== 'function' || 'document' in globalThis) {
    throw new NearsideError('unsupported', 'serve() belongs in a dedicated worker or a thread of Node', {
      stage: 'start',
    });
  }
  const host = new TaskHost(task, providers);
  const api: WorkerApi = {
    start: (request, port) => reply(() => host.start(request, openWorkerPort(port))),
    invoke: (method, argument, port) =>
      reply(() => host.invoke(method, argument, openWorkerPort(port)) as Promise<unknown>),
    stream(method, argument, port) {
      const link = openWorkerPort(port);
      void reply(async () => {
        for await (const chunk of host.invoke(method, argument, link) as AsyncIterable<unknown>) await link.send(chunk);
      }).then(link.end);
    },
  };
  expose(api, scope);
  void holdLifeLock().then((lock) =>
    scope.postMessage({ nearside: 'ready', wire: wireVersion, task: task.name, version: task.version, lock }),
  );
}

async function reply(run: () => Promise<unknown>): Promise<Reply> {
  try {
    return { ok: true, value: await run() };
  } catch (error) {
    return { ok: false, error: encodeError(error) };
  }
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
