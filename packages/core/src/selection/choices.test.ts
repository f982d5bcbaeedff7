import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseFastest, freshTiming, type Timing } from './choices.ts';

const nowMs = Date.UTC(2026, 10, 24);
const day = 24 * 3600 * 1000;
const here = { model: 'test/model', device: '8 cores', nowMs };
const gpu = { name: 'gpu', version: '1' };
const wasm = { name: 'wasm', version: '1' };
const other = { name: 'other', version: '1' };

function timing(provider: string, runMs: number, changes: Partial<Timing> = {}): Timing {
  return {
    model: here.model,
    provider,
    version: '1',
    device: here.device,
    runMs,
    measuredAtMs: nowMs - day,
    ...changes,
  };
}

describe('chooseFastest', () => {
  it.each([
    { name: 'nothing is remembered', timings: [], order: ['gpu', 'wasm'] },
    { name: 'only another one was measured', timings: [timing('wasm', 1)], order: ['gpu', 'wasm'] },
    { name: 'the first is the fastest', timings: [timing('gpu', 1), timing('wasm', 9)], order: ['gpu', 'wasm'] },
    { name: 'another one is faster by noise', timings: [timing('gpu', 10), timing('wasm', 9)], order: ['gpu', 'wasm'] },
    {
      name: 'the faster one was measured in another version',
      timings: [timing('gpu', 9), timing('wasm', 3, { version: '0' })],
      order: ['gpu', 'wasm'],
    },
    {
      name: 'on another device',
      timings: [timing('gpu', 9), timing('wasm', 3, { device: '2 cores' })],
      order: ['gpu', 'wasm'],
    },
    {
      name: 'with another model',
      timings: [timing('gpu', 9), timing('wasm', 3, { model: 'test/other' })],
      order: ['gpu', 'wasm'],
    },
    {
      name: 'too long ago',
      timings: [timing('gpu', 9), timing('wasm', 3, { measuredAtMs: nowMs - 31 * day })],
      order: ['gpu', 'wasm'],
    },
    {
      name: 'S6 in a future that the clock was set back from',
      timings: [timing('gpu', 9), timing('wasm', 3, { measuredAtMs: nowMs + 365 * day })],
      order: ['gpu', 'wasm'],
    },
  ])('keeps the order of the wish where $name', ({ timings, order }) => {
    const choice = chooseFastest([gpu, wasm], timings, here);
    expect(choice.order.map(({ name }) => name)).toEqual(order);
    expect(choice.reason).toBeUndefined();
  });

  it('takes the one that is clearly faster, and says what was measured and when', () => {
    const timings = [timing('gpu', 9.04), timing('wasm', 3.123), timing('other', 5)];
    expect(chooseFastest([gpu, other, wasm], timings, here)).toEqual({
      order: [wasm, gpu, other],
      reason: 'remembered: wasm took 3.1 ms where gpu took 9 ms, measured 2026-11-23',
    });
  });

  it('never loses or invents a candidate, whatever is remembered', () => {
    const names = fc.constantFrom('gpu', 'wasm', 'other', 'unknown');
    const timings = fc.array(fc.record({ provider: names, runMs: fc.double({ min: 0, max: 1e6, noNaN: true }) }));
    fc.assert(
      fc.property(timings, fc.shuffledSubarray([gpu, wasm, other]), (remembered, candidates) => {
        const all = remembered.map(({ provider, runMs }) => timing(provider, runMs));
        const { order } = chooseFastest(candidates, all, here);
        expect(order.toSorted(byName)).toEqual(candidates.toSorted(byName));
      }),
    );
  });
});

it('the latest of two timings counts', () => {
  expect(freshTiming(gpu, [timing('gpu', 9), timing('gpu', 3)], here)?.runMs).toBe(3);
});

function byName(one: { name: string }, another: { name: string }): number {
  return one.name < another.name ? -1 : 1;
}
