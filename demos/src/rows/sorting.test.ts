import { expect, it } from 'vitest';
import { inSlices } from '../slices.ts';
import { insertSorted, mergeSteps, sortSteps } from './sorting.ts';

interface Item {
  readonly key: number;
  readonly place: number;
}

const compare = (a: Item, b: Item): number => a.key - b.key;

/** Few keys, so that many are equal and stability shows. */
function items(count: number): Item[] {
  return Array.from({ length: count }, (_, place) => ({ key: (place * 7919) % 97, place }));
}

it.each([0, 1, 2, 511, 512, 513, 5000])('sorts %i as Array.sort does', async (count) => {
  const list = items(count);
  expect(await inSlices(sortSteps(list, compare))).toEqual(list.toSorted(compare));
});

it('inserts a few where a stable sort of all puts them', async () => {
  const list = items(3000);
  const head = list.slice(0, 2900).toSorted(compare);
  const tail = list.slice(2900).toSorted(compare);
  expect(insertSorted(head, tail, compare)).toEqual(list.toSorted(compare));
  expect(await inSlices(mergeSteps(head, tail, compare))).toEqual(list.toSorted(compare));
  expect(insertSorted(head, [], compare)).toEqual(head);
  expect(insertSorted([], tail, compare)).toEqual(tail);
});
