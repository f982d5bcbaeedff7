import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { toChromeTrace } from './chrome-trace.ts';
import type { Span } from './span.ts';
import { onSpan, onTracing, startSpan, traced } from './tracer.ts';

function listen(): Span[] {
  const spans: Span[] = [];
  onTestFinished(onSpan((span) => spans.push(span)));
  return spans;
}

describe('a span', () => {
  it('has name, time since 1970, duration and what was known at both ends', () => {
    const spans = listen();
    const before = Date.now();
    const span = startSpan('fetch', { task: 'magika', attributes: { file: 'a' } });
    span.end({ bytes: 7, attributes: { cached: true } });
    span.end({ bytes: 8 });
    expect(spans).toEqual([
      {
        name: 'fetch',
        task: 'magika',
        bytes: 7,
        realm: 'page',
        attributes: { file: 'a', cached: true },
        startMs: expect.closeTo(before, -3),
        durationMs: expect.any(Number),
      },
    ]);
    expect(spans[0]?.durationMs).toBeGreaterThanOrEqual(0);
  });

  it('is never measured when nobody listens', () => {
    const now = vi.spyOn(performance, 'now');
    onTestFinished(() => now.mockRestore());
    startSpan('call').end();
    expect(now).not.toHaveBeenCalled();
  });

  it('says what its work failed with', async () => {
    const spans = listen();
    await expect(traced('verify', {}, () => Promise.reject(new Error('bad hash')))).rejects.toThrow('bad hash');
    expect(await traced('select', {}, async () => 1)).toBe(1);
    expect(spans).toMatchObject([{ name: 'verify', error: 'bad hash' }, { name: 'select' }]);
  });
});

describe('whether anybody listens', () => {
  it('is told at once, and whenever it changes', () => {
    const told: boolean[] = [];
    const first = onSpan(() => undefined);
    onTestFinished(onTracing((on) => told.push(on)));
    const second = onSpan(() => undefined);
    first();
    first();
    second();
    onSpan(() => undefined)();
    expect(told).toEqual([true, false, true, false]);
  });
});

describe('toChromeTrace', () => {
  it('begins and ends each span once, in order of time, and is JSON', () => {
    const span = fc.record({
      name: fc.string(),
      startMs: fc.double({ min: 0, max: 2e12, noNaN: true }),
      durationMs: fc.double({ min: 0, max: 1e6, noNaN: true }),
      realm: fc.constantFrom('page' as const, 'worker' as const),
      bytes: fc.nat(),
    });
    fc.assert(
      fc.property(fc.array(span), (spans) => {
        const { traceEvents } = JSON.parse(JSON.stringify(toChromeTrace(spans))) as ReturnType<typeof toChromeTrace>;
        const times = traceEvents.map(({ ts }) => ts);
        expect(times).toEqual(times.toSorted((one, other) => one - other));
        spans.forEach((_, index) => {
          const pair = traceEvents.filter(({ id }) => id === String(index));
          expect(pair.map(({ ph }) => ph)).toEqual(['b', 'e']);
        });
      }),
    );
  });
});
