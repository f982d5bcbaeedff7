/** Work over 100,000 rows in slices, so that the page answers between them. */

/** Milliseconds of a slice: half a frame, so that the other half is the browser's. */
const sliceMs = 8;

/** How {@link inSlices} runs. */
export interface SliceOptions<Step> {
  /** Looked at between slices; its abort rejects with its reason. */
  readonly signal?: AbortSignal;
  /** Told what each step yields. */
  readonly onStep?: (step: Step) => void;
}

/**
 * Runs a generator to its end, with a pause after each few milliseconds.
 *
 * @param steps Yields often: a step is never cut.
 * @param options Signal, listener.
 * @returns What the generator returns.
 */
export async function inSlices<Step, Result>(
  steps: Generator<Step, Result, void>,
  { signal, onStep }: SliceOptions<Step> = {},
): Promise<Result> {
  let until = performance.now() + sliceMs;
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    onStep?.(step.value);
    if (performance.now() < until) continue;
    await nextTask();
    signal?.throwIfAborted();
    until = performance.now() + sliceMs;
  }
}

/** Resolves once the browser had its turn: input and frames come first. */
export function nextTask(): Promise<void> {
  const { scheduler } = globalThis as { readonly scheduler?: { yield?(): Promise<void> } };
  return scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));
}
