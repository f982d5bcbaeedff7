import { signal } from '@preact/signals';
import { expect, it, vi } from 'vitest';
import { row } from '../rows/testing.ts';
import type { Row } from '../rows/row.ts';
import { compareBy, type Compare } from '../rows/view.ts';
import { RowOrder } from './row-order.ts';

const mode = 'high_confidence';
const up = compareBy({ column: 'name', descending: false }, mode);
const down = compareBy({ column: 'name', descending: true }, mode);

function some(count: number, from = 0): Row[] {
  return Array.from({ length: count }, (_, index) => row(`${((from + index) * 7919) % 100_003}`));
}

it('sorts few at once, and puts more in their places', () => {
  const rows = signal<readonly Row[]>(some(20));
  const compare = signal<Compare | undefined>(undefined);
  const order = new RowOrder(rows, compare);
  expect(order.ordered.value).toBe(rows.value);
  compare.value = up;
  expect(order.ordered.value).toEqual(rows.value.toSorted(up));
  rows.value = [...rows.value, ...some(20, 20)];
  expect(order.ordered.value).toEqual(rows.value.toSorted(up));
  rows.value = [];
  expect(order.ordered.value).toEqual([]);
  rows.value = some(5);
  expect(order.ordered.value).toEqual(rows.value.toSorted(up));
  compare.value = undefined;
  expect(order.ordered.value).toBe(rows.value);
});

it('sorts many in slices: until then the old order stands, with what came meanwhile at its end', async () => {
  const rows = signal<readonly Row[]>(some(6000));
  const compare = signal<Compare | undefined>(up);
  const order = new RowOrder(rows, compare);
  expect(order.isSorting.value).toBe(true);
  expect(order.ordered.value).toBe(rows.value);
  rows.value = [...rows.value, ...some(10, 6000)];
  expect(order.ordered.value).toHaveLength(6010);
  await vi.waitFor(() => expect(order.isSorting.value).toBe(false));
  expect(order.ordered.value).toEqual(rows.value.toSorted(up));

  const before = order.ordered.value;
  compare.value = down;
  expect(order.ordered.value).toEqual(before);
  await vi.waitFor(() => expect(order.isSorting.value).toBe(false));
  expect(order.ordered.value).toEqual(rows.value.toSorted(down));
});

it('a sort that is not wanted any more changes nothing', async () => {
  const rows = signal<readonly Row[]>(some(6000));
  const compare = signal<Compare | undefined>(up);
  const order = new RowOrder(rows, compare);
  compare.value = down;
  rows.value = [];
  rows.value = some(3);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(order.ordered.value).toEqual(rows.value.toSorted(down));
});
