import { describe, expect, it } from 'vitest';
import type { CallLink, Connection } from '../connection/connection.ts';
import { Failover } from './failover.ts';
import { Pool } from './pool.ts';
import { Supervisor } from './supervisor.ts';
import { defineTask, type CallContext } from '../task.ts';

interface Wait {
  wait(argument: undefined, context: CallContext): Promise<string>;
}

const task = defineTask<Wait>({
  name: 'wait',
  version: '1',
  methods: { wait: { budgetMs: 10_000 } },
  start: async () => Promise.reject(new Error('not run here')),
});
const noLink: CallLink = { signal: undefined, onProgress: undefined };

/** A pool whose workers answer with their number when they are told to. */
function poolOf(size: number, fails: (number: number) => boolean = () => false, maxQueued = 1024) {
  const held: (() => void)[] = [];
  let opened = 0;
  const make = () =>
    new Supervisor(task, {
      request: { providers: [], modelFiles: {}, wish: {}, trustedTypesPolicy: '', options: undefined },
      open: async () => {
        const number = ++opened;
        const name = `worker ${number}`;
        const connection: Connection = {
          start: async () => (fails(number) ? Promise.reject(new Error('offline')) : []),
          invoke: () => new Promise((resolve) => held.push(() => resolve(name))),
          async *stream() {},
          died: new Promise(() => undefined),
          close: () => undefined,
        };
        return connection;
      },
    });
  const until = async (count: number) => {
    // One turn at least: a worker that is starting gets to its end.
    do await new Promise((resolve) => setTimeout(resolve));
    while (held.length < count);
  };
  return { pool: new Pool({ size, maxQueued }, new Failover('wait'), make), held, until, opened: () => opened };
}

describe('a pool', () => {
  it('starts another worker beside the calls when they pile up, and then spreads them', async () => {
    const { pool, held, until, opened } = poolOf(2);
    const calls = Array.from({ length: 4 }, () => pool.call('wait', undefined, noLink));
    await until(4);
    expect(opened()).toBe(1);
    calls.push(pool.call('wait', undefined, noLink));
    await until(5);
    expect(opened()).toBe(2);
    calls.push(...Array.from({ length: 5 }, () => pool.call('wait', undefined, noLink)));
    await until(10);
    for (const answer of held) answer();
    const names = await Promise.all(calls);
    expect(names.filter((name) => name === 'worker 1')).toHaveLength(5);
    expect(names.filter((name) => name === 'worker 2')).toHaveLength(5);
  });

  it('answers on the first worker when a further one cannot start, and does not try at every call', async () => {
    const { pool, held, until, opened } = poolOf(2, (number) => number > 1);
    const calls: Promise<unknown>[] = [];
    for (const count of [4, 8, 12]) {
      while (calls.length < count) calls.push(pool.call('wait', undefined, noLink));
      await until(count);
    }
    for (const answer of held) answer();
    expect(new Set(await Promise.all(calls))).toEqual(new Set(['worker 1']));
    expect(opened()).toBe(2);
  });

  it('never has more workers than its size', async () => {
    const { pool, held, until, opened } = poolOf(2);
    const calls: Promise<unknown>[] = [];
    for (const count of [4, 5, 10, 20]) {
      while (calls.length < count) calls.push(pool.call('wait', undefined, noLink));
      await until(count);
    }
    expect(opened()).toBe(2);
    for (const answer of held) answer();
    await Promise.all(calls);
  });

  it('stops all of them with the reason', async () => {
    const { pool, until } = poolOf(2);
    const first = Array.from({ length: 4 }, () => pool.call('wait', undefined, noLink));
    await until(4);
    const calls = Promise.allSettled([
      ...first,
      ...Array.from({ length: 4 }, () => pool.call('wait', undefined, noLink)),
    ]);
    await until(8);
    const reason = new Error('over');
    pool.stop(reason);
    expect((await calls).every((call) => call.status === 'rejected' && call.reason === reason)).toBe(true);
  });

  it('C3 answers 1,000 calls that are made at once', async () => {
    const { pool, held, until } = poolOf(2);
    const calls = Array.from({ length: 1000 }, () => pool.call('wait', undefined, noLink));
    for (let answered = 0; answered < 1000;) {
      await until(answered + 1);
      for (; answered < held.length; answered++) held[answered]?.();
    }
    expect(await Promise.all(calls)).toHaveLength(1000);
  });

  it('C3 says that it is busy where more calls wait than it holds, and takes calls again when they are answered', async () => {
    const { pool, held, until } = poolOf(1, undefined, 10);
    const calls = Array.from({ length: 16 + 10 }, () => pool.call('wait', undefined, noLink));
    await expect(pool.call('wait', undefined, noLink)).rejects.toMatchObject({ code: 'busy', retryable: true });
    await expect(pool.stream('wait', undefined, noLink).next()).rejects.toMatchObject({ code: 'busy' });
    for (let answered = 0; answered < calls.length; answered++) {
      await until(answered + 1);
      held[answered]?.();
    }
    await Promise.all(calls);
    const next = pool.call('wait', undefined, noLink);
    await until(27);
    held[26]?.();
    expect(await next).toBe('worker 1');
  });
});
