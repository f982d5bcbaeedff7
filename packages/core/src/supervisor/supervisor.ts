import type { CallLink, Connection } from '../connection/connection.ts';
import { isNearsideError, NearsideError } from '../errors.ts';
import { onAbort } from '../abort/on-abort.ts';
import { onPageReturn } from './page-lifecycle.ts';
import { race } from '../abort/race.ts';
import type { StartRequest } from '../connection/start-request.ts';
import type { StartResult } from '../task-host.ts';
import type { Service, Task } from '../task.ts';
import type { Answer } from '../wire/questions.ts';
import { Breaker } from './breaker.ts';
import { Budgets } from './budgets.ts';
import { Failover } from './failover.ts';
import { Life, tell, type LifeEnd } from './life.ts';

/** What a supervisor is given beside its task. Only `open` and `request` are needed. */
export interface SupervisorOptions {
  /** What every (re)start sends, together with the providers to pass over. */
  readonly request: StartRequest;
  /** Opens a fresh connection. */
  readonly open: (signal: AbortSignal) => Promise<Connection>;
  /** Answers what a start asks its client. */
  readonly answer?: Answer | undefined;
  /** Shared by the supervisors of a pool. */
  readonly failover?: Failover;
}

/**
 * Keeps one task running and sees that every call settles: with its value or error, with the signal's reason, with
 * `timeout` when its budget is over, or with `worker-failed` when the worker dies. After a death the next call starts a
 * fresh worker, and a call that may be made twice is made once more.
 */
export class Supervisor<S extends Service<S>, O> {
  readonly #task: Task<S, O>;
  readonly #options: SupervisorOptions;
  readonly #failover: Failover;
  readonly #breaker: Breaker;
  readonly #budgets = new Budgets();
  readonly #stopping = new AbortController();
  readonly #startListeners = new Set<(progress: unknown) => void>();
  #starting: Promise<Life<S, O>> | undefined;
  #life: Life<S, O> | undefined;

  /**
   * @param task Its budgets are enforced here.
   * @param options How it is started.
   */
  constructor(task: Task<S, O>, options: SupervisorOptions) {
    this.#task = task;
    this.#options = options;
    this.#failover = options.failover ?? new Failover(task.name);
    this.#breaker = new Breaker(task.name);
    // What the page did not hear while it was frozen, hidden or in the back-forward cache is nobody's silence.
    onAbort(
      this.#stopping.signal,
      onPageReturn(() => this.#budgets.renew()),
    );
  }

  /**
   * Starts the task unless it runs.
   *
   * @param link Progress of the start; an abort leaves a start that others wait for alone.
   * @throws NearsideError of the start; the signal's reason on abort.
   */
  async started(link: CallLink): Promise<StartResult> {
    const { signal, onProgress } = link;
    signal?.throwIfAborted();
    if (onProgress) this.#startListeners.add(onProgress);
    try {
      return (await this.#running(link)).result;
    } finally {
      if (onProgress) this.#startListeners.delete(onProgress);
    }
  }

  /** Whether a start has succeeded and its worker lives. */
  get isRunning(): boolean {
    return this.#life !== undefined;
  }

  /**
   * Calls a method and settles, whatever happens.
   *
   * @param method Of the task's contract.
   * @param argument Structured-cloneable.
   * @param link Signal and progress.
   * @throws NearsideError of the call, the worker or the start; the signal's reason on abort.
   */
  async call(method: keyof S & string, argument: unknown, link: CallLink): Promise<unknown> {
    throwIfAborted(link);
    this.#checkMethod(method);
    for (let isReplay = false; ; isReplay = true) {
      const life = this.#life ?? (await this.#running(link));
      try {
        const value = await life.call(method, argument, link);
        this.#succeeded();
        return value;
      } catch (error) {
        this.#endIfSpoilt(error, life);
        if (isReplay || !this.#mayReplay(method, error, life, link)) throw error;
      }
    }
  }

  /**
   * Calls a method that streams. Leaving the loop early ends the work.
   *
   * @param method Of the task's contract.
   * @param argument Structured-cloneable.
   * @param link Signal and progress.
   * @throws NearsideError as `call`, between any two items.
   */
  async *stream(method: keyof S & string, argument: unknown, link: CallLink): AsyncGenerator<unknown> {
    throwIfAborted(link);
    this.#checkMethod(method);
    // What a reader has seen cannot be taken back: never again after anything was delivered.
    let isDelivered = false;
    const onProgress = (progress: unknown) => {
      isDelivered = true;
      link.onProgress?.(progress);
    };
    for (let isReplay = false; ; isReplay = true) {
      const life = this.#life ?? (await this.#running(link));
      try {
        for await (const chunk of life.stream(method, argument, { ...link, onProgress })) {
          isDelivered = true;
          yield chunk;
        }
        this.#succeeded();
        return;
      } catch (error) {
        this.#endIfSpoilt(error, life);
        if (isReplay || isDelivered || !this.#mayReplay(method, error, life, link)) throw error;
      }
    }
  }

  /**
   * Ends the task for good.
   *
   * @param reason What every call in flight, and a start under way, reject with.
   */
  stop(reason: Error): void {
    this.#stopping.abort(reason);
  }

  async #running({ signal, released }: CallLink): Promise<Life<S, O>> {
    // A call may have waited for its turn while the last lease went: nothing is started for it.
    this.#stopping.signal.throwIfAborted();
    this.#starting ??= this.#start();
    return race(this.#starting, signal, released, this.#stopping.signal);
  }

  /** However it ends, the next call finds nothing and starts afresh: a failed start never blocks the next. */
  #start(): Promise<Life<S, O>> {
    const starting = this.#patientStart();
    starting.catch(() => {
      if (this.#starting === starting) this.#starting = undefined;
    });
    return starting;
  }

  async #patientStart(): Promise<Life<S, O>> {
    const delayMs = this.#breaker.delayMs();
    if (delayMs > 0) await sleep(delayMs, this.#stopping.signal);
    return this.#begin().catch((error: unknown) => {
      // Nothing else runs here: a fresh worker with the provider that failed is better than none.
      if (isNothingLeft(error) && this.#failover.forgive()) return this.#begin();
      throw error;
    });
  }

  async #begin(): Promise<Life<S, O>> {
    const { open, request, answer } = this.#options;
    const stopped = this.#stopping.signal;
    const life: Life<S, O> = new Life(this.#task, this.#budgets, (end) => this.#onEnd(life, end));
    // Ends with this life: a task that was restarted often must not gather listeners.
    stopped.addEventListener('abort', () => life.end(stopped.reason, stopped.reason, false), { signal: life.over });
    const exclude = this.#failover.excluded;
    await life.begin(open, exclude.length > 0 ? { ...request, exclude } : request, {
      onProgress: (progress) => {
        for (const listener of this.#startListeners) tell(listener, progress);
      },
      answer,
    });
    // It died in the moment it began: kept, it would be the end of every later call.
    life.over.throwIfAborted();
    this.#life = life;
    this.#failover.started(life.result);
    return life;
  }

  #onEnd(life: Life<S, O>, { cause, isDeath }: LifeEnd): void {
    const hasStarted = this.#life === life;
    if (hasStarted) this.#starting = this.#life = undefined;
    if (hasStarted) this.#failover.failed(cause, life.result);
    // A start that failed for the network's sake says nothing of the worker.
    if (isDeath && (hasStarted || isDeadly(cause))) this.#breaker.died();
  }

  /** Own keys of the contract only: what JavaScript has under `constructor` is no method. */
  #checkMethod(method: string): void {
    if (Object.hasOwn(this.#task.methods, method)) return;
    throw new NearsideError('invalid-input', `${this.#task.name} has no method '${method}'`, { stage: 'call' });
  }

  #succeeded(): void {
    this.#breaker.succeeded();
    this.#failover.succeeded();
  }

  /** A lost device spoils the runtime in its worker for good, and a provider that failed is left: a fresh one is needed. */
  #endIfSpoilt(error: unknown, life: Life<S, O>): void {
    if (isNearsideError(error) && (error.code === 'device-lost' || error.code === 'provider-failed')) life.end(error);
  }

  /** Only where the worker was lost under the call, and not for what the call or its caller did. */
  #mayReplay(method: keyof S, error: unknown, life: Life<S, O>, { signal, released }: CallLink): boolean {
    if (signal?.aborted || released?.aborted || this.#stopping.signal.aborted) return false;
    if (!life.over.aborted || life.over.reason !== error) return false;
    return this.#task.methods[method].idempotent === true || life.wasDeaf;
  }
}

/** Nothing is started, and nothing sent, for a call that is aborted before it begins. */
function throwIfAborted({ signal, released }: CallLink): void {
  signal?.throwIfAborted();
  released?.throwIfAborted();
}

/** Whether a start failed for want of a provider that can be had here: the next one may need a file, and the page be offline. */
function isNothingLeft(error: unknown): boolean {
  return isNearsideError(error) && error.code !== 'destroyed' && !isDeadly(error);
}

/** Whether a failed start was the worker's own fault. */
function isDeadly(error: unknown): boolean {
  return isNearsideError(error) && ['worker-failed', 'timeout', 'worker-version-mismatch'].includes(error.code);
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    await race(new Promise<void>((resolve) => (timer = setTimeout(resolve, ms))), signal);
  } finally {
    clearTimeout(timer);
  }
}
