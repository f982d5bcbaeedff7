import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallLink, Connection } from '../connection/connection.ts';
import { NearsideError } from '../errors.ts';
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
  const deaths = new Map<number, () => void>();
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
          died: new Promise((resolve) =>
            deaths.set(number, () => resolve(new NearsideError('worker-failed', 'killed'))),
          ),
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
  return {
    pool: new Pool({ size, maxQueued }, new Failover('wait'), make),
    held,
    until,
    opened: () => opened,
    kill: (number: number) => deaths.get(number)?.(),
  };
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

  it('hands calls that wait to a further worker as soon as that runs', async () => {
    const { pool, held, until, opened } = poolOf(2);
    // All at once: the further worker is started only by the fifth, when the others wait already.
    const first = Array.from({ length: 4 }, () => pool.call('wait', undefined, noLink));
    await until(4);
    const calls = [...first, ...Array.from({ length: 36 }, () => pool.call('wait', undefined, noLink))];
    await until(32);
    expect(opened()).toBe(2);
    for (let answered = 0; answered < calls.length; answered++) {
      await until(answered + 1);
      held[answered]?.();
    }
    const names = await Promise.all(calls);
    expect(names.filter((name) => name === 'worker 2').length).toBeGreaterThanOrEqual(16);
  });

  it('starts a further worker again that died while nobody used it', async () => {
    const { pool, held, until, opened, kill } = poolOf(2);
    const pile = async (count: number) => {
      const calls = Array.from({ length: 4 }, () => pool.call('wait', undefined, noLink));
      await until(4);
      while (calls.length < count) calls.push(pool.call('wait', undefined, noLink));
      await until(count);
      for (const answer of held.splice(0)) answer();
      return Promise.all(calls);
    };
    await pile(10);
    expect(opened()).toBe(2);
    kill(2);
    await until(0);
    await pile(10);
    expect(opened()).toBe(3);
    expect(await pile(10)).toContain('worker 3');
  });

  it('lets a call that waits leave with the reason, and gives its turn to the next', async () => {
    const { pool, held, until } = poolOf(1);
    const calls = Array.from({ length: 16 }, () => pool.call('wait', undefined, noLink));
    await until(16);
    const leaving = new AbortController();
    const left = pool.call('wait', undefined, { ...noLink, signal: leaving.signal });
    calls.push(pool.call('wait', undefined, noLink));
    leaving.abort(new Error('enough'));
    await expect(left).rejects.toThrow('enough');
    held[0]?.();
    await until(17);
    for (const answer of held) answer();
    expect(await Promise.all(calls)).toHaveLength(17);
  });

  it('C1 P6 sends nothing for a call that is aborted while it waits', async () => {
    const { pool, held, until } = poolOf(1);
    await pool.started(noLink);
    const leaving = new AbortController();
    const link = { ...noLink, signal: leaving.signal };
    const settled = Promise.allSettled(Array.from({ length: 17 }, () => pool.call('wait', undefined, link)));
    leaving.abort(new Error('enough'));
    expect((await settled).every(({ status }) => status === 'rejected')).toBe(true);
    expect(held).toHaveLength(16);
    const next = pool.call('wait', undefined, noLink);
    await until(17);
    held[16]?.();
    expect(await next).toBe('worker 1');
  });

  it('loses no room, whoever aborts and when', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ aborts: fc.boolean(), turns: fc.nat(4) }), { maxLength: 60 }),
        async (callers) => {
          const { pool, held, until } = poolOf(1);
          await pool.started(noLink);
          let answered = 0;
          const settled = Promise.allSettled(
            callers.map(async ({ aborts, turns }) => {
              const leaving = new AbortController();
              const call = pool.call('wait', undefined, { ...noLink, signal: leaving.signal });
              for (let turn = 0; turn < turns; turn++) await Promise.resolve();
              if (aborts) leaving.abort(new Error('enough'));
              return call;
            }),
          );
          let isOver = false;
          void settled.then(() => (isOver = true));
          while (!isOver) {
            for (; answered < held.length; answered++) held[answered]?.();
            await Promise.resolve();
          }
          const results = await settled;
          expect(results.every(({ status }, at) => status === 'fulfilled' || callers[at]?.aborts)).toBe(true);
          // Nothing was lost on the way: sixteen run at once, and the seventeenth waits.
          const count = held.length;
          const last = Array.from({ length: 17 }, () => pool.call('wait', undefined, noLink));
          await until(count + 16);
          expect(held).toHaveLength(count + 16);
          held[count]?.();
          await until(count + 17);
          for (const answer of held) answer();
          await Promise.all(last);
        },
      ),
      { numRuns: 50 },
    );
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
