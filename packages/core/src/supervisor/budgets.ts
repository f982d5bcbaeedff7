/** One budget of silence that is running. */
export interface Watch {
  /** A sign of life: the budget starts again. */
  reset(): void;
  /** Nothing is awaited from the other side for now. */
  pause(): void;
  /** Nothing is awaited any more: a late sign of life does not start the budget again. Safe to call twice. */
  stop(): void;
  /** Whether it was stopped, or has expired. */
  readonly isStopped: boolean;
}

/** A timer that fires this much too late tells that the realm stood still: frozen, asleep, throttled or busy. */
const lateMs = 1000;

/** A watch, as {@link Budgets} keeps it. */
class OpenWatch implements Watch {
  readonly budgetMs: number;
  readonly onExpired: () => void;
  /** On the clock of `performance.now()`; Infinity while it is paused. */
  deadlineMs: number = Infinity;
  /** Whether a second budget was granted, since the first ran out while this realm itself stood still. */
  isGranted = false;
  readonly #budgets: Budgets;

  constructor(budgetMs: number, onExpired: () => void, budgets: Budgets) {
    this.budgetMs = budgetMs;
    this.onExpired = onExpired;
    this.#budgets = budgets;
  }

  get isStopped(): boolean {
    return !this.#budgets.has(this);
  }

  reset(): void {
    if (this.isStopped) return;
    this.isGranted = false;
    this.deadlineMs = performance.now() + this.budgetMs;
    this.#budgets.arm(this.deadlineMs);
  }

  pause(): void {
    this.deadlineMs = Infinity;
  }

  stop(): void {
    this.#budgets.drop(this);
  }
}

/**
 * Budgets of silence, all on one timer: a call's budget costs no timer of its own. What a realm that stood still did not
 * hear is not held against the other side: it gets its budget once more.
 */
export class Budgets {
  readonly #open = new Set<OpenWatch>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #timerDueMs = Infinity;

  /**
   * Starts a budget.
   *
   * @param budgetMs Milliseconds of silence allowed.
   * @param onExpired Called once, when it is over.
   */
  watch(budgetMs: number, onExpired: () => void): Watch {
    const watch = new OpenWatch(budgetMs, onExpired, this);
    this.#open.add(watch);
    if (this.#open.size === 1) keepAlive(this.#timer, true);
    watch.reset();
    return watch;
  }

  /** This realm is back from where it heard nothing: every budget that runs starts again. */
  renew(): void {
    for (const watch of this.#open) if (watch.deadlineMs !== Infinity) watch.reset();
  }

  /** Whether a watch is not stopped. */
  has(watch: OpenWatch): boolean {
    return this.#open.has(watch);
  }

  /** Forgets a watch. The timer is left: clearing and setting one a call costs more than one that finds nothing to do. */
  drop(watch: OpenWatch): void {
    if (this.#open.delete(watch) && this.#open.size === 0) keepAlive(this.#timer, false);
  }

  /** Sees to it that something looks by then. */
  arm(deadlineMs: number): void {
    if (deadlineMs >= this.#timerDueMs) return;
    clearTimeout(this.#timer);
    this.#timerDueMs = deadlineMs;
    this.#timer = setTimeout(() => this.#look(), Math.max(0, deadlineMs - performance.now()));
  }

  #look(): void {
    const nowMs = performance.now();
    const stoodStill = nowMs - this.#timerDueMs > lateMs;
    this.#timerDueMs = Infinity;
    for (const watch of this.#open) {
      if (nowMs < watch.deadlineMs) continue;
      if (stoodStill && !watch.isGranted) {
        watch.isGranted = true;
        watch.deadlineMs = nowMs + watch.budgetMs;
      } else {
        this.drop(watch);
        watch.onExpired();
      }
    }
    const next = Math.min(...[...this.#open].map(({ deadlineMs }) => deadlineMs));
    if (next !== Infinity) this.arm(next);
  }
}

/** In Node a timer keeps the process: it may, while something is awaited. */
function keepAlive(timer: ReturnType<typeof setTimeout> | undefined, wanted: boolean): void {
  const handle = timer as unknown as { ref?(): void; unref?(): void } | undefined;
  if (wanted) handle?.ref?.();
  else handle?.unref?.();
}
