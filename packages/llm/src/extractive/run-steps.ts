/** Runs a generator of steps to its end, at once or letting others run in between. */

const sliceMs = 8;

/** Runs it at once. */
export function runAtOnce<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * Runs it in slices of some milliseconds; in between, timers, events and an abort are heard.
 *
 * @throws The signal's reason, once it is aborted; no step runs after that.
 */
export async function runInSlices<T>(steps: Generator<void, T>, signal: AbortSignal | undefined): Promise<T> {
  let sliceStart = performance.now();
  for (;;) {
    signal?.throwIfAborted();
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - sliceStart < sliceMs) continue;
    await new Promise<void>((resolve) => setTimeout(resolve));
    sliceStart = performance.now();
  }
}
