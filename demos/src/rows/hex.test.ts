import { expect, it } from 'vitest';
import { hexDump } from './hex.ts';

it('writes lines of equal length, and a rest', () => {
  expect(hexDump(Uint8Array.from([0x50, 0x4b, 3, 4, 0x7e, 0x7f]), 0x1000, 4)).toEqual({
    offsets: '00001000\n00001004',
    hex: '50 4b 03 04\n7e 7f',
    text: 'PK··\n~·',
  });
});

it('writes nothing of nothing', () => {
  expect(hexDump(new Uint8Array(), 0, 16)).toEqual({ offsets: '', hex: '', text: '' });
});
