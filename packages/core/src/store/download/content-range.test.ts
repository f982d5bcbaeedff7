import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseContentRange } from './content-range.ts';

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

  it('gives back what was asked for, and of any text a safe range or none', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1 }), (start, bytes) => {
        const value = `bytes ${start}-${start + bytes - 1}/${start + bytes}`;
        expect(parseContentRange(value)).toEqual({ start, end: start + bytes, total: start + bytes });
      }),
    );
    const isSafe = (text: string) => {
      const range = parseContentRange(text);
      return range === undefined || (range.start < range.end && Number.isSafeInteger(range.end));
    };
    const texts = fc.oneof(fc.string(), fc.stringMatching(/^bytes \d{1,20}-\d{1,20}\/(\d{1,20}|\*)$/));
    expect(fc.check(fc.property(texts, isSafe)).counterexample).toBeNull();
  });
});
