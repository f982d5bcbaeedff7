import { describe, expect, it } from 'vitest';
import { originLocks, RealmLocks } from './locks.ts';

// Node has Web Locks from 24 on; where it has none both are the same.
describe.each([
  { name: 'locks of the realm', locks: () => new RealmLocks() },
  { name: 'locks of the origin', locks: originLocks },
])('$name', ({ locks: make }) => {
  const fresh = () => ({ locks: make(), name: `test ${Math.random()}` });

  it('are held by one at a time, first come first served', async () => {
    const { locks, name } = fresh();
    const order: string[] = [];
    const first = await locks.take(name);
    const waiting = ['a', 'b'].map(async (who) => {
      const lock = await locks.take(name);
      order.push(who);
      lock.release();
    });
    expect(await locks.tryTake(name)).toBeUndefined();
    first.release();
    first.release();
    await Promise.all(waiting);
    expect(order).toEqual(['a', 'b']);
    (await locks.tryTake(name))?.release();
  });

  it('are shared by readers, who keep a writer out', async () => {
    const { locks, name } = fresh();
    const readers = await Promise.all([1, 2].map(() => locks.take(name, { mode: 'shared' })));
    expect(await locks.tryTake(name)).toBeUndefined();
    expect(await locks.tryTake(name, 'shared').then((lock) => (lock?.release(), lock !== undefined))).toBe(true);
    for (const reader of readers) reader.release();
    const writer = await locks.take(name);
    expect(await locks.tryTake(name, 'shared')).toBeUndefined();
    writer.release();
  });

  it('are not waited for any more after an abort', async () => {
    const { locks, name } = fresh();
    const held = await locks.take(name);
    const controller = new AbortController();
    const reason = new Error('enough');
    const waiting = locks.take(name, { signal: controller.signal });
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(locks.take(name, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    held.release();
    (await locks.take(name)).release();
  });
});
