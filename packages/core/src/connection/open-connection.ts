import { resolveAsset, type Asset, type AssetBase } from '../assets.ts';
import type { Connection } from './connection.ts';
import { isNearsideError, messageOf, NearsideError } from '../errors.ts';
import { loadPart } from '../load-part.ts';
import { createThread } from './node-thread.ts';
import { createWorker, workerReady } from './start-worker.ts';
import type { Service, Task } from '../task.ts';
import { traced } from '../trace/tracer.ts';
import { connectWorker } from './worker-connection.ts';

/** `false`: in-process; `'thread'`: threads of Node; a function: the page's own worker; undefined: our script in a worker, where there is a page. */
export type WorkerChoice = false | 'thread' | ((task: string) => Worker) | undefined;

/** Where a task's connections lead. */
export interface Destination {
  /** Of our own script; empty where the page brings a worker of its own, or the task runs in-process. */
  readonly workerHref: string;
  readonly isInProcess: boolean;
}

/**
 * Decides where a task runs: our script in a worker, unless the page brought its own, wished for none, or there is no
 * page (Node: the script is a file).
 *
 * @param script Of the task's worker.
 * @param worker What the page wishes.
 * @param assetBase Where assets are served from, if not beside the bundle.
 * @throws NearsideError 'policy' or 'invalid-input' when the script's URL cannot be used.
 */
export function destinationOf(script: Asset, worker?: WorkerChoice, assetBase?: AssetBase): Destination {
  const usesOurs = worker === 'thread' || (worker === undefined && script.url.protocol !== 'file:');
  const workerHref = usesOurs ? resolveAsset(script, assetBase) : '';
  return { workerHref, isInProcess: !usesOurs && typeof worker !== 'function' };
}

/**
 * Opens a connection to a task that has not started yet.
 *
 * @param task The contract.
 * @param destination Where it runs.
 * @param worker What the page wishes.
 * @param signal Its abort rejects with its reason, and leaves nothing running.
 * @throws NearsideError as `createWorker` and `workerReady`.
 */
export async function openConnection<S extends Service<S>, O>(
  task: Task<S, O>,
  { workerHref, isInProcess }: Destination,
  worker: WorkerChoice,
  signal: AbortSignal,
): Promise<Connection> {
  if (isInProcess) {
    // A page with a worker never needs what opens a model.
    const what = `what runs ${task.name} in-process`;
    const { openInProcess } = await loadPart(what, () => import('./in-process-connection.ts'));
    return openInProcess(task);
  }
  const open = () =>
    traced('worker-start', { task: task.name }, async () => {
      const started = startWorker(task.name, workerHref, worker);
      return connectWorker(started, await workerReady(started, task, signal));
    });
  try {
    return await open();
  } catch (error) {
    const isOld = isNearsideError(error) && error.code === 'worker-version-mismatch';
    if (!isOld || workerHref === '' || worker === 'thread') throw error;
    // A deploy leaves old scripts in the HTTP cache: fetched past it, the next one is the page's own release.
    await reload(workerHref, signal).catch(() => {
      throw error;
    });
    return open();
  }
}

async function reload(href: string, signal: AbortSignal): Promise<void> {
  const response = await fetch(href, { cache: 'reload', signal });
  // To its end: what was not read is not kept.
  await response.arrayBuffer();
}

function startWorker(task: string, href: string, worker: WorkerChoice): Worker {
  if (typeof worker === 'function') {
    try {
      return worker(task);
    } catch (error) {
      throw new NearsideError('worker-failed', `the page's own worker could not be made: ${messageOf(error)}`, {
        stage: 'start',
        cause: error,
      });
    }
  }
  const name = `nearside ${task}`;
  return worker === 'thread' ? createThread(href, name) : createWorker(href, name);
}
