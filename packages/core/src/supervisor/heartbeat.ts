import { isPageHidden } from './page-lifecycle.ts';
import type { Budgets } from './budgets.ts';

/** How an idle worker is asked whether it lives. */
export interface HeartbeatSpec {
  /** Milliseconds of idleness before it is asked, and between two questions. */
  readonly everyMs: number;
  /** Milliseconds it may take to answer. */
  readonly budgetMs: number;
}

/** What a heartbeat needs of the life it watches. */
export interface Watched {
  /** Milliseconds since the last call, or the last answer; 0 while one is in flight. */
  idleMs(): number;
  ping(): Promise<unknown>;
}

/**
 * Asks an idle worker whether it lives. Not in a hidden page: timers are throttled there, workers may be frozen, and
 * silence tells nothing.
 *
 * @param spec When, and how long it may take.
 * @param budgets Counts the silence.
 * @param watched The worker.
 * @param lost Called when the answer did not come in time.
 * @returns Ends the asking.
 */
export function watchHeartbeat(spec: HeartbeatSpec, budgets: Budgets, watched: Watched, lost: () => void): () => void {
  let isAsking = false;
  const ask = async () => {
    if (isAsking || isPageHidden() || watched.idleMs() < spec.everyMs) return;
    isAsking = true;
    const watch = budgets.watch(spec.budgetMs, lost);
    try {
      await watched.ping();
    } catch {
      // The connection is going: its own end tells.
    } finally {
      watch.stop();
      isAsking = false;
    }
  };
  const timer = setInterval(() => void ask(), spec.everyMs);
  // In Node it must not keep the process.
  (timer as unknown as { unref?(): void }).unref?.();
  return () => clearInterval(timer);
}
