import { isNearsideError, NearsideError } from '../../errors.ts';
import { backOffMs, maxAttempts } from './back-off.ts';
import type { Clock } from './clock.ts';

/** The longest wait that a server may ask for; one that asks for more is left alone, and the next source tried. */
export const maxRetryAfterMs = 60_000;

/** An attempt that failed and will be made again. */
export interface RetryEvent {
  /** Where. */
  readonly url: string;
  /** The one that failed, from 1. */
  readonly attempt: number;
  /** How long it is waited before the next. */
  readonly delayMs: number;
  /** What went wrong. */
  readonly reason: NearsideError;
}

/** When one server wants to be left alone, whoever of us it told. */
export class QuietTime {
  readonly #clock: Clock;
  #untilMs = 0;

  /** @param clock What it is measured with. */
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @param ms From now on. */
  ask(ms: number): void {
    this.#untilMs = Math.max(this.#untilMs, this.#clock.now() + ms);
  }

  /** What is left of it, in ms. */
  get leftMs(): number {
    return Math.max(0, this.#untilMs - this.#clock.now());
  }

  /**
   * Waits until it is over.
   *
   * @throws The signal's reason on abort.
   */
  async over(signal: AbortSignal): Promise<void> {
    // Again after each sleep: somebody may have been told a later time meanwhile.
    while (this.leftMs > 0) await this.#clock.sleep(this.leftMs, signal);
  }
}

/** What a failed attempt is judged by. */
export interface RetryContext {
  readonly url: string;
  readonly clock: Clock;
  readonly quiet: QuietTime;
  readonly signal: AbortSignal;
  readonly onRetry: ((event: RetryEvent) => void) | undefined;
}

/** Counts the failures of one piece of work at one source, and decides whether it is worth another attempt. */
export class Retries {
  readonly #context: RetryContext;
  #network = 0;
  #integrity = 0;

  /** @param context Of the source. */
  constructor(context: RetryContext) {
    this.#context = context;
  }

  /** Something arrived meanwhile: the connection is worth a fresh count. */
  progressed(): void {
    this.#network = 0;
  }

  /**
   * Waits until the next attempt is due.
   *
   * @param error What the last attempt threw.
   * @throws The same error when another attempt is not worth it; the signal's reason on abort.
   */
  async after(error: unknown): Promise<void> {
    const { url, clock, quiet, signal, onRetry } = this.#context;
    signal.throwIfAborted();
    if (!isNearsideError(error) || !this.#isWorthIt(error)) throw error;
    const attempt = this.#network + this.#integrity;
    // Damage is not the server being busy: again at once.
    const delayMs = error.code === 'integrity' ? 0 : quiet.leftMs || backOffMs(this.#network, clock.random());
    onRetry?.({ url, attempt, delayMs, reason: error });
    await clock.sleep(delayMs, signal);
  }

  #isWorthIt(error: NearsideError): boolean {
    if (error.code === 'integrity') return ++this.#integrity < 2;
    if (error.code !== 'network' || !error.retryable) return false;
    return ++this.#network < maxAttempts && this.#context.quiet.leftMs <= maxRetryAfterMs;
  }
}
