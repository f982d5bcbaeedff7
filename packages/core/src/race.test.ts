import { describe, expect, it } from 'vitest';
import { race } from './race.ts';

const never = () => new Promise<never>(() => undefined);

describe('race', () => {
  it('settles as the promise does', async () => {
    const { signal } = new AbortController();
    await expect(race(Promise.resolve(1), signal, undefined)).resolves.toBe(1);
    await expect(race(Promise.reject(new Error('no')), signal)).rejects.toThrow('no');
  });

  it('rejects with the reason of the signal that aborts, also one that has', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    const waiting = race(never(), new AbortController().signal, controller.signal);
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(race(never(), controller.signal)).rejects.toBe(reason);
  });

  it('leaves no listener behind', async () => {
    const controller = new AbortController();
    let listeners = 0;
    const { signal } = controller;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => ((listeners += 1), add(...args));
    signal.removeEventListener = (...args: Parameters<typeof remove>) => ((listeners -= 1), remove(...args));
    await race(Promise.resolve(), signal);
    await Promise.resolve();
    expect(listeners).toBe(0);
  });
});
