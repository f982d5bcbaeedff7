/**
 * Settles as `promise` does, unless one of the signals aborts first: then with its reason, at once. What `promise` does
 * later is nobody's business, and is not reported as unhandled.
 *
 * @param promise Work that may never settle.
 * @param signals Whatever may end the wait; undefined ones are passed over.
 * @throws The reason of the first signal that aborts.
 */
export function race<T>(promise: Promise<T>, ...signals: readonly (AbortSignal | undefined)[]): Promise<T> {
  const listening = signals.filter((signal) => signal !== undefined);
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(listening.find(({ aborted }) => aborted)?.reason);
    const stop = () => listening.forEach((signal) => signal.removeEventListener('abort', abort));
    for (const signal of listening) signal.addEventListener('abort', abort);
    if (listening.some(({ aborted }) => aborted)) abort();
    promise.then(resolve, reject).finally(stop);
  });
}
