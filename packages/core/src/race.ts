/**
 * Settles as `promise` does, unless one of the signals aborts first: then with its reason, at once. What `promise` does
 * later is nobody's business, and is not reported as unhandled.
 *
 * @param promise Work that may never settle.
 * @param signals Whatever may end the wait; undefined ones are passed over.
 * @throws The reason of the first signal that aborts.
 */
export function race<T>(promise: Promise<T>, ...signals: readonly (AbortSignal | undefined)[]): Promise<T> {
  // One signal of this call's own: many calls that listen to a shared one would look like a leak (and warn in Node).
  const ended = AbortSignal.any(signals.filter((signal) => signal !== undefined));
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(ended.reason);
    if (ended.aborted) abort();
    ended.addEventListener('abort', abort);
    promise.then(resolve, reject).finally(() => ended.removeEventListener('abort', abort));
  });
}
