import type { ProviderChange } from './supervisor/failover.ts';
import { tell } from './supervisor/life.ts';
import type { Span } from './trace/span.ts';
import { onSpan } from './trace/tracer.ts';

/** What a runtime tells, by the name of the event. */
export interface RuntimeEvents {
  /** A model goes on with another provider, since the first one failed. */
  readonly providerchange: ProviderChange;
  /**
   * A piece of work is over, in this realm or in a worker of it, whichever runtime of the page it was done for. Nothing is
   * measured while nobody listens.
   */
  readonly span: Span;
}

/** Called with an event. One that throws is reported to the page, and disturbs nobody else. */
export type RuntimeListener<E extends keyof RuntimeEvents> = (event: RuntimeEvents[E]) => void;

/** Keeps the listeners of one runtime. */
export class RuntimeListeners {
  readonly #providerChange = new Set<RuntimeListener<'providerchange'>>();

  /**
   * Listens.
   *
   * @param type Of the event.
   * @param listener Called with each.
   * @returns Ends it.
   */
  on<E extends keyof RuntimeEvents>(type: E, listener: RuntimeListener<E>): () => void {
    if (type === 'span') return onSpan((span) => tell(listener as RuntimeListener<'span'>, span));
    const own: RuntimeListener<'providerchange'> = (change) =>
      tell(listener as RuntimeListener<'providerchange'>, change);
    this.#providerChange.add(own);
    return () => void this.#providerChange.delete(own);
  }

  /** Tells of a change; a function of its own. */
  readonly providerChanged = (change: ProviderChange): void => {
    for (const listener of this.#providerChange) listener(change);
  };
}
