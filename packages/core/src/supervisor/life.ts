import type { CallLink, Connection } from '../connection/connection.ts';
import { NearsideError } from '../errors.ts';
import { onAbort } from '../abort/on-abort.ts';
import { race } from '../abort/race.ts';
import { realm } from '../realm.ts';
import type { StartRequest } from '../connection/start-request.ts';
import type { StartResult } from '../task-host.ts';
import type { Service, Task } from '../task.ts';
import { isTracing, noSpan, startSpan, type OpenSpan } from '../trace/tracer.ts';
import type { Budgets, Watch } from './budgets.ts';
import { watchHeartbeat } from './heartbeat.ts';

/** After an abort, milliseconds that the worker has to come to an end before it is ended, where nobody else uses it. */
const abandonedMs = 800;

/** How a life ended. */
export interface LifeEnd {
  /** What calls in flight reject with. */
  readonly error: unknown;
  /** What is to blame: for a hang the call's own `timeout`. */
  readonly cause: unknown;
  /** Whether it counts as a death: not where it was ended on purpose. */
  readonly isDeath: boolean;
}

/**
 * One life of a task: a connection from its opening to its end, the calls in flight on it, and what ends it: the death
 * of the worker, a call that hangs, a lost heartbeat, an abort that is not heard.
 */
export class Life<S extends Service<S>, O> {
  readonly #task: Task<S, O>;
  readonly #budgets: Budgets;
  readonly #onEnd: (end: LifeEnd) => void;
  readonly #over = new AbortController();
  #connection: Connection | undefined;
  #result: StartResult = [];
  /** By number, in the order they were made. */
  readonly #inFlight = new Set<number>();
  #lastCall = 0;
  #wasDeaf = false;
  #idleSinceMs = 0;

  /**
   * @param task Its budgets are enforced.
   * @param budgets Counts the silence of all lives of a supervisor.
   * @param onEnd Called once.
   */
  constructor(task: Task<S, O>, budgets: Budgets, onEnd: (end: LifeEnd) => void) {
    this.#task = task;
    this.#budgets = budgets;
    this.#onEnd = onEnd;
    // For good: each call listens to it, and a listener a call is dear.
    onAbort(this.over, () => undefined);
  }

  /** Aborted when it is over, with what calls in flight reject with. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  /** Whether it was ended in a loop that an aborted call left behind: what was in flight then had not begun. */
  get wasDeaf(): boolean {
    return this.#wasDeaf;
  }

  /** What runs in it. */
  get result(): StartResult {
    return this.#result;
  }

  /**
   * Begins: opens the connection and starts the task in it.
   *
   * @param open Opens it; told by its signal when nobody needs it any more.
   * @param request What is started.
   * @param link Progress, and answers to what the start asks; its signal is this life's own.
   * @throws NearsideError of the start. The life is over then.
   */
  async begin(
    open: (signal: AbortSignal) => Promise<Connection>,
    request: StartRequest,
    { onProgress, answer }: Pick<CallLink, 'onProgress' | 'answer'>,
  ): Promise<void> {
    try {
      const connection = await open(this.over);
      onAbort(this.over, () => connection.close());
      this.over.throwIfAborted();
      this.#connection = connection;
      void connection.died.then((error) => this.end(error));
      this.#result = await new Promise<StartResult>((resolve, reject) => {
        const watch = this.#watch('start', this.#task.startBudgetMs, reject);
        const link: CallLink = {
          signal: this.over,
          onProgress: alive(watch, onProgress),
          ...(answer && { answer: patiently(watch, answer) }),
        };
        race(connection.start(request, link), this.over)
          .then(resolve, reject)
          .finally(() => watch.stop());
      });
      this.#idleSinceMs = performance.now();
      this.#watchIdleness(connection);
    } catch (error) {
      this.end(error);
      throw error;
    }
  }

  /**
   * Ends it, and the other side with it. Safe to call twice: the first time counts.
   *
   * @param error What calls in flight reject with.
   * @param cause What is to blame.
   * @param isDeath Whether it counts as a death.
   */
  end(error: unknown, cause: unknown = error, isDeath = true): void {
    if (this.over.aborted) return;
    this.#over.abort(error);
    this.#onEnd({ error, cause, isDeath });
  }

  /**
   * Calls a method.
   *
   * @param method Of the task's contract.
   * @param argument Structured-cloneable.
   * @param link Signal and progress.
   * @throws What the call throws, `timeout`, the signal's reason, or the reason of this life's end.
   */
  call(method: keyof S & string, argument: unknown, { signal, released, onProgress }: CallLink): Promise<unknown> {
    const span = this.#span(method);
    return new Promise((resolve, reject) => {
      const stops: (() => void)[] = [];
      let isWaiting = true;
      let isWorking = false;
      const leave = (settle: (value: unknown) => void, value: unknown) => {
        if (!isWaiting) return;
        isWaiting = false;
        for (const stop of stops) stop();
        span.end();
        settle(value);
      };
      const abort = (reason: unknown) => {
        leave(reject, reason);
        this.#abandon(() => isWorking);
      };
      const watch = this.#watch(method, this.#task.methods[method].budgetMs, (error) => leave(reject, error));
      stops.push(this.#enter(), () => watch.stop());
      stops.push(
        onAbort(this.over, (reason) => leave(reject, reason)),
        onAbort(signal, abort),
        onAbort(released, abort),
      );
      // One of them had aborted already: there is nothing to send.
      if (!isWaiting) return stops.forEach((stop) => stop());
      isWorking = true;
      const link = { signal, released, onProgress: onProgress && alive(watch, onProgress) };
      (this.#connection as Connection).invoke(method, argument, link).then(
        (value) => ((isWorking = false), leave(resolve, value)),
        (error: unknown) => ((isWorking = false), leave(reject, error)),
      );
    });
  }

  /**
   * Calls a method that streams.
   *
   * @param method Of the task's contract.
   * @param argument Structured-cloneable.
   * @param link Signal and progress.
   * @throws As `call`, between any two items.
   */
  async *stream(
    method: keyof S & string,
    argument: unknown,
    { signal, released, onProgress }: CallLink,
  ): AsyncGenerator<unknown> {
    const expired = new AbortController();
    const watch = this.#watch(method, this.#task.methods[method].budgetMs, (error) => expired.abort(error));
    const link = { signal, released, onProgress: alive(watch, onProgress) };
    const chunks = (this.#connection as Connection).stream(method, argument, link)[Symbol.asyncIterator]();
    let isOver = false;
    const span = this.#span(method);
    const leaveFlight = this.#enter();
    try {
      for (;;) {
        watch.reset();
        const next = await race(chunks.next(), signal, released, expired.signal, this.over);
        // A reader may take its time: only the worker's is measured.
        watch.pause();
        if (next.done) {
          isOver = true;
          return;
        }
        yield next.value;
      }
    } finally {
      leaveFlight();
      watch.stop();
      span.end();
      if (!isOver) {
        // Not awaited: a dead worker's stream never returns.
        const ended = chunks.return?.() ?? Promise.resolve();
        void ended.catch(() => undefined).finally(() => (isOver = true));
        this.#abandon(() => !isOver);
      }
    }
  }

  /** The hot path: nothing is made for it while nobody listens. */
  #span(method: string): OpenSpan {
    if (!isTracing()) return noSpan;
    const provider = this.#result[0]?.provider.name;
    return startSpan('call', { task: this.#task.name, ...(provider && { provider }), attributes: { method } });
  }

  #enter(): () => void {
    const call = ++this.#lastCall;
    this.#inFlight.add(call);
    return () => {
      this.#inFlight.delete(call);
      this.#idleSinceMs = performance.now();
    };
  }

  /** A loop in the worker cannot hear an abort: where nobody else uses the worker, it is ended. */
  #abandon(isWorking: () => boolean): void {
    const { ping } = this.#connection as Connection;
    // In-process there is nothing that could be ended.
    if (!ping || !isWorking() || this.over.aborted) return;
    // Messages are taken in order: while this is not answered, no call that is made after it has begun.
    const lastCall = this.#lastCall;
    let isDeaf = true;
    void ping().then(() => (isDeaf = false));
    const look = () => {
      if (this.over.aborted || !isWorking()) return;
      const others = [...this.#inFlight];
      const isFree = others.length === 0 || (isDeaf && others.every((call) => call > lastCall));
      if (!isFree) return void setTimeout(look, abandonedMs);
      this.#wasDeaf = isDeaf;
      const error = new NearsideError(
        'worker-failed',
        `the ${this.#task.name} worker was ended: it did not hear an abort`,
        { stage: 'run' },
      );
      this.end(error, error, false);
    };
    setTimeout(look, abandonedMs);
  }

  #watchIdleness({ ping }: Connection): void {
    if (!ping) return;
    const idleMs = () => (this.#inFlight.size > 0 ? 0 : performance.now() - this.#idleSinceMs);
    const lost = () =>
      this.end(
        new NearsideError('worker-failed', `the idle ${this.#task.name} worker did not answer`, { stage: 'run' }),
      );
    onAbort(this.over, watchHeartbeat(this.#task.heartbeat, this.#budgets, { idleMs, ping }, lost));
  }

  #watch(method: string, budgetMs: number, reject: (error: NearsideError) => void): Watch {
    return this.#budgets.watch(budgetMs, () => {
      const call = `${this.#task.name}.${method}`;
      const timeout = new NearsideError('timeout', `${call} was silent for its whole budget of ${budgetMs} ms`, {
        stage: method === 'start' ? 'start' : 'run',
        hint: 'Its worker was ended; the next call starts a fresh one.',
      });
      reject(timeout);
      // The others of the same worker go with it.
      this.end(
        new NearsideError('worker-failed', `the worker was ended because ${call} hung`, { stage: 'run' }),
        timeout,
      );
    });
  }
}

/** Passes progress on, and counts it as a sign of life. What comes after the end is dropped. */
function alive(watch: Watch, onProgress: ((progress: unknown) => void) | undefined) {
  return (progress: unknown): void => {
    if (watch.isStopped) return;
    watch.reset();
    tell(onProgress, progress);
  };
}

/** While the client looks for its answer, however long that takes, the worker may be silent. */
function patiently(watch: Watch, answer: NonNullable<CallLink['answer']>): NonNullable<CallLink['answer']> {
  let open = 0;
  return async (question, context) => {
    open += 1;
    watch.pause();
    try {
      return await answer(question, context);
    } finally {
      open -= 1;
      if (open === 0) watch.reset();
    }
  };
}

/**
 * Calls a callback of the page. One that throws is its owner's affair: the page hears of it, the call does not.
 *
 * @param callback Of a caller.
 * @param value What it is told.
 */
export function tell<T>(callback: ((value: T) => void) | undefined, value: T): void {
  try {
    callback?.(value);
  } catch (error) {
    realm.reportError?.(error);
  }
}
