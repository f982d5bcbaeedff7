import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallLink, Connection } from '../connection.ts';
import { NearsideError } from '../errors.ts';
import { Supervisor } from './supervisor.ts';
import { defineTask, type CallContext } from '../task.ts';
import type { StartRequest } from '../start-request.ts';

interface Echo {
  echo(argument: string, context: CallContext): Promise<string>;
  count(argument: number, context: CallContext): AsyncIterable<number>;
}

const task = defineTask<Echo>({
  name: 'echo',
  version: '1',
  methods: { echo: { budgetMs: 1000 }, count: { budgetMs: 1000 } },
  startBudgetMs: 500,
  start: async () => Promise.reject(new Error('not run here')),
});
const request: StartRequest = { providers: [], modelFiles: {}, wish: {}, trustedTypesPolicy: '', options: undefined };
const noLink: CallLink = { signal: undefined, onProgress: undefined };
const never = () => new Promise<never>(() => undefined);

/** A connection whose every reaction a test decides. */
function connection(overrides: Partial<Connection> = {}) {
  let die: (error: Error) => void = () => undefined;
  const died = new Promise<Error>((resolve) => (die = resolve));
  const close = vi.fn();
  const made: Connection = {
    start: async () => [],
    invoke: async (_, argument) => argument,
    async *stream() {
      yield* [1, 2, 3];
    },
    died,
    close,
    ...overrides,
  };
  return { made, die, close };
}

/** A supervisor that opens the given connections, one after the other. */
function supervise(...connections: { made: Connection }[]) {
  const opened: Connection[] = [];
  const open = async () => {
    const next = connections[opened.length]?.made;
    if (!next) throw new Error('no more connections in this test');
    opened.push(next);
    return next;
  };
  const supervisor = new Supervisor(task, { request, open });
  return { supervisor, opened };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a call', () => {
  it('gives its value, and starts the task once for all', async () => {
    const { supervisor, opened } = supervise(connection());
    const answers = await Promise.all(['a', 'b'].map((word) => supervisor.call('echo', word, noLink)));
    expect(answers).toEqual(['a', 'b']);
    expect(opened).toHaveLength(1);
  });

  it('that hangs past its budget is a timeout; the others of its worker are told; the next call works', async () => {
    const hung = connection({ invoke: never });
    const { supervisor } = supervise(hung, connection());
    const first = supervisor.call('echo', 'a', noLink);
    await vi.advanceTimersByTimeAsync(600);
    const second = supervisor.call('echo', 'b', noLink);
    const settled = Promise.allSettled([first, second]);
    await vi.advanceTimersByTimeAsync(500);
    expect(await settled).toMatchObject([
      { reason: { code: 'timeout', retryable: true } },
      { reason: { code: 'worker-failed' } },
    ]);
    expect(hung.close).toHaveBeenCalled();
    expect(await supervisor.call('echo', 'c', noLink)).toBe('c');
  });

  it('lives on as long as it reports progress', async () => {
    let finish: (value: string) => void = () => undefined;
    let report: (progress: unknown) => void = () => undefined;
    const slow = connection({
      invoke: (_method, _argument, link) => {
        report = (progress) => link.onProgress?.(progress);
        return new Promise((resolve) => (finish = resolve));
      },
    });
    const { supervisor } = supervise(slow);
    const seen: unknown[] = [];
    const call = supervisor.call('echo', 'a', { signal: undefined, onProgress: (progress) => seen.push(progress) });
    for (const step of [1, 2, 3]) {
      await vi.advanceTimersByTimeAsync(900);
      report(step);
    }
    finish('done');
    expect(await call).toBe('done');
    expect(seen).toEqual([1, 2, 3]);
  });

  it('rejects when its worker dies, and the next one gets a fresh worker', async () => {
    const dying = connection({ invoke: never });
    const { supervisor, opened } = supervise(dying, connection());
    const lost = supervisor.call('echo', 'a', noLink);
    await vi.advanceTimersByTimeAsync(0);
    dying.die(new NearsideError('worker-failed', 'killed'));
    await expect(lost).rejects.toMatchObject({ code: 'worker-failed' });
    expect(await supervisor.call('echo', 'b', noLink)).toBe('b');
    expect(opened).toHaveLength(2);
  });

  it.each(['before', 'while it starts', 'while it runs'])(
    'rejects with the reason when it is aborted %s',
    async (when) => {
      const reason = new Error('enough');
      const controller = new AbortController();
      const stuck = connection(when === 'while it starts' ? { start: never } : { invoke: never });
      const { supervisor } = supervise(stuck);
      if (when === 'before') controller.abort(reason);
      const call = supervisor.call('echo', 'a', { signal: controller.signal, onProgress: undefined });
      const rejected = expect(call).rejects.toBe(reason);
      await vi.advanceTimersByTimeAsync(0);
      controller.abort(reason);
      await rejected;
    },
  );

  it('rejects with the reason of the stop, in flight, queued or later', async () => {
    const stuck = connection({ invoke: never });
    const { supervisor } = supervise(stuck);
    const calls = Array.from({ length: 40 }, () => supervisor.call('echo', 'a', noLink));
    const settled = Promise.allSettled(calls);
    await vi.advanceTimersByTimeAsync(0);
    const reason = new NearsideError('destroyed', 'over');
    supervisor.stop(reason);
    expect((await settled).every((one) => one.status === 'rejected' && one.reason === reason)).toBe(true);
    expect(stuck.close).toHaveBeenCalled();
    await expect(supervisor.call('echo', 'a', noLink)).rejects.toBe(reason);
  });

  it('waits its turn where many are made at once', async () => {
    let running = 0;
    let most = 0;
    const counted = connection({
      invoke: async () => {
        most = Math.max(most, ++running);
        await Promise.resolve();
        running -= 1;
      },
    });
    const { supervisor } = supervise(counted);
    await Promise.all(Array.from({ length: 100 }, () => supervisor.call('echo', 'a', noLink)));
    expect(most).toBe(16);
  });
});

describe('a start', () => {
  it('that fails never blocks the next', async () => {
    const failing = connection({ start: async () => Promise.reject(new NearsideError('network', 'offline')) });
    const { supervisor } = supervise(failing, connection());
    await expect(supervisor.started(noLink)).rejects.toMatchObject({ code: 'network' });
    expect(failing.close).toHaveBeenCalled();
    expect(await supervisor.started(noLink)).toEqual([]);
  });

  it('that is silent past its budget is a timeout', async () => {
    const { supervisor } = supervise(connection({ start: never }), connection());
    const rejected = expect(supervisor.started(noLink)).rejects.toMatchObject({ code: 'timeout', stage: 'start' });
    await vi.advanceTimersByTimeAsync(500);
    await rejected;
    expect(await supervisor.started(noLink)).toEqual([]);
  });
});

describe('a stream', () => {
  it('gives its items, and measures the worker, not the reader', async () => {
    const { supervisor } = supervise(connection());
    const got: unknown[] = [];
    for await (const item of supervisor.stream('count', 3, noLink)) {
      got.push(item);
      await vi.advanceTimersByTimeAsync(5000);
    }
    expect(got).toEqual([1, 2, 3]);
  });

  it('that falls silent is a timeout', async () => {
    const silent = connection({
      async *stream() {
        yield 1;
        await never();
      },
    });
    const { supervisor } = supervise(silent);
    const stream = supervisor.stream('count', 1, noLink);
    expect(await stream.next()).toEqual({ done: false, value: 1 });
    const rejected = expect(stream.next()).rejects.toMatchObject({ code: 'timeout' });
    await vi.advanceTimersByTimeAsync(1000);
    await rejected;
  });

  it('ends the work when the reader leaves early, and gives its slot back', async () => {
    let left = 0;
    const endless = connection({
      async *stream() {
        try {
          for (let i = 0; ; i++) yield i;
        } finally {
          left += 1;
        }
      },
    });
    const { supervisor } = supervise(endless);
    for (let i = 0; i < 20; i++) {
      for await (const _ of supervisor.stream('count', 1, noLink)) break;
    }
    expect(left).toBe(20);
  });
});
