import { race } from './race.ts';

/** Lets a fixed number in at a time, in order of arrival. */
export class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  /** @param count How many may be in at once. */
  constructor(count: number) {
    this.#free = count;
  }

  /** Takes a slot if one is free; it must be given back. */
  tryTake(): boolean {
    if (this.#free === 0) return false;
    this.#free -= 1;
    return true;
  }

  /**
   * Waits for a slot; each must be given back.
   *
   * @param signals An abort leaves the queue.
   * @throws The signal's reason on abort.
   */
  async take(...signals: readonly (AbortSignal | undefined)[]): Promise<void> {
    for (const signal of signals) signal?.throwIfAborted();
    if (this.tryTake()) return;
    let admit: () => void = () => undefined;
    const turn = new Promise<void>((resolve) => this.#waiting.push((admit = resolve)));
    try {
      await race(turn, ...signals);
    } catch (error) {
      const place = this.#waiting.indexOf(admit);
      if (place >= 0) this.#waiting.splice(place, 1);
      // Admitted in the same moment: the slot goes on to the next.
      else this.give();
      throw error;
    }
  }

  /** Gives a slot back: handed to the first in line, so that nobody slips in between. */
  give(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free += 1;
  }
}
