import type { Attribution } from '@nearside/magika';
import { expect, it } from 'vitest';
import { describeHeat, describeWeight, hasWeight, heatOf, isReadTwice, placeOf, type Weight } from './heat.ts';
import { readingOf } from './reading.ts';

/** 20 bytes: in the tokens from 0 on, and from 2,028 on, four before a window begins. */
const bytes = new TextEncoder().encode('abcdefghijklmnopqrst');
const small = readingOf({ size: 20, beginning: bytes, end: bytes });

function attribution(drops: Record<number, number>, windowTokens = 16): Attribution {
  const all = new Float32Array(2048 / windowTokens);
  for (const [window, drop] of Object.entries(drops)) all[Number(window)] = drop;
  return { modelLabel: 'python', score: 0.98, windowTokens, drops: all };
}

it('brings windows to the bytes of both ends', () => {
  const heat = heatOf(attribution({ 0: 0.8, 1: 0.2, 127: 0.4, 126: -0.3 }), small);
  expect([...heat.beginning]).toEqual([...Array<number>(16).fill(4), ...Array<number>(4).fill(2)]);
  expect([...heat.end]).toEqual([...Array<number>(4).fill(0), ...Array<number>(16).fill(3)]);
  expect(heat.weights.map(({ side, from, to }) => [side, from, to])).toEqual([
    ['beginning', 0, 16],
    ['end', 4, 20],
    ['beginning', 16, 20],
  ]);
});

it('knows the places in a large file', () => {
  const block = new Uint8Array(4096).fill(0x61);
  const large = readingOf({ size: 1_000_000, beginning: block, end: block });
  const { weights } = heatOf(attribution({ 3: 0.5, 127: 0.1 }), large);
  expect([isReadTwice(small), isReadTwice(large)]).toEqual([true, false]);
  expect(weights.map(placeOf)).toEqual(['Bytes 48–63', 'Bytes 999,984–999,999']);
});

it('says what matters, and when nothing does', () => {
  const say = (drops: Record<number, number>, windowTokens = 16): string =>
    describeHeat(heatOf(attribution(drops, windowTokens), small));
  expect(say({ 0: 0.8, 1: 0.2 })).toBe('Bytes 0–15 carry most of the answer.');
  expect(say({ 0: 0.3, 1: 0.3, 127: 0.3 })).toBe('Bytes 0–15 matter most.');
  expect(say({ 0: 0.05 })).toBe('Bytes 0–15 matter most, but the answer does not hang on them.');
  expect(say({ 0: 0.004 })).toMatch(/^No 16 bytes alone carry the answer/);
  expect(say({}, 1024)).toMatch(/^Neither end alone carries the answer/);
});

it('draws nothing where nothing matters', () => {
  const faint = attribution({ 0: 0.004 });
  expect(hasWeight(faint)).toBe(false);
  expect(heatOf(faint, small).beginning.some((level) => level > 0)).toBe(false);
});

it('sees doubt that a sure score hides', () => {
  const sure = { ...attribution({ 0: 0.0006 }), score: 0.999998 };
  expect(hasWeight(sure)).toBe(true);
  const [weight] = heatOf(sure, small).weights;
  expect(describeWeight(weight as Weight, sure.score)).toBe('0.999 stays, but the doubt (1 − score) grows 300 times');
  expect(describeWeight({ ...(weight as Weight), scoreWithout: 0.25 }, sure.score)).toBe('0.999 falls to 0.250');
});
