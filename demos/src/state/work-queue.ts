import { race } from '@nearside/core';

/** Items from any number of sources that are still being read, taken by any number of workers. */
export class WorkQueue<T> {
  #items: T[] = [];
  #taken = 0;
  #sources = 0;
  #waiting: (() => void)[] = [];

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
   * @param batches Of items.
   * @param signal Its abort ends the reading at once; what was read stays.
   * @param onItems Told how many came.
   */
  async fill(
    batches: AsyncIterable<readonly T[]>,
    signal: AbortSignal,
    onItems: (count: number) => void,
  ): Promise<void> {
    this.#sources += 1;
    try {
      const iterator = batches[Symbol.asyncIterator]();
      for (;;) {
        const next = await race(iterator.next(), signal);
        if (next.done) return;
        for (const item of next.value) this.#items.push(item);
        onItems(next.value.length);
        this.#wake();
      }
    } catch {
      // Aborted.
    } finally {
      this.#sources -= 1;
      this.#wake();
    }
  }

  /** The next item, once there is one; undefined when it is finished, or on the abort that ends its sources. */
  async take(signal: AbortSignal): Promise<T | undefined> {
    while (!signal.aborted && this.#items.length === this.#taken) {
      if (!this.isFilling) return undefined;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
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

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
