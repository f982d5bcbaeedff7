import { expect, it } from 'vitest';
import { judge } from './judge.ts';
import type { Look } from './look.ts';

function looks(of: (minute: number) => Partial<Look>): Look[] {
  return Array.from({ length: 20 }, (_, minute) => ({
    minute,
    steps: minute * 100,
    memoryMib: 300,
    heapMib: 2,
    workers: 0,
    locks: 0,
    handles: 6,
    ...of(minute),
  }));
}

it('says nothing of what is flat, noise and warm-up included', () => {
  const noisy = looks((minute) => ({ memoryMib: minute < 3 ? 100 * minute : 300 + 40 * (minute % 2) }));
  expect(judge(noisy).complaints).toEqual([]);
});

it('complains of memory, heap and handles that grow', () => {
  expect(judge(looks((minute) => ({ memoryMib: 300 + 5 * minute }))).complaints).toEqual(['memory grew by 40.0 MiB']);
  expect(judge(looks((minute) => ({ heapMib: 2 + minute }))).complaints).toHaveLength(1);
  expect(judge(looks((minute) => ({ workers: minute > 12 ? 1 : 0 }))).complaints).toHaveLength(1);
  expect(judge(looks((minute) => ({ locks: minute }))).complaints).toHaveLength(1);
});
