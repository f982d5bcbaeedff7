/** Told the reason of an abort. */
export type AbortCallback = (reason: unknown) => void;

interface Listeners {
  readonly callbacks: Set<AbortCallback>;
  readonly listener: () => void;
}

const listenersOf = new WeakMap<AbortSignal, Listeners>();

/**
 * Calls back when the signal aborts; at once where it has. However many wait for a signal, it has one listener, and none
 * after the last has gone: a signal that thousands of calls share must not look like a leak (Node 20 warns above ten).
 * Cheaper than `AbortSignal.any`, which costs more than a call's other work together, and whose results Node 20 keeps.
 *
 * @param signal Undefined ones never abort.
 * @param callback Must not throw.
 * @returns Ends the wait; safe to call twice.
 */
export function onAbort(signal: AbortSignal | undefined, callback: AbortCallback): () => void {
  if (!signal) return () => undefined;
  if (signal.aborted) {
    callback(signal.reason);
    return () => undefined;
  }
  const listeners = listenersOf.get(signal) ?? listen(signal);
  // A function of its own: one callback may wait twice.
  const own: AbortCallback = (reason) => callback(reason);
  listeners.callbacks.add(own);
  return () => {
    listeners.callbacks.delete(own);
    if (listeners.callbacks.size > 0 || listenersOf.get(signal) !== listeners) return;
    signal.removeEventListener('abort', listeners.listener);
    listenersOf.delete(signal);
  };
}

function listen(signal: AbortSignal): Listeners {
  const callbacks = new Set<AbortCallback>();
  const listener = () => {
    listenersOf.delete(signal);
    for (const callback of callbacks) callback(signal.reason);
  };
  signal.addEventListener('abort', listener, { once: true });
  const listeners = { callbacks, listener };
  listenersOf.set(signal, listeners);
  return listeners;
}

/** A signal that several others can abort. */
export interface FollowingSignal {
  readonly signal: AbortSignal;
  /** Lets the others go. To be called when the work is over, however it ended. */
  stop(): void;
}

/**
 * `AbortSignal.any` for the length of one piece of work.
 *
 * @param signals Whichever aborts first gives the reason; undefined ones are passed over.
 */
export function followSignals(...signals: readonly (AbortSignal | undefined)[]): FollowingSignal {
  const controller = new AbortController();
  const waits = signals.map((signal) => onAbort(signal, (reason) => controller.abort(reason)));
  return { signal: controller.signal, stop: () => waits.forEach((stop) => stop()) };
}
