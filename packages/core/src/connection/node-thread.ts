import { messageOf, NearsideError } from '../errors.ts';
import { realm, type NodeThread } from '../realm.ts';

/** A thread of Node in the form of a page's worker: what speaks to the one speaks to the other. */
class ThreadWorker extends EventTarget {
  readonly #thread: NodeThread;

  constructor(thread: NodeThread) {
    super();
    this.#thread = thread;
    thread.on('message', (data) => this.#fire('message', { data }));
    thread.on('messageerror', (data) => this.#fire('messageerror', { data }));
    thread.on('error', (error) =>
      this.#fire('error', { error, message: error instanceof Error ? error.message : String(error) }),
    );
    // After an end of our own nobody listens any more.
    thread.on('exit', (code) =>
      this.#fire('error', { error: undefined, message: `it exited with code ${String(code)}` }),
    );
  }

  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    this.#thread.postMessage(message, transfer);
  }

  terminate(): void {
    void this.#thread.terminate();
  }

  #fire(type: string, properties: object): void {
    this.dispatchEvent(Object.assign(new Event(type), properties));
  }
}

/**
 * Starts a worker's script in a thread of Node.
 *
 * @param href A file: URL.
 * @param name Shown in developer tools.
 * @throws NearsideError 'unsupported' where there are no such threads.
 */
export function createThread(href: string, name: string): Worker {
  const threads = realm.process?.getBuiltinModule?.('node:worker_threads');
  if (!threads) {
    throw new NearsideError('unsupported', 'this realm has no worker threads', {
      stage: 'start',
      hint: "createRuntime({ worker: 'thread' }) is for Node; in a page workers are the default.",
    });
  }
  try {
    return new ThreadWorker(new threads.Worker(new URL(href), { name })) as unknown as Worker;
  } catch (error) {
    throw new NearsideError('worker-failed', `the thread ${href} cannot be started: ${messageOf(error)}`, {
      stage: 'start',
      cause: error,
      hint: "A thread's script is a file: leave assetBase out, or point it to a folder by a file: URL.",
    });
  }
}
