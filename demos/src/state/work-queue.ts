import { race } from '@nearside/core';

/** Items from any number of sources that are still being read, taken by one worker. */
export class WorkQueue<T> {
  #items: T[] = [];
  #taken = 0;
  #sources = 0;
  #wake: (() => void) | undefined;

  /** Whether a source is still read. */
  get isFilling(): boolean {
    return this.#sources > 0;
  }

  /** Whether nothing is left and nothing can come. */
  get isFinished(): boolean {
    return !this.isFilling && this.#items.length === this.#taken;
  }

  /**
   * Reads a source to its end. Never rejects: a source tells of its own troubles by its items.
   *
   * @param signal Its abort ends the reading at once; what was read stays.
   * @param onItem Called for each.
   */
  async fill(source: AsyncIterable<T>, signal: AbortSignal, onItem: () => void): Promise<void> {
    this.#sources += 1;
    try {
      const iterator = source[Symbol.asyncIterator]();
      for (;;) {
        const next = await race(iterator.next(), signal);
        if (next.done) return;
        this.#items.push(next.value);
        onItem();
        this.#wake?.();
      }
    } catch {
      // Aborted.
    } finally {
      this.#sources -= 1;
      this.#wake?.();
    }
  }

  /** The next item, once there is one; undefined when it is finished, or on abort. One taker at a time. */
  async take(signal: AbortSignal): Promise<T | undefined> {
    while (!signal.aborted && this.#items.length === this.#taken) {
      if (!this.isFilling) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    if (signal.aborted) return undefined;
    const item = this.#items[this.#taken];
    this.#taken += 1;
    if (this.#taken === this.#items.length) this.clear();
    return item;
  }

  /** Forgets what was not taken. */
  clear(): void {
    this.#items = [];
    this.#taken = 0;
  }
}
