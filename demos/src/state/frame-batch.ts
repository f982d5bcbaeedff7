/**
 * Collects items and hands them over together, at most once a frame, and more seldom the more there are in all: what
 * the page does with a batch grows with the whole.
 */
export class FrameBatch<T> {
  readonly #deliver: (items: readonly T[]) => void;
  #items: T[] = [];
  #delivered = 0;
  #lastMs = -Infinity;
  #frame = 0;

  /** @param deliver Called with what came since the last call, never with nothing. */
  constructor(deliver: (items: readonly T[]) => void) {
    this.#deliver = deliver;
  }

  /** Adds an item; it is delivered by itself. */
  add(item: T): void {
    this.#items.push(item);
    this.#frame ||= requestAnimationFrame(() => this.#onFrame());
  }

  /** Delivers what is there now: at the end of a run, and where no frames come because the page is hidden. */
  flush(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#lastMs = performance.now();
    const items = this.#items;
    this.#items = [];
    this.#delivered += items.length;
    if (items.length > 0) this.#deliver(items);
  }

  #onFrame(): void {
    const pauseMs = Math.min(1000, this.#delivered / 20);
    if (performance.now() - this.#lastMs >= pauseMs) this.flush();
    else this.#frame = requestAnimationFrame(() => this.#onFrame());
  }
}
