import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { mapInOrder, type Settled } from './map-in-order.ts';

async function collect<I, R>(items: AsyncIterable<Settled<I, R>>): Promise<Settled<I, R>[]> {
  const all: Settled<I, R>[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Settles after a number of turns of the event loop. */
async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await Promise.resolve();
}

describe('mapInOrder', () => {
  it('keeps the order, whatever takes how long, and never works on more than it may', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(20), { maxLength: 40 }),
        fc.integer({ min: 1, max: 6 }),
        async (delays, concurrency) => {
          let inside = 0;
          let most = 0;
          const map = async (delay: number) => {
            most = Math.max(most, ++inside);
            await turns(delay);
            inside -= 1;
            return delay * 2;
          };
          const got = await collect(mapInOrder(delays, map, { concurrency }));
          expect(got).toEqual(delays.map((input, index) => ({ input, index, result: input * 2 })));
          expect(most).toBeLessThanOrEqual(concurrency);
        },
      ),
    );
  });

  it('yields the error of one and goes on', async () => {
    const map = async (input: number) => {
      if (input === 2) throw new Error('two');
      return input;
    };
    const got = await collect(mapInOrder([1, 2, 3], map, {}));
    expect(got).toMatchObject([{ result: 1 }, { error: { message: 'two' } }, { result: 3 }]);
  });

  it('pulls only as answers are taken', async () => {
    let pulled = 0;
    function* endless() {
      for (;;) yield pulled++;
    }
    for await (const { index } of mapInOrder(endless(), async (input) => input, { concurrency: 4 })) {
      expect(pulled).toBeLessThanOrEqual(index + 4);
      if (index === 100) break;
    }
  });

  it('tells progress, with the total where it is known', async () => {
    const onProgress = vi.fn();
    await collect(mapInOrder([1, 2], async () => 0, { onProgress }));
    expect(onProgress.mock.calls).toEqual([[{ done: 1, total: 2 }], [{ done: 2, total: 2 }]]);
    onProgress.mockClear();
    async function* unknown() {
      yield* [1, 2, 3];
    }
    await collect(mapInOrder(unknown(), async () => 0, { onProgress, concurrency: 1 }));
    expect(onProgress.mock.calls.map(([progress]) => progress)).toEqual([
      { done: 1, total: undefined },
      { done: 2, total: undefined },
      { done: 3, total: undefined },
    ]);
  });

  it('stops with the reason on abort, and tells those in flight', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    const seen: AbortSignal[] = [];
    const run = async () => {
      for await (const { index } of mapInOrder([1, 2, 3, 4], async (_, signal) => void seen.push(signal), {
        signal: controller.signal,
      })) {
        if (index === 1) controller.abort(reason);
      }
    };
    await expect(run()).rejects.toBe(reason);
    expect(seen.every(({ aborted }) => aborted)).toBe(true);
  });

  it('stops on abort while the source is silent', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    async function* silent() {
      yield 1;
      await new Promise(() => undefined);
    }
    const items = mapInOrder(silent(), async () => 0, { signal: controller.signal });
    const waiting = items.next();
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });

  it('keeps no answer back while the source is slow', async () => {
    let goOn: (() => void) | undefined;
    async function* slow() {
      yield 1;
      // Waits for the first answer before it gives another input.
      await new Promise<void>((resolve) => (goOn = resolve));
      yield 2;
    }
    const got: unknown[] = [];
    for await (const { result } of mapInOrder(slow(), async (input) => input, {})) {
      got.push(result);
      goOn?.();
    }
    expect(got).toEqual([1, 2]);
  });

  it('refuses what cannot be iterated', async () => {
    const inputs = null as unknown as number[];
    await expect(collect(mapInOrder(inputs, async () => 0, {}))).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('lets the source clean up when the loop is left', async () => {
    let cleaned = 0;
    async function* source() {
      try {
        for (;;) yield 1;
      } finally {
        cleaned += 1;
      }
    }
    for await (const _ of mapInOrder(source(), async () => 0, {})) break;
    expect(cleaned).toBe(1);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses a concurrency of %d', async (concurrency) => {
    await expect(collect(mapInOrder([1], async () => 0, { concurrency }))).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });

  it('answers nothing for nothing', async () => {
    expect(await collect(mapInOrder([], async () => 0, {}))).toEqual([]);
  });
});
