import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { wireVersion } from '../wire/protocol.ts';
import { workerReady } from './start-worker.ts';

/** A worker that says what a test lets it say. */
class TestWorker extends EventTarget {
  readonly terminate = vi.fn();
  say(data: unknown): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }
}

const expected = { name: 'echo', version: '1', startBudgetMs: 1000 };
const ready = { nearside: 'ready', wire: wireVersion, task: 'echo', version: '1', lock: undefined };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the first message of a worker', () => {
  it('X1 is waited for as long as the budget of the start, and the worker is ended then', async () => {
    const worker = new TestWorker();
    const waiting = expect(workerReady(worker as unknown as Worker, expected)).rejects.toMatchObject({
      code: 'timeout',
    });
    await vi.advanceTimersByTimeAsync(999);
    expect(worker.terminate).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await waiting;
    expect(worker.terminate).toHaveBeenCalledOnce();
  });

  it('X11 may wait in line behind the timer of a page that was frozen meanwhile', async () => {
    const worker = new TestWorker();
    const waiting = workerReady(worker as unknown as Worker, expected);
    // The page stands still for a minute: the clock goes on, and its timers fire before it hears anything.
    const standing = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 60_000);
    vi.runOnlyPendingTimers();
    standing.mockRestore();
    worker.say(ready);
    expect(await waiting).toEqual(ready);
    expect(worker.terminate).not.toHaveBeenCalled();
  });
});
