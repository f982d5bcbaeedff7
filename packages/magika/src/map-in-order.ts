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
  let pulling: Promise<IteratorResult<I>> | undefined;
  let index = 0;
  let done = 0;
  let exhausted = false;
  try {
    for (;;) {
      signal?.throwIfAborted();
      const hasRoom = !exhausted && inFlight.length < concurrency;
      if (!hasRoom && inFlight.length === 0) return;
      if (hasRoom) pulling ??= Promise.resolve(source.next());
      // Whichever comes first: an answer is never kept back for an input that may be long in coming.
      const answer = inFlight[0]?.then(() => 'answer' as const);
      const input = hasRoom ? pulling?.then(() => 'input' as const) : undefined;
      const first = await race(Promise.race([answer, input].filter((one) => one !== undefined)), signal);
      if (first === 'input') {
        const next = await (pulling as Promise<IteratorResult<I>>);
        pulling = undefined;
        if (next.done) exhausted = true;
        else inFlight.push(settle(next.value, index++));
        continue;
      }
      const item = (await inFlight.shift()) as Settled<I, R>;
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
  if (typeof inputs !== 'object' || inputs === null || !(Symbol.asyncIterator in inputs || Symbol.iterator in inputs)) {
    throw new NearsideError('invalid-input', 'the inputs cannot be iterated', {
      stage: 'call',
      hint: 'Pass an array, a FileList, a generator or another iterable.',
    });
  }
  return Symbol.asyncIterator in inputs ? inputs[Symbol.asyncIterator]() : inputs[Symbol.iterator]();
}

/** Of an array, a FileList or a Set: whatever says how many it holds. */
function lengthOf(inputs: object): number | undefined {
  const { length, size } = inputs as { length?: unknown; size?: unknown };
  return [length, size].find((count) => typeof count === 'number');
}
