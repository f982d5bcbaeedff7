import { describe, expect, it } from 'vitest';
import { backOffMs, firstDelayMs, maxDelayMs } from './back-off.ts';

describe('backOffMs', () => {
  it('doubles the room for chance with each attempt, up to the cap', () => {
    const longest = (attempt: number) => backOffMs(attempt, 1 - Number.EPSILON) + 1;
    expect([1, 2, 3].map(longest)).toEqual([firstDelayMs, 2 * firstDelayMs, 4 * firstDelayMs]);
    expect([20, 2000].map(longest)).toEqual([maxDelayMs, maxDelayMs]);
    expect(backOffMs(5, 0)).toBe(0);
  });
});
