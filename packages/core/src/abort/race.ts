import { onAbort } from './on-abort.ts';

/**
 * Settles as `promise` does, unless one of the signals aborts first: then with its reason, at once. What `promise` does
 * later is nobody's business, and is not reported as unhandled. Leaves no listener behind.
 *
 * @param promise Work that may never settle.
 * @param signals Whatever may end the wait; undefined ones are passed over.
 * @throws The reason of the first signal that aborts.
 */
export function race<T>(promise: Promise<T>, ...signals: readonly (AbortSignal | undefined)[]): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const waits = signals.map((signal) => onAbort(signal, reject));
    const stop = () => waits.forEach((end) => end());
    promise.then(
      (value) => (stop(), resolve(value)),
      (error: unknown) => (stop(), reject(error)),
    );
  });
}
