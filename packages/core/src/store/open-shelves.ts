import { messageOf } from '../errors.ts';
import type { StorageKind, StoreBackend } from './backends/backend.ts';
import { openCacheBackend } from './backends/cache-api.ts';
import { memoryBackend } from './backends/memory.ts';
import { openOpfsBackend } from './backends/opfs.ts';
import type { LockManager } from './locks.ts';
import { Shelf } from './shelf.ts';

/** A place that is not used, and why. */
export interface RefusedStorage {
  /** Which. */
  readonly kind: StorageKind;
  /** One sentence for a person. */
  readonly reason: string;
}

/** How each place is opened. */
export type Openers = Readonly<Record<StorageKind, () => Promise<StoreBackend>>>;

const openAll: Openers = {
  opfs: openOpfsBackend,
  cache: openCacheBackend,
  memory: async () => memoryBackend(),
};
const order: readonly StorageKind[] = ['opfs', 'cache', 'memory'];

/** The places for models, best first, each opened when the one before it cannot be used. */
export class Shelves {
  readonly #locks: LockManager;
  readonly #openers: Openers;
  readonly #kinds: readonly StorageKind[];
  readonly #opened = new Map<StorageKind, Promise<Shelf>>();
  /** Places that could not be opened, or failed later. */
  readonly refused: RefusedStorage[] = [];

  /**
   * @param first The page's wish: where to begin. Default: with the best.
   * @param locks Of the origin.
   * @param openers How each is opened.
   */
  constructor(first: StorageKind | undefined, locks: LockManager, openers: Openers = openAll) {
    this.#openers = openers;
    this.#kinds = order.slice(order.indexOf(first ?? 'opfs'));
    this.#locks = locks;
  }

  /** The first that can be used: memory always can. */
  async best(): Promise<Shelf> {
    for await (const shelf of this.each()) return shelf;
    throw new Error('memory was refused');
  }

  /** The first that did not fail when it was last written to: where models are kept just now. */
  async inUse(): Promise<Shelf> {
    for await (const shelf of this.each()) {
      if (!this.refused.some(({ kind }) => kind === shelf.backend.kind)) return shelf;
    }
    return this.best();
  }

  /** One after the other. */
  async *each(): AsyncGenerator<Shelf, void, undefined> {
    for (const kind of this.#kinds) {
      const shelf = await this.#open(kind);
      if (shelf) yield shelf;
    }
  }

  /** Those that were opened so far, and the best: where models may be. */
  async openedWithBest(): Promise<Shelf[]> {
    await this.best();
    return this.opened();
  }

  /** Those that were opened so far. */
  async opened(): Promise<Shelf[]> {
    const settled = await Promise.allSettled(this.#opened.values());
    return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  }

  /** A place failed: said in `explain()`. It is tried again the next time, since the reason may have passed. */
  refuse(kind: StorageKind, reason: string): void {
    this.accept(kind);
    this.refused.push({ kind, reason });
  }

  /** A place works: what was said of it before is over. */
  accept(kind: StorageKind): void {
    const known = this.refused.findIndex((one) => one.kind === kind);
    if (known >= 0) this.refused.splice(known, 1);
  }

  async #open(kind: StorageKind): Promise<Shelf | undefined> {
    const opening = this.#opened.get(kind) ?? this.#openNow(kind);
    this.#opened.set(kind, opening);
    try {
      return await opening;
    } catch (error) {
      this.#opened.delete(kind);
      this.refuse(kind, messageOf(error));
      return undefined;
    }
  }

  async #openNow(kind: StorageKind): Promise<Shelf> {
    const backend = await this.#openers[kind]();
    // What kept it from being opened is over.
    this.accept(kind);
    return new Shelf(backend, this.#locks);
  }
}
