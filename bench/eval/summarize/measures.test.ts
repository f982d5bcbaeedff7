import { describe, expect, it } from 'vitest';
import { pairedInterval } from './bootstrap.ts';
import { baselines } from './baselines.ts';
import { citationOverlap, goldSpans } from './citations.ts';
import { isQuoted } from './quoted.ts';

describe('pairedInterval', () => {
  it('is a point where all documents agree, and holds the mean where they do not', () => {
    expect(pairedInterval([2, 2, 2])).toEqual({ mean: 2, low: 2, high: 2 });
    const { mean, low, high } = pairedInterval([-3, 1, 4, 0, 5, -1]);
    expect(mean).toBe(1);
    expect(low).toBeLessThan(mean);
    expect(high).toBeGreaterThan(mean);
  });
});

describe('citations', () => {
  const document = 'A: one\nB: two\nC: three';

  it('takes turns as lines, speakers included, first and last inclusive', () => {
    expect(goldSpans(document, [['1', '2']])).toEqual([{ start: 7, end: 22 }]);
  });

  it('counts code units inside gold, each once', () => {
    const gold = goldSpans(document, [[1, 1]]);
    expect(
      citationOverlap(
        [
          { start: 0, end: 10 },
          { start: 5, end: 9 },
        ],
        gold,
      ),
    ).toEqual({ cited: 10, inside: 3 });
  });
});

describe('isQuoted', () => {
  const document = 'One  two (three) four.';
  it.each([
    ['One two', [{ start: 0, end: 8 }], true],
    [
      'One two four.',
      [
        { start: 0, end: 8 },
        { start: 17, end: 22 },
      ],
      true,
    ],
    [
      'four. One two',
      [
        { start: 0, end: 8 },
        { start: 17, end: 22 },
      ],
      false,
    ],
    ['One two three', [{ start: 0, end: 8 }], false],
  ])('"%s"', (text, sources, wanted) => {
    expect(isQuoted(document, { text, sources })).toBe(wanted);
  });
});

describe('baselines', () => {
  const units = [
    'cats sleep all day',
    'dogs and cats sleep and eat',
    'the weather is fine',
    'cats eat and sleep all day long',
  ];

  it.each(Object.keys(baselines))('%s adds whole units until the budget is reached, at least one', (name) => {
    const summarize = baselines[name];
    expect(summarize?.(units, 1, 0).split('\n')).toHaveLength(1);
    expect(summarize?.(units, 1_000, 0).split('\n').toSorted()).toEqual(units.toSorted());
    expect(summarize?.([], 10, 0)).toBe('');
  });

  it.each(['textrank', 'lexrank'])('%s leaves the sentence that has nothing in common to the end', (name) => {
    expect(baselines[name]?.(units, 15, 0)).not.toContain('weather');
  });
});
