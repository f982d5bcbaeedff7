import { realm } from '../realm.ts';

/** How a lock is asked for. */
export interface LockOptions {
  /** `shared` for readers, who keep writers out and one another not. Default: `exclusive`. */
  readonly mode?: 'shared' | 'exclusive';
  /** Its abort ends the wait with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** A lock that is held. */
export interface HeldLock {
  /** Safe to call twice. */
  release(): void;
}

/** Locks by name, over all tabs of the origin or within this realm. */
export interface LockManager {
  /** Waits for a lock. Rejects with the signal's reason. */
  take(name: string, options?: LockOptions): Promise<HeldLock>;
  /** The lock if nobody has it, at once; else undefined. */
  tryTake(name: string, mode?: 'shared' | 'exclusive'): Promise<HeldLock | undefined>;
}

interface WebLockOptions {
  readonly mode: 'shared' | 'exclusive';
  readonly signal?: AbortSignal;
  readonly ifAvailable?: true;
}

interface WebLocks {
  request(name: string, options: WebLockOptions, held: (lock: object | null) => unknown): Promise<unknown>;
}

/** Locks over all tabs: Web Locks, which a tab that dies gives back at once. */
export class OriginLocks implements LockManager {
  readonly #locks: WebLocks;
  /** Where the page has Web Locks and may not use them: its origin is opaque, and nobody shares it. */
  readonly #fallback = new RealmLocks();

  /** @param locks `navigator.locks`. */
  constructor(locks: WebLocks) {
    this.#locks = locks;
  }

  async take(name: string, { mode = 'exclusive', signal }: LockOptions = {}): Promise<HeldLock> {
    const lock = await this.#request(name, { mode, ...(signal && { signal }) }, () =>
      this.#fallback.take(name, { mode, signal }),
    );
    return lock as HeldLock;
  }

  tryTake(name: string, mode: 'shared' | 'exclusive' = 'exclusive'): Promise<HeldLock | undefined> {
    return this.#request(name, { mode, ifAvailable: true }, () => this.#fallback.tryTake(name, mode));
  }

  #request(
    name: string,
    options: WebLockOptions,
    fallBack: () => Promise<HeldLock | undefined>,
  ): Promise<HeldLock | undefined> {
    return new Promise((resolve, reject) => {
      const held = (lock: object | null) => {
        if (!lock) return resolve(undefined);
        return new Promise<void>((release) => resolve({ release }));
      };
      this.#locks
        .request(name, options, held)
        .catch((error: unknown) => (isSecurityError(error) ? fallBack().then(resolve, reject) : reject(error)));
    });
  }
}

interface Waiting {
  readonly mode: 'shared' | 'exclusive';
  readonly grant: (lock: HeldLock) => void;
}

/** The same within one realm, first come first served: for a store that no other tab can see. */
export class RealmLocks implements LockManager {
  readonly #queues = new Map<string, { held: Set<Waiting>; waiting: Waiting[] }>();

  /** See {@link LockManager}. */
  take(name: string, { mode = 'exclusive', signal }: LockOptions = {}): Promise<HeldLock> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const abort = () => {
        this.#drop(name, entry);
        reject(signal?.reason);
      };
      const entry: Waiting = {
        mode,
        grant: (lock) => {
          signal?.removeEventListener('abort', abort);
          resolve(lock);
        },
      };
      signal?.addEventListener('abort', abort);
      this.#queue(name).waiting.push(entry);
      this.#serve(name);
    });
  }

  /** See {@link LockManager}. */
  async tryTake(name: string, mode: 'shared' | 'exclusive' = 'exclusive'): Promise<HeldLock | undefined> {
    const { held, waiting } = this.#queue(name);
    const isFree = held.size === 0 || (mode === 'shared' && waiting.length === 0 && isShared(held));
    return isFree && waiting.length === 0 ? this.take(name, { mode }) : undefined;
  }

  #serve(name: string): void {
    const { held, waiting } = this.#queue(name);
    for (let next = waiting[0]; next; next = waiting[0]) {
      if (held.size > 0 && !(next.mode === 'shared' && isShared(held))) break;
      waiting.shift();
      const entry = next;
      held.add(entry);
      entry.grant({ release: () => this.#drop(name, entry) });
    }
    if (held.size === 0 && waiting.length === 0) this.#queues.delete(name);
  }

  #drop(name: string, entry: Waiting): void {
    const { held, waiting } = this.#queue(name);
    held.delete(entry);
    const place = waiting.indexOf(entry);
    if (place >= 0) waiting.splice(place, 1);
    this.#serve(name);
  }

  #queue(name: string) {
    const queue = this.#queues.get(name) ?? { held: new Set<Waiting>(), waiting: [] };
    this.#queues.set(name, queue);
    return queue;
  }
}

function isShared(held: ReadonlySet<Waiting>): boolean {
  return [...held].every(({ mode }) => mode === 'shared');
}

let shared: LockManager | undefined;

/** The locks of this origin, the same for everybody in this realm; within the realm alone where there are no Web Locks. */
export function originLocks(): LockManager {
  const locks = realm.navigator?.locks as unknown as WebLocks | undefined;
  return (shared ??= locks ? new OriginLocks(locks) : new RealmLocks());
}

function isSecurityError(error: unknown): boolean {
  return error instanceof Error && error.name === 'SecurityError';
}
