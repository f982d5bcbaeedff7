import { expect, it } from 'vitest';
import { WorkQueue } from './work-queue.ts';

const never = new AbortController().signal;
const ignore = (): void => undefined;

async function* list<T>(...items: T[]): AsyncGenerator<readonly T[]> {
  yield items;
}

async function takeAll<T>(queue: WorkQueue<T>): Promise<T[]> {
  const taken: T[] = [];
  for (let item = await queue.take(never); item !== undefined; item = await queue.take(never)) taken.push(item);
  return taken;
}

it('hands out what several sources bring', async () => {
  const queue = new WorkQueue<number>();
  void queue.fill(list(1, 2), never, ignore);
  void queue.fill(list(3), never, ignore);
  expect((await takeAll(queue)).toSorted()).toEqual([1, 2, 3]);
  expect(queue.isFinished).toBe(true);
});

it('waits for a source that is slow', async () => {
  const queue = new WorkQueue<number>();
  let go = ignore;
  const slow = (async function* () {
    await new Promise<void>((resolve) => (go = resolve));
    yield [1];
  })();
  void queue.fill(slow, never, ignore);
  const taken = queue.take(never);
  await Promise.resolve();
  go();
  expect(await taken).toBe(1);
});

it('stops at once on abort, also while a source hangs', async () => {
  const queue = new WorkQueue<number>();
  const stop = new AbortController();
  const hanging = (async function* () {
    yield [1];
    await new Promise(() => undefined);
  })();
  const filled = queue.fill(hanging, stop.signal, ignore);
  expect(await queue.take(stop.signal)).toBe(1);
  const waiting = queue.take(stop.signal);
  stop.abort();
  expect(await waiting).toBeUndefined();
  await filled;
  expect(queue.isFinished).toBe(true);
});

it('hands each item to one of several takers, and all of them end', async () => {
  const queue = new WorkQueue<number>();
  void queue.fill(list(1, 2, 3, 4, 5), never, ignore);
  const taken = await Promise.all([takeAll(queue), takeAll(queue), takeAll(queue)]);
  expect(taken.flat().toSorted()).toEqual([1, 2, 3, 4, 5]);
});
