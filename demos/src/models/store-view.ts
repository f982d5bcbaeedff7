import { signal, type ReadonlySignal } from '@preact/signals';
import type { ModelStore, StoredModel, StoreEstimate, StoreExplanation } from '@nearside/core';
import { toFailure, type Failure } from '../rows/failure.ts';
import { keyOf } from './model-key.ts';

/** The room that the site has, and where it keeps models. */
export interface Room {
  readonly estimate: StoreEstimate;
  readonly where: StoreExplanation;
}

/** A download in another tab is forgotten after so long without a word of it: 10 seconds. */
const remoteMs = 10_000;

/** What the store has, as signals: read again whenever this tab or another one changes something. */
export class StoreView {
  readonly #models: ModelStore;
  readonly #stored = signal<readonly StoredModel[]>([]);
  readonly #room = signal<Room | undefined>(undefined);
  readonly #failure = signal<Failure | undefined>(undefined);
  readonly #remote = signal<ReadonlyMap<string, number>>(new Map());
  #remoteTimer: ReturnType<typeof setTimeout> | undefined;
  #refreshing: Promise<void> | undefined;
  #isStale = false;

  /** @param models The store; looked at from here on. */
  constructor(models: ModelStore) {
    this.#models = models;
    void this.#watch();
  }

  /** Every stored model. */
  get stored(): ReadonlySignal<readonly StoredModel[]> {
    return this.#stored;
  }

  /** Undefined until the store was read. */
  get room(): ReadonlySignal<Room | undefined> {
    return this.#room;
  }

  /** Why the store cannot be read. */
  get failure(): ReadonlySignal<Failure | undefined> {
    return this.#failure;
  }

  /** Bytes that a tab, this one too, has of a model that it downloads, by the model's key. */
  get remote(): ReadonlySignal<ReadonlyMap<string, number>> {
    return this.#remote;
  }

  /** Reads everything again; requests that come meanwhile are one more. */
  refresh(): Promise<void> {
    this.#isStale = true;
    return (this.#refreshing ??= this.#refresh().finally(() => (this.#refreshing = undefined)));
  }

  /** A download of this tab is over: what was heard of it is no other tab's. */
  forget(key: string): void {
    const remote = new Map(this.#remote.value);
    if (remote.delete(key)) this.#remote.value = remote;
  }

  async #refresh(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      try {
        const models = this.#models;
        const [stored, estimate, where] = await Promise.all([models.list(), models.estimate(), models.explain()]);
        this.#stored.value = stored;
        this.#room.value = { estimate, where };
        this.#failure.value = undefined;
      } catch (error) {
        this.#failure.value = toFailure(error);
      }
    }
  }

  async #watch(): Promise<void> {
    try {
      await this.#models.watch((event) => {
        if (event.type === 'download') return this.#hear(keyOf(event.id, event.provider), event.loadedBytes);
        this.#remote.value = new Map();
        void this.refresh();
      });
    } catch (error) {
      this.#failure.value = toFailure(error);
    }
    await this.refresh();
  }

  #hear(key: string, loadedBytes: number): void {
    this.#remote.value = new Map(this.#remote.value).set(key, loadedBytes);
    clearTimeout(this.#remoteTimer);
    this.#remoteTimer = setTimeout(() => {
      this.#remote.value = new Map();
      void this.refresh();
    }, remoteMs);
  }
}
