import { race } from '../../abort/race.ts';

/** Time and chance, so that a test need not wait for either. */
export interface Clock {
  /** Milliseconds since 1970; never goes back, whatever the user does to the system's clock. */
  now(): number;
  /**
   * Waits.
   *
   * @param ms Milliseconds, 0 and more.
   * @param signal Ends the wait.
   * @throws The signal's reason on abort.
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Uniform in [0, 1). */
  random(): number;
}

/** The real one. */
export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  async sleep(ms, signal) {
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      await race(new Promise((resolve) => (timer = setTimeout(resolve, ms))), signal);
    } finally {
      clearTimeout(timer);
    }
  },
  random: () => Math.random(),
};
