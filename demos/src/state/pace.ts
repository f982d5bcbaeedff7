/** How fast a scan is, of late: over the last seconds, since small files and large ones come in stretches. */
const windowMs = 5000;

/** Below this a rate says nothing. */
const leastMs = 1000;

/** Measures a rate. A pause is no part of it: `stop` forgets what came before. */
export class Pace {
  #samples: { readonly ms: number; readonly done: number }[] = [];

  /**
   * Takes a reading.
   *
   * @param done Counts up.
   * @param ms Time of the reading.
   */
  add(done: number, ms: number): void {
    this.#samples.push({ ms, done });
    // One beyond the window stays, so that the readings always span it.
    while ((this.#samples[1]?.ms ?? Infinity) <= ms - windowMs) this.#samples.shift();
  }

  /** Forgets all readings. */
  stop(): void {
    this.#samples = [];
  }

  /** Per second; undefined until it can be told. */
  get perSecond(): number | undefined {
    const [first] = this.#samples;
    const last = this.#samples.at(-1);
    if (!first || !last || last.ms - first.ms < leastMs) return undefined;
    return ((last.done - first.done) / (last.ms - first.ms)) * 1000;
  }
}
