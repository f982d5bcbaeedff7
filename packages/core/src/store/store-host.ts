import type { Asset } from '../assets.ts';
import { isNearsideError, messageOf } from '../errors.ts';
import type { ArgumentOf, CallOptions, Lease, ResultOf } from '../lease.ts';
import { loadPart } from '../load-part.ts';
import { race } from '../abort/race.ts';
import { defineTask } from '../task.ts';
import type { LeaseStore, ModelStoreOptions } from './store-options.ts';
import type { StoreOptions } from './service-options.ts';
import { storeContract, type StoreMethods } from './store-contract.ts';

/** The store as the page knows it. Its service is imported where it has to run here: a store with a worker needs none of it. */
const storeTask = defineTask<StoreMethods, StoreOptions>({
  ...storeContract,
  async start(context) {
    const { startStore } = await loadPart("the model store's service", () => import('./store-task.ts'));
    return startStore(context);
  },
});

type StoreLease = Lease<StoreMethods, StoreOptions>;

// A plain URL, never inside `new Worker(…)`: bundlers follow it to the built file beside this one and copy that unchanged.
const worker: Asset = {
  name: 'nearside-store.worker.js',
  url: new URL('./nearside-store.worker.js', import.meta.url),
  kind: 'script',
};

/** After so long without a call the store's worker is ended: a minute. */
const idleMs = 60_000;

/** Where the store's service runs: in a worker that is started when it is needed, or here when none can be. */
export class StoreHost {
  readonly #lease: LeaseStore;
  readonly #options: StoreOptions;
  readonly #warn: (message: string) => void;
  #opening: Promise<StoreLease> | undefined;
  #workerRefused: string | undefined;
  #calls = 0;
  #idle: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param lease Of the runtime.
   * @param options The page's.
   */
  constructor(lease: LeaseStore, { storage, logger }: ModelStoreOptions) {
    this.#lease = lease;
    this.#options = { storage };
    this.#warn = (message) => logger?.warn(`nearside: ${message}`);
  }

  /** Whether it is in a worker, and why not. */
  get where(): { readonly isInWorker: boolean; readonly workerRefused?: string } {
    const reason = this.#workerRefused;
    return reason === undefined ? { isInWorker: true } : { isInWorker: false, workerRefused: reason };
  }

  /** Calls a method of the service. */
  async call<M extends keyof StoreMethods & string>(
    method: M,
    argument: ArgumentOf<StoreMethods[M]>,
    options: CallOptions = {},
  ): Promise<ResultOf<StoreMethods[M]>> {
    this.#calls += 1;
    clearTimeout(this.#idle);
    try {
      return await (await this.#open(options.signal)).call(method, argument, options);
    } finally {
      this.#calls -= 1;
      if (this.#calls === 0) this.#rest();
    }
  }

  async #open(signal: AbortSignal | undefined): Promise<StoreLease> {
    this.#opening ??= this.#start();
    const opening = this.#opening;
    opening.catch(() => {
      if (this.#opening === opening) this.#opening = undefined;
    });
    return race(opening, signal);
  }

  async #start(): Promise<StoreLease> {
    if (this.#workerRefused === undefined) {
      try {
        const lease = this.#lease(storeTask, worker, 'worker', this.#options);
        await lease.start({});
        return lease;
      } catch (error) {
        if (!isNearsideError(error) || !['worker-failed', 'unsupported', 'timeout', 'policy'].includes(error.code)) {
          throw error;
        }
        this.#workerRefused = messageOf(error);
        this.#warn(`the store runs in the page, since its worker cannot: ${this.#workerRefused}`);
      }
    }
    const lease = this.#lease(storeTask, worker, 'here', this.#options);
    await lease.start({});
    return lease;
  }

  /** A worker costs memory. What runs here costs none, and may hold models in its memory: it stays. */
  #rest(): void {
    if (this.#workerRefused !== undefined) return;
    this.#idle = setTimeout(() => void this.#end(), idleMs);
    // Node would wait for it.
    (this.#idle as { unref?: () => void }).unref?.();
  }

  async #end(): Promise<void> {
    const lease = await this.#opening?.catch(() => undefined);
    if (this.#calls > 0) return;
    // Models in the memory of a worker would go with it.
    const models = await lease?.call('list', undefined).catch(() => []);
    if (models?.some(({ storage }) => storage === 'memory')) return;
    if (this.#calls > 0) return;
    this.#opening = undefined;
    lease?.release();
  }
}
