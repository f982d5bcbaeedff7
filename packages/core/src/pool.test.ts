import { describe, expect, it } from 'vitest';
import type { CallLink, Connection } from './connection.ts';
import { Pool } from './pool.ts';
import { Supervisor } from './supervisor.ts';
import { defineTask, type CallContext } from './task.ts';

interface Wait {
  wait(argument: undefined, context: CallContext): Promise<string>;
}

const task = defineTask<Wait>({
  name: 'wait',
  version: '1',
  methods: { wait: { budgetMs: 10_000, idempotent: true } },
  start: async () => Promise.reject(new Error('not run here')),
});
const noLink: CallLink = { signal: undefined, onProgress: undefined };

/** A pool whose workers answer with their number when they are told to. */
function poolOf(size: number) {
  const held: (() => void)[] = [];
  let opened = 0;
  const make = () =>
    new Supervisor(
      task,
      { providers: [], modelFiles: {}, wish: {}, trustedTypesPolicy: '', options: undefined },
      async () => {
        const name = `worker ${++opened}`;
        const connection: Connection = {
          start: async () => [],
          invoke: () => new Promise((resolve) => held.push(() => resolve(name))),
          async *stream() {},
          died: new Promise(() => undefined),
          close: () => undefined,
        };
        return connection;
      },
    );
  const until = async (count: number) => {
    while (held.length < count) await new Promise((resolve) => setTimeout(resolve));
  };
  return { pool: new Pool(size, make), held, until, opened: () => opened };
}

describe('a pool', () => {
  it('starts another worker only when calls pile up, and spreads them', async () => {
    const { pool, held, until, opened } = poolOf(2);
    const calls = Array.from({ length: 4 }, () => pool.call('wait', undefined, noLink));
    await until(4);
    expect(opened()).toBe(1);
    calls.push(...Array.from({ length: 4 }, () => pool.call('wait', undefined, noLink)));
    await until(8);
    expect(opened()).toBe(2);
    for (const answer of held) answer();
    const names = await Promise.all(calls);
    expect(names.filter((name) => name === 'worker 1')).toHaveLength(4);
    expect(names.filter((name) => name === 'worker 2')).toHaveLength(4);
  });

  it('never has more workers than its size', async () => {
    const { pool, held, until, opened } = poolOf(2);
    const calls = Array.from({ length: 32 }, () => pool.call('wait', undefined, noLink));
    await until(32);
    expect(opened()).toBe(2);
    for (const answer of held) answer();
    await Promise.all(calls);
  });

  it('stops all of them with the reason', async () => {
    const { pool, until } = poolOf(2);
    const calls = Promise.allSettled(Array.from({ length: 8 }, () => pool.call('wait', undefined, noLink)));
    await until(8);
    const reason = new Error('over');
    pool.stop(reason);
    expect((await calls).every((call) => call.status === 'rejected' && call.reason === reason)).toBe(true);
  });
});
