/**
 * Calls back at most once a frame, and more seldom the more there is to show: what the page does with new rows grows with
 * all of them.
 */
export class Refresh {
  readonly #refresh: () => number;
  #pauseMs = 0;
  #lastMs = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #frame = 0;

  /** @param refresh Shows what is new, and says how many rows there are now. */
  constructor(refresh: () => number) {
    this.#refresh = refresh;
  }

  /** Asks for a refresh soon: many requests are one. None comes while the page is hidden. */
  request(): void {
    if (this.#timer !== undefined) return;
    const waitMs = this.#lastMs + this.#pauseMs - performance.now();
    this.#timer = setTimeout(() => (this.#frame = requestAnimationFrame(() => this.now())), Math.max(0, waitMs));
  }

  /** Refreshes at once. */
  now(): void {
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frame);
    this.#timer = undefined;
    // A refresh of 100,000 rows takes some 20 ms: four a second leave nine tenths of the time to the scan.
    this.#pauseMs = Math.min(250, this.#refresh() / 100);
    this.#lastMs = performance.now();
  }
}
