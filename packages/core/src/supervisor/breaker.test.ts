import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Breaker } from './breaker.ts';

function breakerAt() {
  const clock = { ms: 0, random: 1 };
  return {
    clock,
    breaker: new Breaker(
      'magika',
      () => clock.ms,
      () => clock.random,
    ),
  };
}

describe('the breaker', () => {
  it('lets the first respawn go at once, and the next ones after a growing wait, half of it by chance', () => {
    const { clock, breaker } = breakerAt();
    const delays: number[] = [];
    for (let death = 0; death < 4; death++) {
      breaker.died();
      delays.push(breaker.delayMs());
    }
    expect(delays).toEqual([0, 250, 500, 1000]);
    clock.random = 0;
    expect(breaker.delayMs()).toBe(500);
  });

  it('opens after five deaths in a minute, tells when to come back, and lets one start through then', () => {
    const { clock, breaker } = breakerAt();
    for (let death = 0; death < 5; death++) breaker.died();
    expect(() => breaker.delayMs()).toThrow(expect.objectContaining({ code: 'worker-failed', retryable: true }));
    clock.ms += 29_500;
    expect(() => breaker.delayMs()).toThrow(expect.objectContaining({ hint: expect.stringContaining('1 s') }));
    clock.ms += 500;
    expect(breaker.delayMs()).toBeGreaterThan(0);
    breaker.died();
    expect(() => breaker.delayMs()).toThrow('given a rest');
  });

  it('forgets all at the first answer, and each death after a minute', () => {
    const { clock, breaker } = breakerAt();
    for (let death = 0; death < 4; death++) breaker.died();
    breaker.succeeded();
    breaker.died();
    expect(breaker.delayMs()).toBe(0);
    for (let death = 0; death < 20; death++) {
      clock.ms += 61_000;
      breaker.died();
      expect(breaker.delayMs()).toBe(0);
    }
  });

  it('never makes anybody wait longer than 8 s, nor less than nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(70_000)), fc.double({ min: 0, max: 1, noNaN: true }), (gaps, random) => {
        const { clock, breaker } = breakerAt();
        clock.random = random;
        for (const gap of gaps) {
          clock.ms += gap;
          breaker.died();
        }
        clock.ms += 30_000;
        expect(breaker.delayMs()).toBeGreaterThanOrEqual(0);
        expect(breaker.delayMs()).toBeLessThanOrEqual(8000);
      }),
    );
  });
});
