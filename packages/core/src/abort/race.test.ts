import { describe, expect, it, vi } from 'vitest';
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

  it('leaves no listener on a signal that many share', async () => {
    const { signal } = new AbortController();
    const add = vi.spyOn(signal, 'addEventListener');
    const remove = vi.spyOn(signal, 'removeEventListener');
    await Promise.all(Array.from({ length: 20 }, () => race(Promise.resolve(), signal)));
    expect(add).toHaveBeenCalledTimes(1);
    expect(remove).toHaveBeenCalledTimes(1);
  });
});
