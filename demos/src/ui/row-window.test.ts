import { describe, expect, it } from 'vitest';
import { rowsInView, scrollToShow } from './row-window.ts';

describe('rowsInView', () => {
  it.each([
    ['at the top', 0, { first: 0, end: 16 }],
    ['in the middle', 50_000, { first: 994, end: 1016 }],
    ['at the end', 99_500, { first: 1984, end: 2000 }],
    ['past the end, as when the filter shortened the list', 500_000, { first: 2000, end: 2000 }],
  ])('%s', (_, scrollTop, rows) => {
    expect(rowsInView({ scrollTop, height: 500 }, 50, 2000)).toEqual(rows);
  });

  it('draws nothing of nothing', () => {
    expect(rowsInView({ scrollTop: 0, height: 500 }, 50, 0)).toEqual({ first: 0, end: 0 });
  });
});

it('scrolls no further than it takes to show a row', () => {
  const viewport = { scrollTop: 1000, height: 500 };
  expect([10, 20, 25, 29, 30].map((index) => scrollToShow(index, viewport, 50))).toEqual([500, 1000, 1000, 1000, 1050]);
});
