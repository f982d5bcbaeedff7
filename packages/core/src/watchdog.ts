/** Aborts its signal after a time of silence. */
export class Watchdog {
  readonly #controller = new AbortController();
  readonly #budgetMs: number;
  readonly #onExpired: () => Error;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  /**
   * @param budgetMs Milliseconds of silence allowed.
   * @param onExpired Makes the reason the signal aborts with.
   */
  constructor(budgetMs: number, onExpired: () => Error) {
    this.#budgetMs = budgetMs;
    this.#onExpired = onExpired;
    this.reset();
  }

  /** Aborted when the budget is over. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** A sign of life: the budget starts again. */
  reset(): void {
    this.pause();
    if (this.#stopped) return;
    this.#timer = setTimeout(() => this.#controller.abort(this.#onExpired()), this.#budgetMs);
  }

  /** Nothing is awaited from the other side for now. */
  pause(): void {
    clearTimeout(this.#timer);
  }

  /** Nothing is awaited any more: a late sign of life must not start the budget again. */
  stop(): void {
    this.#stopped = true;
    this.pause();
  }

  /** Whether it was stopped. */
  get isStopped(): boolean {
    return this.#stopped;
  }
}
