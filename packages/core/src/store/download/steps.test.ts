import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backOffMs, firstDelayMs, maxDelayMs } from './back-off.ts';
import { systemClock } from './clock.ts';
import { parseContentRange } from './content-range.ts';
import { retryAfterMs } from './retry-after.ts';
import { validatorOf } from './validator.ts';

describe('backOffMs', () => {
  it('doubles the room for chance with each attempt, up to the cap', () => {
    const longest = (attempt: number) => backOffMs(attempt, 1 - Number.EPSILON) + 1;
    expect([1, 2, 3].map(longest)).toEqual([firstDelayMs, 2 * firstDelayMs, 4 * firstDelayMs]);
    expect([20, 2000].map(longest)).toEqual([maxDelayMs, maxDelayMs]);
    expect(backOffMs(5, 0)).toBe(0);
  });
});

describe('retryAfterMs', () => {
  const now = Date.parse('Tue, 01 Jul 2025 12:00:00 GMT');
  const year = 365 * 86_400_000;
  const date = 'Tue, 01 Jul 2025 12:00:00 GMT';
  const in90s = 'Tue, 01 Jul 2025 12:01:30 GMT';
  it.each([
    { name: 'seconds', headers: { 'retry-after': '120' }, ms: 120_000 },
    { name: 'a date, by the server’s clock', headers: { 'retry-after': in90s, date }, ms: 90_000 },
    { name: 'a date that has passed', headers: { 'retry-after': date, date: in90s }, ms: 0 },
    { name: 'a date, by ours where the server hides its own', headers: { 'retry-after': in90s }, ms: 90_000 },
    { name: 'the old form of a date', headers: { 'retry-after': 'Tuesday, 01-Jul-25 12:01:30 GMT', date }, ms: 90_000 },
    { name: 'nothing', headers: {}, ms: undefined },
    { name: 'a word', headers: { 'retry-after': 'soon' }, ms: undefined },
    { name: 'less than nothing', headers: { 'retry-after': '-1' }, ms: undefined },
    { name: 'a number without an end', headers: { 'retry-after': '9'.repeat(40) }, ms: undefined },
  ])('reads $name', ({ headers, ms }) => expect(retryAfterMs(new Headers(headers), now)).toBe(ms));

  it.each([-year, year])('is unharmed by a clock that is off by %i ms', (off) => {
    expect(retryAfterMs(new Headers({ 'retry-after': in90s, date }), now + off)).toBe(90_000);
  });
});

describe('parseContentRange', () => {
  it('reads what servers write', () => {
    expect(parseContentRange('bytes 0-99/200')).toEqual({ start: 0, end: 100, total: 200 });
    expect(parseContentRange('bytes 5-5/*')).toEqual({ start: 5, end: 6, total: undefined });
  });

  it.each([
    'bytes */200',
    'bytes 5-4/10',
    'bytes 0-10/10',
    'items 0-1/2',
    'bytes 0-1',
    '',
    `bytes 0-${'9'.repeat(17)}/*`,
  ])('refuses %j', (value) => expect(parseContentRange(value)).toBeUndefined());

  it('never throws, and gives safe ranges only', () => {
    fc.assert(
      fc.property(fc.string(), fc.maxSafeNat(), fc.maxSafeNat(), (text, start, end) => {
        for (const value of [text, `bytes ${start}-${end}/*`]) {
          const range = parseContentRange(value);
          if (range) expect(range.start < range.end && Number.isSafeInteger(range.end)).toBe(true);
        }
      }),
    );
  });
});

describe('validatorOf', () => {
  it.each([
    { headers: { etag: '"a"', 'last-modified': 'then' }, validator: '"a"' },
    { headers: { etag: 'W/"a"', 'last-modified': 'then' }, validator: 'then' },
    { headers: { etag: 'W/"a"' }, validator: undefined },
    { headers: {}, validator: undefined },
  ])('of $headers is $validator', ({ headers, validator }) =>
    expect(validatorOf(new Headers(headers))).toBe(validator),
  );
});

describe('systemClock', () => {
  it('sleeps, and wakes with the reason when it is aborted', async () => {
    await systemClock.sleep(0);
    const reason = new Error('enough');
    await expect(systemClock.sleep(1e9, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(86_400_000);
  });
});
