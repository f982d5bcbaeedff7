import { describe, expect, it } from 'vitest';
import { median, pairedRatios, toRow } from './statistics.ts';

describe('median', () => {
  it('is the middle value, whatever the order', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([7])).toBe(7);
  });

  it('is the mean of the two in the middle of an even number', () => {
    expect(median([10, 1, 2, 4])).toBe(3);
  });

  it('sorts numbers as numbers and leaves its argument alone', () => {
    const values = [100, 9, 20];
    expect(median(values)).toBe(20);
    expect(values).toEqual([100, 9, 20]);
  });

  it('refuses nothing, and what is no number', () => {
    expect(() => median([])).toThrow('there are no values');
    expect(() => median([1, Number.NaN])).toThrow('not all are numbers');
  });
});

describe('pairedRatios', () => {
  it('divides pair by pair', () => {
    expect(pairedRatios([2, 9, 4], [1, 3, 8])).toEqual([2, 3, 0.5]);
  });

  it('differs from the ratio of the medians where the machine drifts', () => {
    expect(median(pairedRatios([2, 20, 4], [1, 10, 2]))).toBe(2);
    expect(median(pairedRatios([3, 10, 40], [1, 10, 20]))).toBe(2);
    expect(median([3, 10, 40]) / median([1, 10, 20])).toBe(1);
  });

  it('refuses unequal numbers, none, and a zero of ours', () => {
    expect(() => pairedRatios([1], [1, 2])).toThrow('1 values do not pair with 2');
    expect(() => pairedRatios([], [])).toThrow('there are no values');
    expect(() => pairedRatios([1], [0])).toThrow('0 cannot be divided by');
  });
});

it('sums values up as a row', () => {
  expect(toRow('start', 'ours', 'ms', [3, 1, 2, 10])).toEqual({
    what: 'start',
    who: 'ours',
    unit: 'ms',
    min: 1,
    median: 2.5,
    max: 10,
    n: 4,
  });
});
