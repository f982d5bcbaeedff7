import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Budgets } from './budgets.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** This realm stands still: the clock goes on, and its timers fire only afterwards. */
function standStill(ms: number): void {
  const now = performance.now() + ms;
  const spy = vi.spyOn(performance, 'now').mockReturnValue(now);
  vi.runOnlyPendingTimers();
  spy.mockRestore();
}

describe('budgets', () => {
  it('expire after their silence, each once, whatever the others do', async () => {
    const budgets = new Budgets();
    const expired: string[] = [];
    budgets.watch(3000, () => expired.push('long'));
    const reset = budgets.watch(1000, () => expired.push('reset'));
    budgets.watch(1000, () => expired.push('short'));
    budgets.watch(500, () => expired.push('stopped')).stop();
    const paused = budgets.watch(500, () => expired.push('paused'));
    paused.pause();
    await vi.advanceTimersByTimeAsync(900);
    reset.reset();
    await vi.advanceTimersByTimeAsync(200);
    expect(expired).toEqual(['short']);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(expired).toEqual(['short', 'reset', 'long']);
    paused.reset();
    await vi.advanceTimersByTimeAsync(500);
    expect(expired.at(-1)).toBe('paused');
  });

  it('cost no timer each', () => {
    const set = vi.spyOn(globalThis, 'setTimeout');
    const budgets = new Budgets();
    for (let i = 0; i < 100; i++) budgets.watch(1000, () => undefined).stop();
    expect(set.mock.calls.length).toBe(1);
    set.mockRestore();
  });

  it('X11 start again when the realm stood still, and expire when the silence goes on', async () => {
    const budgets = new Budgets();
    const expired = vi.fn();
    budgets.watch(1000, expired);
    standStill(60_000);
    expect(expired).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(expired).toHaveBeenCalledTimes(1);
  });

  it('X11 start again when the page returns', async () => {
    const budgets = new Budgets();
    const expired = vi.fn();
    budgets.watch(1000, expired);
    await vi.advanceTimersByTimeAsync(900);
    budgets.renew();
    await vi.advanceTimersByTimeAsync(900);
    expect(expired).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(100);
    expect(expired).toHaveBeenCalledTimes(1);
  });
});
