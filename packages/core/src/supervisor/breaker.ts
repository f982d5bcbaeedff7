import { NearsideError } from '../errors.ts';

/** Deaths within {@link windowMs} that open the breaker. */
const maxDeaths = 5;
const windowMs = 60_000;
/** How long an open breaker lets nothing start. */
const openMs = 30_000;
/** The wait before the second respawn in a row; it doubles with each. The first waits for nothing. */
const firstDelayMs = 250;
const maxDelayMs = 8_000;

/**
 * Says when a worker that keeps dying may be started again: the first time at once, then after a growing, jittered wait,
 * and after many deaths not at all for a while. Then one start is let through as a probe.
 */
export class Breaker {
  readonly #task: string;
  readonly #now: () => number;
  readonly #random: () => number;
  #deathsMs: number[] = [];
  #openUntilMs = -Infinity;

  /**
   * @param task Its name, for the message.
   * @param now Milliseconds on a clock that only goes forward.
   * @param random 0 to 1.
   */
  constructor(task: string, now: () => number = () => performance.now(), random: () => number = Math.random) {
    this.#task = task;
    this.#now = now;
    this.#random = random;
  }

  /** A worker died, or could not be started. */
  died(): void {
    const nowMs = this.#now();
    this.#deathsMs = [...this.#deathsMs.filter((deathMs) => nowMs - deathMs < windowMs), nowMs].slice(-maxDeaths);
    if (this.#deathsMs.length === maxDeaths) this.#openUntilMs = nowMs + openMs;
  }

  /** A call was answered: all is well again. */
  succeeded(): void {
    if (this.#deathsMs.length > 0) this.#deathsMs = [];
  }

  /**
   * Milliseconds to wait before the next start.
   *
   * @throws NearsideError 'worker-failed' while the breaker is open.
   */
  delayMs(): number {
    const nowMs = this.#now();
    if (nowMs < this.#openUntilMs) {
      const seconds = Math.ceil((this.#openUntilMs - nowMs) / 1000);
      throw new NearsideError(
        'worker-failed',
        `the ${this.#task} worker died ${maxDeaths} times within ${windowMs / 1000} s and is given a rest`,
        { stage: 'start', hint: `Try again in ${seconds} s: one start is let through then.` },
      );
    }
    const inRow = this.#deathsMs.filter((deathMs) => nowMs - deathMs < windowMs).length;
    if (inRow < 2) return 0;
    // Half of it is chance: many tabs that failed together do not come back together.
    return Math.min(maxDelayMs, firstDelayMs * 2 ** (inRow - 2)) * (0.5 + this.#random() / 2);
  }
}
