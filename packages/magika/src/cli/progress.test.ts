import { beforeEach, describe, expect, it } from 'vitest';
import { Progress, progressLine } from './progress.ts';

let nowMs = 0;
let written: string[] = [];
beforeEach(() => {
  nowMs = 0;
  written = [];
});
const start = (total?: number, columns = 80) =>
  new Progress({ columns, write: (text) => written.push(text) }, { total, delayMs: 500, now: () => nowMs });

describe('Progress', () => {
  it('says nothing of a short run', () => {
    const progress = start(10);
    nowMs = 400;
    progress.update(9);
    progress.hide();
    expect(written).toEqual([]);
  });

  it('is drawn now and then, and cleared', () => {
    const progress = start(4000);
    for (nowMs = 500; nowMs < 700; nowMs += 10) progress.update(nowMs);
    progress.hide();
    progress.hide();
    expect(written).toEqual([
      '\r500 of 4,000 files, 1,000 a second, 4 s left\u001B[K',
      '\r600 of 4,000 files, 1,000 a second, 4 s left\u001B[K',
      '\r\u001B[K',
    ]);
  });

  it('stays within its line', () => {
    nowMs = 0;
    const progress = start(undefined, 12);
    nowMs = 1000;
    progress.update(1_234_567);
    expect(written).toEqual(['\r1,234,567 f\u001B[K']);
  });
});

describe('progressLine', () => {
  it.each([
    [2000, undefined, 1000, '2,000 files, 2,000 a second'],
    [1, undefined, 1000, '1 file, 1 a second'],
    [0, 10, 1000, '0 of 10 files, 0 a second'],
    [1000, 200_000, 1000, '1,000 of 200,000 files, 1,000 a second, 3 min 19 s left'],
  ])('%d of %s', (done, total, elapsedMs, line) => {
    expect(progressLine(done, total, elapsedMs)).toBe(line);
  });
});
