import { describe, expect, it } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

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
