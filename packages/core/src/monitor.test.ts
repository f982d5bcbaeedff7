import { describe, expect, it } from 'vitest';
import { ProgressMeter } from './model/load-progress.ts';
import { MonitorFeed, type DownloadProgressEvent } from './monitor.ts';

function record() {
  const events: DownloadProgressEvent[] = [];
  const feed = new MonitorFeed((monitor) =>
    monitor.addEventListener('downloadprogress', (event) => events.push(event)),
  );
  return { feed, events };
}

describe('the progress of create()', () => {
  it('begins with 0 and ends with 1, with bytes beside', () => {
    const { feed, events } = record();
    const meter = new ProgressMeter((progress) => feed.progress(progress));
    meter.expect(10);
    meter.add(4);
    meter.add(6);
    meter.done();
    feed.done();
    expect(events.map(({ loaded }) => loaded)).toEqual([0, 0.4, 1]);
    expect(events.map(({ loadedBytes, totalBytes, total }) => [loadedBytes, totalBytes, total])).toEqual([
      [0, 10, 1],
      [4, 10, 1],
      [10, 10, 1],
    ]);
  });

  it('never falls when another provider needs more', () => {
    const { feed, events } = record();
    const meter = new ProgressMeter((progress) => feed.progress(progress));
    meter.expect(10);
    meter.add(8);
    meter.expect(100);
    meter.add(50);
    meter.add(50);
    feed.done();
    const shares = events.map(({ loaded }) => loaded);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
    expect(events.at(-1)).toMatchObject({ loadedBytes: 108, totalBytes: 108 });
  });

  it('reports both ends where nothing had to be fetched', () => {
    const { feed, events } = record();
    feed.done();
    expect(events.map(({ loaded }) => loaded)).toEqual([0, 1]);
  });
});
