import type { CallLink, Connection } from './connection.ts';
import { isNearsideError, NearsideError } from './errors.ts';
import { race } from './race.ts';
import { realm } from './realm.ts';
import { Slots } from './slots.ts';
import type { StartResult } from './task-host.ts';
import type { Service, Task } from './task.ts';
import { Watchdog } from './watchdog.ts';
import type { StartRequest } from './start-request.ts';
import type { Answer } from './wire/questions.ts';

/** Calls a worker holds at once: enough that it never waits for the page, few enough that a budget means one call's own time. */
const maxInFlight = 16;

/** While a start waits for its client, milliseconds between the signs of life given for it; far below any budget. */
const aliveMs = 500;

/** One life of the task. */
interface Running {
  readonly connection: Connection;
  readonly result: StartResult;
  /** Aborted, with the reason, when this life is over. */
  readonly life: AbortController;
}

/**
 * Keeps one task running and sees that every call settles: with its value or error, with the signal's reason, with
 * `timeout` when its budget is over, or with `worker-failed` when the worker dies. After a death the next call starts a
 * fresh worker.
 */
export class Supervisor<S extends Service<S>, O> {
  readonly #task: Task<S, O>;
  readonly #request: StartRequest;
  readonly #open: (signal: AbortSignal) => Promise<Connection>;
  readonly #answer: Answer | undefined;
  readonly #slots = new Slots(maxInFlight);
  readonly #stopping = new AbortController();
  readonly #startListeners = new Set<(progress: unknown) => void>();
  #running: Promise<Running> | undefined;
  #isRunning = false;

  /**
   * @param task Its budgets are enforced here.
   * @param request What every (re)start sends.
   * @param open Opens a fresh connection.
   * @param answer Answers what a start asks its client.
   */
  constructor(
    task: Task<S, O>,
    request: StartRequest,
    open: (signal: AbortSignal) => Promise<Connection>,
    answer?: Answer,
  ) {
    this.#task = task;
    this.#request = request;
    this.#open = open;
    this.#answer = answer;
  }

  /**
   * Starts the task unless it runs.
   *
   * @param link Progress of the start; an abort leaves a start that others wait for alone.
   * @throws NearsideError of the start; the signal's reason on abort.
   */
  async started({ signal, onProgress }: CallLink): Promise<StartResult> {
    signal?.throwIfAborted();
    if (onProgress) this.#startListeners.add(onProgress);
    try {
      return (await race(this.#run(), signal)).result;
    } finally {
      if (onProgress) this.#startListeners.delete(onProgress);
    }
  }

  /** Whether a start has succeeded and its worker lives. */
  get isRunning(): boolean {
    return this.#isRunning;
  }

  /**
   * Calls a method and settles, whatever happens.
   *
   * @param method Of the task's contract.
   * @param argument Structured-cloneable.
   * @param link Signal and progress.
   * @throws NearsideError of the call, the worker or the start; the signal's reason on abort.
   */
  async call(method: keyof S & string, argument: unknown, { signal, onProgress }: CallLink): Promise<unknown> {
    await this.#slots.take(signal, this.#stopping.signal);
    try {
      const { connection, life } = await race(this.#run(), signal);
      const watchdog = this.#watch(method, this.#task.methods[method].budgetMs, life);
      const link = { signal, onProgress: onProgress && alive(watchdog, onProgress) };
      try {
        return await race(connection.invoke(method, argument, link), signal, watchdog.signal, life.signal);
      } catch (error) {
        this.#buryIfPoisoned(error, life);
        throw error;
      } finally {
        watchdog.stop();
      }
    } finally {
      this.#slots.give();
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
  async *stream(
    method: keyof S & string,
    argument: unknown,
    { signal, onProgress }: CallLink,
  ): AsyncGenerator<unknown> {
    await this.#slots.take(signal, this.#stopping.signal);
    try {
      const { connection, life } = await race(this.#run(), signal);
      const watchdog = this.#watch(method, this.#task.methods[method].budgetMs, life);
      const link = { signal, onProgress: alive(watchdog, onProgress) };
      const chunks = connection.stream(method, argument, link)[Symbol.asyncIterator]();
      try {
        for (;;) {
          watchdog.reset();
          const next = await race(chunks.next(), signal, watchdog.signal, life.signal);
          // A reader may take its time: only the worker's is measured.
          watchdog.pause();
          if (next.done) return;
          yield next.value;
        }
      } catch (error) {
        this.#buryIfPoisoned(error, life);
        throw error;
      } finally {
        watchdog.stop();
        // Not awaited: a dead worker's stream never returns.
        void chunks.return?.().catch(() => undefined);
      }
    } finally {
      this.#slots.give();
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

  async #run(): Promise<Running> {
    // A call may have waited for its slot while the last lease went: nothing is started for it.
    this.#stopping.signal.throwIfAborted();
    this.#running ??= this.#start();
    return race(this.#running, this.#stopping.signal);
  }

  async #start(): Promise<Running> {
    const stopped = this.#stopping.signal;
    const life = new AbortController();
    // However it ends, the next call finds nothing and starts afresh: a failed start never blocks the next.
    life.signal.addEventListener('abort', () => this.#forget(), { once: true });
    try {
      const connection = await this.#open(stopped);
      if (stopped.aborted) {
        connection.close();
        throw stopped.reason;
      }
      life.signal.addEventListener('abort', () => connection.close(), { once: true });
      // Ends with this life: a task that was restarted often must not gather listeners.
      stopped.addEventListener('abort', () => life.abort(stopped.reason), { signal: life.signal });
      void connection.died.then((error) => life.abort(error));
      const watchdog = this.#watch('start', this.#task.startBudgetMs, life);
      const onProgress = alive(watchdog, (progress) => this.#tellStart(progress));
      const answer = this.#answer && patiently(watchdog, this.#answer);
      const link = { signal: life.signal, onProgress, answer };
      try {
        const result = await race(connection.start(this.#request, link), watchdog.signal, life.signal);
        this.#isRunning = true;
        return { connection, result, life };
      } finally {
        watchdog.stop();
      }
    } catch (error) {
      life.abort(error);
      throw error;
    }
  }

  #forget(): void {
    this.#running = undefined;
    this.#isRunning = false;
  }

  #tellStart(progress: unknown): void {
    for (const listener of this.#startListeners) tell(listener, progress);
  }

  /** A lost device spoils the runtime in its worker for good: the next call gets a fresh one. */
  #buryIfPoisoned(error: unknown, life: AbortController): void {
    if (isNearsideError(error) && error.code === 'device-lost') life.abort(error);
  }

  #watch(method: string, budgetMs: number, life: AbortController): Watchdog {
    return new Watchdog(budgetMs, () => {
      const call = `${this.#task.name}.${method}`;
      // After this call got its `timeout`: the others of the same worker go with it.
      queueMicrotask(() =>
        life.abort(new NearsideError('worker-failed', `the worker was ended because ${call} hung`, { stage: 'run' })),
      );
      return new NearsideError('timeout', `${call} was silent for its whole budget of ${budgetMs} ms`, {
        stage: method === 'start' ? 'start' : 'run',
        hint: 'Its worker was ended; the next call starts a fresh one.',
      });
    });
  }
}

/** Passes progress on, and counts it as a sign of life. What comes after the end is dropped. */
function alive(watchdog: Watchdog, onProgress: ((progress: unknown) => void) | undefined) {
  return (progress: unknown): void => {
    if (watchdog.isStopped) return;
    watchdog.reset();
    tell(onProgress, progress);
  };
}

/** While the client looks for its answer, however long that takes, the worker may be silent. */
function patiently(watchdog: Watchdog, answer: Answer): Answer {
  return async (question, context) => {
    const alive = setInterval(() => watchdog.reset(), aliveMs);
    try {
      return await answer(question, context);
    } finally {
      clearInterval(alive);
      watchdog.reset();
    }
  };
}

/** A callback that throws is its owner's affair: the page hears of it, the call does not. */
function tell(onProgress: ((progress: unknown) => void) | undefined, progress: unknown): void {
  try {
    onProgress?.(progress);
  } catch (error) {
    realm.reportError?.(error);
  }
}
