import { describe, expect, it } from 'vitest';
import { adviceOnModels, ago, describeProgress, describeVerification } from './words.ts';

const day = 24 * 3600 * 1000;
const now = Date.UTC(2026, 10, 24, 12);

describe('times', () => {
  it.each([
    [0, 'never'],
    [now, 'just now'],
    [now - 59_999, 'just now'],
    [now - 5 * 60_000, '5 min ago'],
    [now - 3600_000, '1 hour ago'],
    [now - 23 * 3600_000, '23 hours ago'],
    [now - day, 'yesterday'],
    [now - 12 * day, '12 days ago'],
    [now - 40 * day, '15 Oct 2026'],
    [now + 2 * day, '26 Nov 2026'],
  ])('%d', (ms, text) => expect(ago(ms, now)).toBe(text));
});

describe('progress', () => {
  it('has a rate and a time left as soon as they can be told', () => {
    const progress = { state: 'running', loadedBytes: 12_000_000, bytesPerSecond: undefined } as const;
    expect(describeProgress(progress, 20_000_000)).toBe('12.0 MB of 20.0 MB');
    expect(describeProgress({ ...progress, bytesPerSecond: 2_000_000 }, 20_000_000)).toBe(
      '12.0 MB of 20.0 MB, 2.0 MB a second, 4 s left',
    );
  });
});

describe('a check', () => {
  it('says what it found', () => {
    expect(describeVerification({ isWhole: true, damagedChunks: 0, bytes: 5_000_000 }, 'a')).toContain('5.0 MB');
    expect(describeVerification({ isWhole: false, damagedChunks: 1, bytes: 0 }, 'a')).toContain('1 place ');
  });
});

describe('advice', () => {
  it('is there for every failure, and no more than the message where none is known', () => {
    expect(adviceOnModels({ code: 'quota', message: '', hint: undefined })).toContain('Delete a model');
    expect(adviceOnModels({ code: 'network', message: '', hint: undefined, isRetryable: true })).toContain('is kept');
    expect(adviceOnModels({ code: 'other', message: 'no idea', hint: undefined })).toContain('no idea');
  });
});
