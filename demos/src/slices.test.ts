import { expect, it } from 'vitest';
import { inSlices } from './slices.ts';

/** Steps of a millisecond each. */
function* busy(count: number): Generator<number, string, void> {
  for (let step = 0; step < count; step += 1) {
    const until = performance.now() + 1;
    while (performance.now() < until);
    yield step;
  }
  return 'done';
}

it('lets other tasks run in between', async () => {
  let others = 0;
  const timer = setInterval(() => (others += 1), 0);
  const steps: number[] = [];
  expect(await inSlices(busy(60), { onStep: (step) => steps.push(step) })).toBe('done');
  clearInterval(timer);
  expect(steps).toHaveLength(60);
  expect(others).toBeGreaterThan(1);
});

it('ends on abort, with its reason', async () => {
  const stop = new AbortController();
  const running = inSlices(busy(1000), { signal: stop.signal });
  stop.abort(new Error('enough'));
  await expect(running).rejects.toThrow('enough');
});
