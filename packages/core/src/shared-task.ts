import type { Connection } from './connection/connection.ts';
import { fetchEarly, withEarlyFiles } from './connection/early-files.ts';
import { openConnection, type Destination, type WorkerChoice } from './connection/open-connection.ts';
import type { EarlyFiles, StartRequest } from './connection/start-request.ts';
import { NearsideError } from './errors.ts';
import { Lease } from './lease.ts';
import { StoredFiles } from './model/stored-files.ts';
import type { ChoiceMemory } from './selection/choice-memory.ts';
import type { ModelStore } from './store/model-store.ts';
import { Failover, type ProviderChange } from './supervisor/failover.ts';
import { Pool } from './supervisor/pool.ts';
import { Supervisor } from './supervisor/supervisor.ts';
import type { Service, Task } from './task.ts';

/** What a shared task is made from. */
export interface SharedTaskParts {
  /** What every (re)start sends. */
  readonly start: StartRequest;
  /** Where it runs. */
  readonly destination: Destination;
  readonly worker: WorkerChoice;
  /** Paths of model files to be fetched while the first worker starts. */
  readonly early: readonly string[];
  /** Workers at most. */
  readonly size: number;
  readonly models: ModelStore;
  readonly memory: ChoiceMemory;
  readonly onProviderChange: (change: ProviderChange) => void;
}

/** A task that runs for all leases of equal requests: its workers, the stored files they use, and the count of leases. */
export class SharedTask<S extends Service<S>, O> {
  readonly #task: Task<S, O>;
  readonly #parts: SharedTaskParts;
  readonly #files: StoredFiles;
  readonly #pool: Pool<S, O>;
  readonly #ended = new AbortController();
  #leases = 0;
  #isMeasured = false;
  #isFetched = false;

  /**
   * @param task The contract.
   * @param parts What it is made from; nothing is started by that.
   */
  constructor(task: Task<S, O>, parts: SharedTaskParts) {
    const { start, size, models, memory, onProviderChange } = parts;
    this.#task = task;
    this.#parts = parts;
    this.#files = new StoredFiles(models, start.modelFiles);
    const request = start.wish.prefer === 'fastest' ? { ...start, timings: memory.read() } : start;
    const { answer } = this.#files;
    this.#pool = new Pool(
      { size, maxQueued: task.maxQueued },
      new Failover(task.name, onProviderChange),
      (failover) => new Supervisor(task, { request, open: this.#open, answer, failover }),
    );
  }

  /**
   * Gives out a share.
   *
   * @param onLast Called when the last one was returned: then everything here is over.
   */
  lease(onLast: () => void): Lease<S, O> {
    this.#leases += 1;
    const onReleased = () => {
      this.#leases -= 1;
      if (this.#leases > 0) return;
      onLast();
      const error = new NearsideError('destroyed', `the last ${this.#task.name} was destroyed`);
      this.#pool.stop(error);
      this.#ended.abort(error);
      this.#files.release();
    };
    return new Lease(this.#task, this.#pool, onReleased, () => this.#measureOnce());
  }

  readonly #open = async (signal: AbortSignal): Promise<Connection> => {
    const { destination, worker } = this.#parts;
    const early = this.#fetchOnce(signal);
    const connection = await openConnection(this.#task, destination, worker, signal);
    return early ? withEarlyFiles(connection, early) : connection;
  };

  /** For the first worker; later ones find the files in the browser's cache. */
  #fetchOnce(signal: AbortSignal): Promise<EarlyFiles> | undefined {
    const { start, destination, early } = this.#parts;
    if (this.#isFetched || destination.isInProcess || early.length === 0) return undefined;
    this.#isFetched = true;
    const urls = early.flatMap((path) =>
      start.modelFiles[path] === undefined ? [] : [[path, start.modelFiles[path]]],
    );
    return fetchEarly(Object.fromEntries(urls) as Record<string, string>, signal);
  }

  /** Work that is done beside: nobody waits for it, and its failure is nobody's. */
  #measureOnce(): void {
    const { start, destination } = this.#parts;
    // In-process there is no realm of its own to measure in.
    const hasChoice = start.wish.prefer === 'fastest' && start.providers.length > 1 && !destination.isInProcess;
    if (!hasChoice || this.#isMeasured) return;
    this.#isMeasured = true;
    this.#measure().catch(() => undefined);
  }

  async #measure(): Promise<void> {
    const { startCanary } = await import('./selection/start-canary.ts');
    const { start, memory, models } = this.#parts;
    await startCanary({
      request: start,
      running: this.#pool.explanations,
      memory,
      models,
      answer: this.#files.answer,
      open: this.#open,
      isBusy: () => this.#pool.isBusy,
      signal: this.#ended.signal,
      budgetMs: this.#task.startBudgetMs,
    });
  }
}
