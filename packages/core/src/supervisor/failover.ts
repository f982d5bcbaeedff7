import { isNearsideError, messageOf } from '../errors.ts';
import type { Exclusion } from '../selection/selection.ts';
import type { StartResult } from '../task-host.ts';

/** A model went on with another provider than before. */
export interface ProviderChange {
  /** Name of the task. */
  readonly task: string;
  /** Id of the model. */
  readonly model: string;
  /** The provider that ran it. */
  readonly from: string;
  /** The provider that runs it now. */
  readonly to: string;
  /** Why the first one was left: what it failed with. */
  readonly reason: string;
}

/** Failures in a row, by code, after which a provider is passed over. A lost device, or one hang, may be an accident. */
const allowedInRow: Readonly<Record<string, number>> = { 'provider-failed': 1, 'device-lost': 2, timeout: 2 };

/**
 * Decides which providers a task's next life passes over, from how the earlier ones failed. Shared by the workers of a
 * pool, so that each learns from the others.
 */
export class Failover {
  readonly #task: string;
  readonly #onChange: (change: ProviderChange) => void;
  /** By code and provider. */
  readonly #inRow = new Map<string, number>();
  #excluded: readonly Exclusion[] = [];
  #lastReason = 'its worker was started again';
  #result: StartResult = [];

  /**
   * @param task Its name, for the event.
   * @param onChange Told of every change of a model's provider.
   */
  constructor(task: string, onChange: (change: ProviderChange) => void = () => undefined) {
    this.#task = task;
    this.#onChange = onChange;
  }

  /** Providers that the next life passes over. */
  get excluded(): readonly Exclusion[] {
    return this.#excluded;
  }

  /** What runs, by the latest life of any worker. */
  get result(): StartResult {
    return this.#result;
  }

  /**
   * A life has started.
   *
   * @param result What runs in it.
   */
  started(result: StartResult): void {
    for (const { model, provider } of result) {
      const before = this.#result.find((earlier) => earlier.model === model);
      if (!before || before.provider.name === provider.name) continue;
      const { name: from } = before.provider;
      this.#onChange({ task: this.#task, model, from, to: provider.name, reason: this.#lastReason });
    }
    this.#result = result;
  }

  /**
   * A call failed, or its worker did.
   *
   * @param error Decides whether the provider is to blame.
   * @param result What ran.
   * @returns Whether the life it ran in is spoilt: the next call needs a fresh one.
   */
  failed(error: unknown, result: StartResult): boolean {
    if (!isNearsideError(error)) return false;
    const allowed = allowedInRow[error.code];
    if (allowed === undefined) return false;
    this.#lastReason = `${error.code}: ${messageOf(error)}`;
    // The error of a run says whose it was. A hang does not: it may be any of them.
    const key = `${error.code} ${error.provider ?? ''}`;
    const inRow = (this.#inRow.get(key) ?? 0) + 1;
    this.#inRow.set(key, inRow);
    if (inRow >= allowed) {
      this.#exclude(error.provider === undefined ? result.map(({ provider }) => provider.name) : [error.provider]);
      this.#inRow.delete(key);
    }
    return true;
  }

  #exclude(providers: readonly string[]): void {
    for (const provider of new Set(providers)) {
      if (this.#excluded.some((exclusion) => exclusion.provider === provider)) continue;
      this.#excluded = [...this.#excluded, { provider, reason: this.#lastReason }];
    }
  }

  /** A call was answered: what failed before it is not in a row with what comes. */
  succeeded(): void {
    if (this.#inRow.size > 0) this.#inRow.clear();
  }

  /**
   * Nothing was left to run on: a fresh worker with the provider that failed is better than none.
   *
   * @returns Whether there was something to forgive.
   */
  forgive(): boolean {
    const had = this.#excluded.length > 0;
    this.#excluded = [];
    return had;
  }
}
