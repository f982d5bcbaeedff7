import { NearsideError, race } from '@nearside/core';

/** One settled item: its value, or why there is none. */
export type Settled<I, R> =
  | { readonly input: I; readonly index: number; readonly result: R; readonly error?: never }
  | { readonly input: I; readonly index: number; readonly error: Error; readonly result?: never };

/** How far a long run is, in inputs. */
export interface MapProgress {
  /** Count of inputs that were answered. */
  readonly done: number;
  /** Count of all inputs; undefined while an iterable of unknown length is still read. */
  readonly total: number | undefined;
}

/** How many inputs are worked on ahead of the answers. */
export interface MapOptions {
  /** Its abort rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Inputs in flight at once, 1 or more. Default 8: reading overlaps with the model. */
  readonly concurrency?: number;
  /** Called after each answer. */
  readonly onProgress?: (progress: MapProgress) => void;
}

/**
 * Maps many inputs, a bounded number at a time, and yields in input order. One that fails yields its error; the others
 * go on.
 *
 * @param inputs Pulled only as answers are taken: a list of any length costs no memory.
 * @param map Works on one; its signal aborts when the caller aborts or leaves the loop.
 * @param options Signal, concurrency, progress.
 * @throws NearsideError 'invalid-input' when `concurrency` is no whole number above 0; the signal's reason on abort.
 */
export async function* mapInOrder<I, R>(
  inputs: Iterable<I> | AsyncIterable<I>,
  map: (input: I, signal: AbortSignal) => Promise<R>,
  { signal, concurrency = 8, onProgress }: MapOptions,
): AsyncGenerator<Settled<I, R>, void, undefined> {
  if (!Number.isSafeInteger(concurrency) || concurrency < 1) {
    throw new NearsideError('invalid-input', `concurrency must be a whole number above 0, got ${concurrency}`, {
      stage: 'call',
    });
  }
  const leaving = new AbortController();
  const either = signal ? AbortSignal.any([signal, leaving.signal]) : leaving.signal;
  const settle = async (input: I, index: number): Promise<Settled<I, R>> => {
    try {
      return { input, index, result: await map(input, either) };
    } catch (error) {
      return { input, index, error: error instanceof Error ? error : new Error(String(error)) };
    }
  };
  const inFlight: Promise<Settled<I, R>>[] = [];
  const source = iteratorOf(inputs);
  const total = lengthOf(inputs);
  let index = 0;
  let done = 0;
  let exhausted = false;
  try {
    for (;;) {
      signal?.throwIfAborted();
      while (!exhausted && inFlight.length < concurrency) {
        // A source may be silent for long: an abort does not wait for it.
        const next = await race(Promise.resolve(source.next()), signal);
        if (next.done) exhausted = true;
        else inFlight.push(settle(next.value, index++));
      }
      const item = await inFlight.shift();
      signal?.throwIfAborted();
      if (item === undefined) return;
      done += 1;
      onProgress?.({ done, total: exhausted ? index : total });
      yield item;
    }
  } finally {
    leaving.abort();
    // Not awaited: a source that is stuck cannot return either.
    if (!exhausted) void Promise.resolve(source.return?.()).catch(() => undefined);
  }
}

function iteratorOf<I>(inputs: Iterable<I> | AsyncIterable<I>): Iterator<I> | AsyncIterator<I> {
  return Symbol.asyncIterator in inputs ? inputs[Symbol.asyncIterator]() : inputs[Symbol.iterator]();
}

/** Of an array, a FileList or a Set: whatever says how many it holds. */
function lengthOf(inputs: object): number | undefined {
  const { length, size } = inputs as { length?: unknown; size?: unknown };
  return [length, size].find((count) => typeof count === 'number');
}
