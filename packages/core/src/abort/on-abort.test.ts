import { describe, expect, it, vi } from 'vitest';
import { followSignals, onAbort } from './on-abort.ts';

/** A signal that counts the listeners it has. */
function counted() {
  const controller = new AbortController();
  const { signal } = controller;
  const add = vi.spyOn(signal, 'addEventListener');
  const remove = vi.spyOn(signal, 'removeEventListener');
  return { controller, signal, listeners: () => add.mock.calls.length - remove.mock.calls.length, add };
}

describe('onAbort', () => {
  it('calls back with the reason, at once where the signal has aborted, and never for none', () => {
    const reason = new Error('enough');
    const { controller, signal } = counted();
    const callback = vi.fn();
    onAbort(signal, callback);
    onAbort(undefined, callback);
    expect(callback).not.toHaveBeenCalled();
    controller.abort(reason);
    onAbort(signal, callback);
    expect(callback.mock.calls).toEqual([[reason], [reason]]);
  });

  it('has one listener however many wait, and none after the last', () => {
    const { signal, listeners } = counted();
    const ends = Array.from({ length: 1000 }, () => onAbort(signal, () => undefined));
    expect(listeners()).toBe(1);
    for (const end of ends) {
      end();
      end();
    }
    expect(listeners()).toBe(0);
    const again = vi.fn();
    onAbort(signal, again);
    expect(listeners()).toBe(1);
  });

  it('does not call who has gone, not even in the middle of the abort', () => {
    const { controller, signal } = counted();
    const gone = vi.fn();
    const ends: (() => void)[] = [];
    onAbort(signal, () => ends.forEach((end) => end()));
    ends.push(onAbort(signal, gone));
    controller.abort();
    expect(gone).not.toHaveBeenCalled();
  });
});

describe('followSignals', () => {
  it('aborts with the first, and lets all go', () => {
    const one = counted();
    const other = counted();
    const { signal, stop } = followSignals(one.signal, undefined, other.signal);
    expect([one.listeners(), other.listeners()]).toEqual([1, 1]);
    const reason = new Error('enough');
    other.controller.abort(reason);
    expect(signal.reason).toBe(reason);
    stop();
    expect(one.listeners()).toBe(0);
    expect(followSignals(other.signal).signal.reason).toBe(reason);
  });
});
