import { race } from '../abort/race.ts';
import { realm } from '../realm.ts';

/** Milliseconds between looks at a task that is busy, and where the browser does not tell when it is idle (Safari). */
const pollMs = 1000;

/**
 * Waits until a page and its task have nothing to do.
 *
 * @param isBusy Whether the task has calls in flight.
 * @param signal Its abort rejects with its reason.
 */
export async function whenIdle(isBusy: () => boolean, signal: AbortSignal): Promise<void> {
  for (;;) {
    await race(idleMoment(), signal);
    if (!isBusy()) return;
    await race(pause(), signal);
  }
}

function idleMoment(): Promise<void> {
  return realm.requestIdleCallback ? new Promise((resolve) => realm.requestIdleCallback?.(resolve)) : pause();
}

function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, pollMs);
  });
}
