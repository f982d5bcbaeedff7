import { expect, it } from 'vitest';
import { formatBytes, formatScore, formatSeconds, plural } from './format.ts';

it.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1.0 KB'],
  [17_476_308, '17.5 MB'],
  [123_456_789, '123 MB'],
  [5e15, '5000 TB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

it.each([
  [1, '1.000'],
  [0.99999, '0.999'],
  [0.5, '0.500'],
  [0.0001, '<0.001'],
  [0, '0.000'],
])('the score %d is %s', (score, text) => {
  expect(formatScore(score)).toBe(text);
});

it('writes times and counts', () => {
  expect([formatSeconds(0.2), formatSeconds(59), formatSeconds(125)]).toEqual(['1 s', '59 s', '2 min 5 s']);
  expect([plural(1, 'file'), plural(2000, 'file')]).toEqual(['1 file', '2,000 files']);
});
