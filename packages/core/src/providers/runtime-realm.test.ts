import { describe, expect, it } from 'vitest';
import { RuntimeRealm, type LosableDevice } from './runtime-realm.ts';

function mortalDevice(): { device: LosableDevice; lose: () => void } {
  const { promise: lost, resolve } = Promise.withResolvers<Awaited<LosableDevice['lost']>>();
  return { device: { lost }, lose: () => resolve({ reason: 'unknown', message: 'pulled out' }) };
}

describe('RuntimeRealm', () => {
  it('lets one in at a time, in order, also after one that fails', async () => {
    const realm = new RuntimeRealm();
    const log: string[] = [];
    const work = (name: string) => async () => {
      log.push(`${name} in`);
      await Promise.resolve();
      log.push(`${name} out`);
      if (name === 'b') throw new Error('b');
    };
    const all = await Promise.allSettled(['a', 'b', 'c'].map((name) => realm.take(work(name))));
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(log).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
  });

  it('X5 rejects who is in, who waits and who comes, when the device is lost', async () => {
    const realm = RuntimeRealm.of({});
    const { device, lose } = mortalDevice();
    await realm.sessionOpened(device);
    const inside = realm.take(() => new Promise(() => undefined));
    const waiting = realm.take(async () => 'never');
    lose();
    for (const turn of [inside, waiting]) await expect(turn).rejects.toMatchObject({ code: 'device-lost' });
    await expect(realm.take(async () => 'never')).rejects.toMatchObject({ message: expect.stringContaining('pulled') });
  });

  it('X5 opens no session on a device that is lost already', async () => {
    const { device, lose } = mortalDevice();
    lose();
    await expect(RuntimeRealm.of({}).sessionOpened(device)).rejects.toMatchObject({ code: 'device-lost' });
  });

  it('takes it for no loss when the runtime ends its device with its last session', async () => {
    const realm = RuntimeRealm.of({});
    const first = mortalDevice();
    await realm.sessionOpened(first.device);
    await realm.sessionOpened(first.device);
    realm.sessionClosing();
    realm.sessionClosing();
    first.lose();
    await realm.sessionOpened(mortalDevice().device);
    expect(await realm.take(async () => 'runs')).toBe('runs');
  });

  it('is one line for every provider over one runtime', () => {
    const runtime = {};
    expect(RuntimeRealm.of(runtime)).toBe(RuntimeRealm.of(runtime));
    expect(RuntimeRealm.of(runtime)).not.toBe(RuntimeRealm.of({}));
  });
});
