import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { porterStem } from './porter-stemmer.ts';
import { rouge, type RougeScores } from './rouge.ts';

/** Texts of our own; the figures are those of rouge-score 0.1.2 with its stemmer on. */
const fixture = JSON.parse(readFileSync(new URL('rouge.fixture.json', import.meta.url), 'utf8')) as (RougeScores & {
  summary: string;
  references: string[];
})[];

describe('rouge', () => {
  it.each(fixture)('scores "$summary" as rouge-score does', ({ summary, references, ...wanted }) => {
    const scores = rouge(summary, references);
    for (const kind of ['rouge1', 'rouge2', 'rougeLsum'] as const) {
      expect(Math.abs(scores[kind] - wanted[kind]), kind).toBeLessThan(0.001); // their figures have four decimals
    }
  });
});

describe('porterStem', () => {
  it.each([
    ['caresses', 'caress'],
    ['ties', 'tie'],
    ['died', 'die'],
    ['hopping', 'hop'],
    ['hoping', 'hope'],
    ['falling', 'fall'],
    ['relational', 'relat'],
    ['happily', 'happili'],
    ['enjoy', 'enjoy'],
    ['controlling', 'control'],
    ['news', 'news'],
    ['dying', 'die'],
  ])('%s becomes %s, as in NLTK', (word, stem) => {
    expect(porterStem(word)).toBe(stem);
  });
});
