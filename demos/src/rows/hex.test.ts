import { expect, it } from 'vitest';
import { hexDump } from './hex.ts';

const bytes = Uint8Array.from([0x50, 0x4b, 3, 4, 0x7e, 0x7f]);

it('writes lines of equal length, and a rest', () => {
  expect(hexDump(bytes, 0x1000, 4)).toEqual({
    offsets: '00001000\n00001004',
    hex: [{ level: 0, text: '50 4b 03 04\n7e 7f' }],
    text: [{ level: 0, text: 'PK··\n~·' }],
  });
});

it('writes the same in pieces of a level each', () => {
  const { hex, text } = hexDump(bytes, 0, 4, Uint8Array.of(0, 2, 2, 2, 2, 1));
  expect(hex).toEqual([
    { level: 0, text: '50 ' },
    { level: 2, text: '4b 03 04\n7e ' },
    { level: 1, text: '7f' },
  ]);
  expect(text.map((run) => run.text).join('')).toBe('PK··\n~·');
});

it('writes nothing of nothing', () => {
  expect(hexDump(new Uint8Array(), 0, 16)).toEqual({ offsets: '', hex: [], text: [] });
});
