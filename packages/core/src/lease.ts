import type { CallLink } from './connection/connection.ts';
import type { LoadProgress } from './model/load-progress.ts';
import { NearsideError } from './errors.ts';
import type { Explanation } from './model/open-model.ts';
import type { Pool } from './supervisor/pool.ts';
import { onAbort } from './abort/on-abort.ts';
import type { Service, Task } from './task.ts';

/** Argument of a service's method. */
export type ArgumentOf<M> = M extends (argument: infer A, ...rest: never[]) => unknown ? A : never;

/** What a service's method resolves to. */
export type ResultOf<M> = M extends (...args: never[]) => Promise<infer R> ? R : never;

/** What a streaming method yields. */
export type ItemOf<M> = M extends (...args: never[]) => AsyncIterable<infer T> ? T : never;

/** Options of one call. */
export interface CallOptions {
  /** Its abort rejects the call with its reason, and reaches the method. */
  readonly signal?: AbortSignal | undefined;
  /** Called with what the method reports. */
  readonly onProgress?: ((progress: unknown) => void) | undefined;
}

/** A share in a running task. The worker lives as long as anybody holds one. */
export class Lease<S extends Service<S>, O> {
  readonly #task: Task<S, O>;
  readonly #pool: Pool<S, O>;
  readonly #onReleased: () => void;
  readonly #onStarted: () => void;
  readonly #released = new AbortController();

  /**
   * @param task The contract.
   * @param pool Shared with the other leases.
   * @param onReleased Called once.
   * @param onStarted Called when the task runs.
   */
  constructor(task: Task<S, O>, pool: Pool<S, O>, onReleased: () => void, onStarted: () => void = () => undefined) {
    this.#task = task;
    this.#pool = pool;
    this.#onReleased = onReleased;
    this.#onStarted = onStarted;
    // For good: each call listens to it, and a listener a call is dear.
    onAbort(this.released, () => undefined);
  }

  /** Aborted, with a `destroyed` error, when the lease is released: for work that a client does before its call. */
  get released(): AbortSignal {
    return this.#released.signal;
  }

  /** What runs now, for each model the task opened, and why nothing else does. Changes when a worker is started again. */
  get explanations(): readonly Explanation[] {
    return this.#pool.explanations;
  }

  /**
   * Waits until the task has started; gives the lease back when it cannot.
   *
   * @param options Signal, and the progress of the load.
   * @throws NearsideError of the start; the signal's reason on abort.
   */
  async start({
    signal,
    onProgress,
  }: {
    signal?: AbortSignal | undefined;
    onProgress?: (progress: LoadProgress) => void;
  }): Promise<void> {
    try {
      const report = onProgress as ((progress: unknown) => void) | undefined;
      await this.#pool.started({ signal, onProgress: report });
      this.#onStarted();
    } catch (error) {
      this.release();
      throw error;
    }
  }

  /**
   * Calls a method of the service.
   *
   * @param method Its name.
   * @param argument Structured-cloneable; copied by a worker, never detached.
   * @param options Signal and progress.
   * @throws NearsideError of the call; 'destroyed' after the release; the signal's reason on abort.
   */
  call<M extends keyof S & string>(
    method: M,
    argument: ArgumentOf<S[M]>,
    options: CallOptions = {},
  ): Promise<ResultOf<S[M]>> {
    return this.#pool.call(method, argument, this.#link(options)) as Promise<ResultOf<S[M]>>;
  }

  /**
   * Calls a method that streams. Leaving the loop early ends the work.
   *
   * @param method Its name.
   * @param argument Structured-cloneable; copied by a worker, never detached.
   * @param options Signal and progress.
   * @throws NearsideError as `call`, between any two items.
   */
  stream<M extends keyof S & string>(
    method: M,
    argument: ArgumentOf<S[M]>,
    options: CallOptions = {},
  ): AsyncGenerator<ItemOf<S[M]>> {
    return this.#pool.stream(method, argument, this.#link(options)) as AsyncGenerator<ItemOf<S[M]>>;
  }

  /** Returns the lease: calls in flight reject with `destroyed`, and with the last lease the worker ends. Safe to call twice. */
  release(): void {
    if (this.#released.signal.aborted) return;
    this.#released.abort(
      new NearsideError('destroyed', `this ${this.#task.name} was destroyed`, { hint: 'Create another one.' }),
    );
    this.#onReleased();
  }

  #link({ signal, onProgress }: CallOptions): CallLink {
    return { signal, onProgress, released: this.released };
  }
}
