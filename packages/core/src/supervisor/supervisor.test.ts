import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NearsideError } from '../errors.ts';
import type { Explanation } from '../model/open-model.ts';
import { connection, never, noLink, runs, supervise } from './fake-connections.ts';

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
});

describe('a start', () => {
  it('X2 whose worker dies in the moment it succeeds is replaced, whichever of the two is heard first', async () => {
    for (let turns = 0; turns < 20; turns++) {
      const dying = connection({
        async start() {
          let last: Promise<void> = Promise.resolve();
          for (let turn = 0; turn < turns; turn++) last = last.then(() => undefined);
          void last.then(() => dying.die(new NearsideError('worker-failed', 'killed')));
          return [];
        },
      });
      const { supervisor } = supervise(dying, connection());
      await supervisor.call('again', 'a', noLink).catch(() => undefined);
      expect(await supervisor.call('again', 'b', noLink), `after ${turns} microtasks`).toBe('b');
    }
  });

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

  it('ends the work when the reader leaves early, and takes the next', async () => {
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

const killed = () => new NearsideError('worker-failed', 'killed');

/** A connection whose first call kills it. */
function dyingInCall() {
  const dying = connection({ invoke: () => (dying.die(killed()), never()) });
  return dying;
}

describe('a call that may be made twice', () => {
  it('X2 is made once more when its worker dies under it', async () => {
    const { supervisor, opened } = supervise(dyingInCall(), connection());
    expect(await supervisor.call('again', 'a', noLink)).toBe('a');
    expect(opened).toHaveLength(2);
  });

  it('X2 is not made a third time', async () => {
    const { supervisor, opened } = supervise(dyingInCall(), dyingInCall(), connection());
    await expect(supervisor.call('again', 'a', noLink)).rejects.toMatchObject({ code: 'worker-failed' });
    expect(opened).toHaveLength(2);
  });

  it('X2 is made again where another call hung, and not where it hung itself', async () => {
    const { supervisor } = supervise(connection({ invoke: never }), connection());
    const hung = supervisor.call('again', 'hung', noLink);
    await vi.advanceTimersByTimeAsync(600);
    const bystander = supervisor.call('again', 'bystander', noLink);
    const settled = Promise.allSettled([hung, bystander]);
    await vi.advanceTimersByTimeAsync(500);
    expect(await settled).toMatchObject([{ reason: { code: 'timeout' } }, { value: 'bystander' }]);
  });

  it('P6 is not made again when its caller has aborted it, nor after the end', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const dying = connection({ invoke: () => (controller.abort(reason), dying.die(killed()), never()) });
    const { supervisor, opened } = supervise(dying, connection());
    const link = { signal: controller.signal, onProgress: undefined };
    await expect(supervisor.call('again', 'a', link)).rejects.toBe(reason);
    expect(opened).toHaveLength(1);
    const { supervisor: stopped } = supervise(connection({ invoke: never }));
    const call = stopped.call('again', 'a', noLink);
    await vi.advanceTimersByTimeAsync(0);
    const over = new NearsideError('destroyed', 'over');
    const rejected = expect(call).rejects.toBe(over);
    stopped.stop(over);
    await rejected;
  });

  it.each([
    { delivered: 0, items: [1, 2, 3], opens: 2, ends: 'fulfilled' },
    { delivered: 1, items: [1], opens: 1, ends: 'rejected' },
  ])(
    'X2 as a stream: with $delivered items delivered it opened $opens workers',
    async ({ delivered, items, opens, ends }) => {
      const dying = connection({
        async *stream() {
          if (delivered > 0) yield 1;
          dying.die(killed());
          await never();
        },
      });
      const { supervisor, opened } = supervise(dying, connection());
      const got: unknown[] = [];
      const read = async () => {
        for await (const item of supervisor.stream('countAgain', 3, noLink)) got.push(item);
      };
      expect(await Promise.allSettled([read()])).toMatchObject([{ status: ends }]);
      expect(got).toEqual(items);
      expect(opened).toHaveLength(opens);
    },
  );

  it('X2 and one that may not is rejected', async () => {
    const { supervisor, opened } = supervise(dyingInCall(), connection());
    await expect(supervisor.call('echo', 'a', noLink)).rejects.toMatchObject({ code: 'worker-failed' });
    expect(opened).toHaveLength(1);
  });
});

describe('a worker that keeps dying', () => {
  it('P4 is given a rest, says so, and is tried again without a reload', async () => {
    const { supervisor, opened } = supervise(...Array.from({ length: 6 }, dyingInCall).with(5, connection()));
    for (let death = 0; death < 5; death++) {
      const call = expect(supervisor.call('echo', 'a', noLink)).rejects.toMatchObject({ code: 'worker-failed' });
      await vi.advanceTimersByTimeAsync(2000);
      await call;
    }
    await expect(supervisor.call('echo', 'a', noLink)).rejects.toMatchObject({
      code: 'worker-failed',
      hint: expect.stringMatching(/Try again in \d+ s/),
      retryable: true,
    });
    expect(opened).toHaveLength(5);
    await vi.advanceTimersByTimeAsync(30_000);
    const probe = supervisor.call('echo', 'well', noLink);
    await vi.advanceTimersByTimeAsync(8000);
    expect(await probe).toBe('well');
    expect(await supervisor.call('echo', 'well', noLink)).toBe('well');
  });
});

describe('an idle worker', () => {
  it('X3 that does not answer its heartbeat is ended within the budget, and the next call gets a fresh one', async () => {
    const deaf = connection({ ping: never });
    const { supervisor, opened } = supervise(deaf, connection());
    expect(await supervisor.call('echo', 'a', noLink)).toBe('a');
    await vi.advanceTimersByTimeAsync(2000 + 1000);
    expect(deaf.close).toHaveBeenCalled();
    expect(await supervisor.call('echo', 'b', noLink)).toBe('b');
    expect(opened).toHaveLength(2);
  });

  it('is asked only when it is idle, and lives on when it answers', async () => {
    const ping = vi.fn(async () => undefined);
    let finish: (value: unknown) => void = () => undefined;
    const busy = connection({
      ping,
      invoke: (_method, _argument, link) =>
        new Promise((resolve) => {
          finish = resolve;
          link.onProgress?.('working');
        }),
    });
    const { supervisor } = supervise(busy);
    const call = supervisor.call('echo', 'a', { signal: undefined, onProgress: () => undefined });
    await vi.advanceTimersByTimeAsync(900);
    expect(ping).not.toHaveBeenCalled();
    finish('done');
    await call;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(ping.mock.calls.length).toBeGreaterThan(3);
    expect(busy.close).not.toHaveBeenCalled();
  });
});

describe('an abort before the call', () => {
  it.each(['signal', 'released'] as const)('C1 P6 of its %s sends nothing to the worker', async (which) => {
    const invoke = vi.fn(async () => 'answered');
    const { supervisor } = supervise(connection({ invoke }));
    await supervisor.started(noLink);
    const call = supervisor.call('echo', 'a', { ...noLink, [which]: AbortSignal.abort(new Error('enough')) });
    await expect(call).rejects.toThrow('enough');
    expect(invoke).not.toHaveBeenCalled();
    expect(await supervisor.call('echo', 'b', noLink)).toBe('answered');
  });
});

describe('an abort that the worker does not hear', () => {
  it('P6 ends the worker within 1 s, where nobody else uses it', async () => {
    const deaf = connection({ invoke: never, ping: async () => undefined });
    const { supervisor, opened } = supervise(deaf, connection());
    const controller = new AbortController();
    const call = supervisor.call('echo', 'a', { signal: controller.signal, onProgress: undefined });
    await vi.advanceTimersByTimeAsync(10);
    const rejected = expect(call).rejects.toThrow('enough');
    controller.abort(new Error('enough'));
    await rejected;
    await vi.advanceTimersByTimeAsync(1000);
    expect(deaf.close).toHaveBeenCalled();
    expect(await supervisor.call('echo', 'b', noLink)).toBe('b');
    expect(opened).toHaveLength(2);
  });

  it('P6 nor only calls that came later and cannot have begun: they are made in a fresh worker', async () => {
    const deaf = connection({ invoke: never, ping: never });
    const { supervisor, opened } = supervise(deaf, connection());
    const controller = new AbortController();
    const call = supervisor.call('echo', 'a', { signal: controller.signal, onProgress: undefined });
    await vi.advanceTimersByTimeAsync(10);
    const rejected = expect(call).rejects.toThrow('enough');
    controller.abort(new Error('enough'));
    await rejected;
    const later = supervisor.call('echo', 'later', noLink);
    await vi.advanceTimersByTimeAsync(900);
    expect(await later).toBe('later');
    expect(opened).toHaveLength(2);
  });

  it('P6 leaves a worker alone that others use, and one that heard', async () => {
    const hears = connection({
      ping: async () => undefined,
      invoke: (_method, argument, { signal }) =>
        new Promise((_, reject) =>
          signal?.addEventListener('abort', () => argument === 'hears' && reject(signal.reason)),
        ),
    });
    const { supervisor } = supervise(hears);
    const controller = new AbortController();
    const link = { signal: controller.signal, onProgress: undefined };
    const calls = Promise.allSettled([supervisor.call('echo', 'hears', link)]);
    await vi.advanceTimersByTimeAsync(10);
    controller.abort(new Error('enough'));
    await calls;
    await vi.advanceTimersByTimeAsync(900);
    expect(hears.close).not.toHaveBeenCalled();
  });
});

describe('a provider that fails in mid-session', () => {
  const failing = (provider: string, error: NearsideError) =>
    connection({ start: async () => runs(provider), invoke: async () => Promise.reject(error) });
  const working = (provider: string) => connection({ start: async () => runs(provider) });
  const broken = () => new NearsideError('provider-failed', 'NaN in the output');
  const lost = () => new NearsideError('device-lost', 'the device was destroyed');

  it('is passed over by a fresh worker, the call is made again, and the change is told', async () => {
    const next = working('wasm');
    const { supervisor, changes } = supervise(failing('webgpu', broken()), next);
    expect(await supervisor.call('again', 'a', noLink)).toBe('a');
    expect(next.requests[0]?.exclude).toEqual([{ provider: 'webgpu', reason: 'provider-failed: NaN in the output' }]);
    expect(changes).toEqual([
      { task: 'echo', model: 'tiny', from: 'webgpu', to: 'wasm', reason: 'provider-failed: NaN in the output' },
    ]);
  });

  it('is the only one that is passed over, where a task has models on several', async () => {
    const models = [...runs('webgpu'), { ...runs('wasm')[0], model: 'small' } as Explanation];
    const failed = new NearsideError('provider-failed', 'NaN in the output', { provider: 'wasm' });
    const first = connection({ start: async () => models, invoke: async () => Promise.reject(failed) });
    const next = working('webgpu');
    const { supervisor } = supervise(first, next);
    expect(await supervisor.call('again', 'a', noLink)).toBe('a');
    expect(next.requests[0]?.exclude).toEqual([{ provider: 'wasm', reason: 'provider-failed: NaN in the output' }]);
  });

  it('X5 losses of two devices are not two losses of one', async () => {
    const models = [...runs('webgpu'), { ...runs('webnn')[0], model: 'small' } as Explanation];
    const losing = (provider: string) => {
      const error = new NearsideError('device-lost', 'gone', { provider });
      return connection({ start: async () => models, invoke: async () => Promise.reject(error) });
    };
    const third = working('webgpu');
    const { supervisor } = supervise(losing('webgpu'), losing('webnn'), third);
    await expect(supervisor.call('again', 'a', noLink)).rejects.toMatchObject({ code: 'device-lost' });
    const next = supervisor.call('again', 'b', noLink);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await next).toBe('b');
    expect(third.requests[0]?.exclude).toBeUndefined();
  });

  it('X5 a device that was lost once is tried again, and passed over the second time', async () => {
    const second = failing('webgpu', lost());
    const third = working('wasm');
    const { supervisor, changes } = supervise(failing('webgpu', lost()), second, third);
    const call = supervisor.call('again', 'a', noLink);
    await expect(call).rejects.toMatchObject({ code: 'device-lost' });
    expect(second.requests[0]?.exclude).toBeUndefined();
    const next = supervisor.call('again', 'b', noLink);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await next).toBe('b');
    expect(third.requests[0]?.exclude).toMatchObject([{ provider: 'webgpu' }]);
    expect(changes).toHaveLength(1);
  });

  it('X5 an answer in between forgives a lost device', async () => {
    let calls = 0;
    const losing = () =>
      connection({
        start: async () => runs('webgpu'),
        invoke: async (_, argument) => (calls++ % 2 === 1 ? Promise.reject(lost()) : argument),
      });
    const lives = [losing(), losing(), losing()];
    const { supervisor } = supervise(...lives);
    for (const word of ['a', 'b', 'c']) expect(await supervisor.call('again', word, noLink)).toBe(word);
    expect(lives.flatMap(({ requests }) => requests).every(({ exclude }) => exclude === undefined)).toBe(true);
  });

  it.each(['unsupported', 'network'] as const)(
    'is taken again in a fresh worker where nothing else runs: %s',
    async (code) => {
      const nothing = connection({ start: async () => Promise.reject(new NearsideError(code, 'nothing runs here')) });
      const again = working('webgpu');
      const { supervisor, opened } = supervise(failing('webgpu', broken()), nothing, again);
      expect(await supervisor.call('again', 'a', noLink)).toBe('a');
      expect(again.requests[0]?.exclude).toBeUndefined();
      expect(opened).toHaveLength(3);
    },
  );

  it('is passed over when it hangs twice in a row', async () => {
    const hanging = () => connection({ start: async () => runs('webgpu'), invoke: never });
    const next = working('wasm');
    const { supervisor } = supervise(hanging(), hanging(), next);
    for (let round = 0; round < 2; round++) {
      const call = expect(supervisor.call('again', 'a', noLink)).rejects.toMatchObject({ code: 'timeout' });
      await vi.advanceTimersByTimeAsync(1000);
      await call;
    }
    const call = supervisor.call('again', 'a', noLink);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await call).toBe('a');
    expect(next.requests[0]?.exclude).toMatchObject([{ provider: 'webgpu' }]);
  });
});
