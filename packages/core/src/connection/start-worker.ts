import { messageOf, NearsideError } from '../errors.ts';
import { realm, type ScriptUrlPolicy } from '../realm.ts';
import { Budgets } from '../supervisor/budgets.ts';
import { isReadyMessage, wireVersion, type ReadyMessage } from '../wire/protocol.ts';

/** Name of the one Trusted Types policy that Nearside creates. */
export const trustedTypesPolicy = 'nearside';

/** What a worker must prove to be before it is used. */
export interface ExpectedTask {
  readonly name: string;
  readonly version: string;
  readonly startBudgetMs: number;
}

/**
 * Starts a worker from a script of our own.
 *
 * @param href Absolute URL, same origin.
 * @param name Shown in developer tools.
 * @throws NearsideError 'worker-failed' when the page may not start it; 'unsupported' where there are no workers.
 */
export function createWorker(href: string, name: string): Worker {
  if (typeof Worker !== 'function') {
    throw new NearsideError('unsupported', 'this realm has no Worker', {
      stage: 'start',
      hint: 'Pass createRuntime({ worker: false }) to run in-process.',
    });
  }
  try {
    return new Worker(signScriptUrl(href) as string, { type: 'module', name });
  } catch (error) {
    throw new NearsideError('worker-failed', `the worker ${href} cannot be started: ${messageOf(error)}`, {
      stage: 'start',
      cause: error,
      hint: "The page's Content-Security-Policy must allow it: worker-src 'self', and trusted-types nearside where Trusted Types are required.",
    });
  }
}

/**
 * Waits for a worker's first message and checks that client and worker are of one release.
 *
 * @param worker Just created; it is terminated when this rejects.
 * @param expected The client's side of the contract.
 * @param signal Its abort rejects with its reason.
 * @returns What it said.
 * @throws NearsideError 'worker-failed' when the script is missing, blocked or throws at import, 'timeout' when it stays
 *   silent past its budget, 'worker-version-mismatch' when it is of another release.
 */
export async function workerReady(worker: Worker, expected: ExpectedTask, signal?: AbortSignal): Promise<ReadyMessage> {
  const listening = new AbortController();
  try {
    signal?.throwIfAborted();
    return await new Promise<ReadyMessage>((resolve, reject) => {
      const options = { signal: listening.signal };
      worker.addEventListener('error', (event) => reject(startFailure(event, expected)), options);
      worker.addEventListener(
        'message',
        ({ data }) => {
          if (!isReadyMessage(data)) return;
          const mismatch = mismatchOf(data, expected);
          if (mismatch) reject(mismatch);
          else resolve(data);
        },
        options,
      );
      signal?.addEventListener('abort', () => reject(signal.reason), options);
      const watch = new Budgets().watch(expected.startBudgetMs, () => reject(silence(expected)));
      listening.signal.addEventListener('abort', () => watch.stop());
    });
  } catch (error) {
    worker.terminate();
    throw error;
  } finally {
    listening.abort();
  }
}

function startFailure(event: ErrorEvent, { name }: ExpectedTask): NearsideError {
  event.preventDefault();
  // The event of a missing or blocked script carries no message; that of a script that threw does.
  return event.message
    ? new NearsideError('worker-failed', `the ${name} worker threw while it started: ${event.message}`, {
        stage: 'start',
        cause: event.error ?? new Error(event.message),
      })
    : new NearsideError('worker-failed', `the ${name} worker's script could not be loaded`, {
        stage: 'start',
        cause: event,
        hint: "Is it served, as JavaScript, where the page looks for it, and does the page's worker-src allow it? See docs/packaging.md.",
      });
}

function silence({ name, startBudgetMs }: ExpectedTask): NearsideError {
  return new NearsideError('timeout', `the ${name} worker said nothing within ${startBudgetMs} ms`, { stage: 'start' });
}

function mismatchOf(
  ready: { wire: number; task: string; version: string },
  expected: ExpectedTask,
): NearsideError | undefined {
  if (ready.wire === wireVersion && ready.task === expected.name && ready.version === expected.version)
    return undefined;
  const side = (task: string, version: string, wire: number) => `${task} ${version} (wire ${wire})`;
  return new NearsideError(
    'worker-version-mismatch',
    `the page runs ${side(expected.name, expected.version, wireVersion)}, its worker ${side(ready.task, ready.version, ready.wire)}`,
    {
      stage: 'start',
      hint: 'An old script is still in a cache, or two releases are installed: reload the page past the cache, or install one release.',
    },
  );
}

/** Signs a URL where the page enforces Trusted Types; elsewhere, and where the policy is not allowed, the plain string. */
function signScriptUrl(href: string): unknown {
  return scriptUrlPolicy()?.createScriptURL(href) ?? href;
}

// A policy of a name can be made once a realm, so it is kept. A second copy of core needs 'allow-duplicates' in the page's policy.
let policy: ScriptUrlPolicy | undefined | false;

function scriptUrlPolicy(): ScriptUrlPolicy | undefined {
  if (policy === undefined) {
    try {
      policy = realm.trustedTypes?.createPolicy(trustedTypesPolicy, { createScriptURL: (href) => href }) ?? false;
    } catch {
      policy = false;
    }
  }
  return policy === false ? undefined : policy;
}
