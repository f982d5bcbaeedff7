import { describe, expect, it } from 'vitest';
import { identified, verdict } from './testing.ts';
import { describeMismatch, describeReason } from './words.ts';

it('says what disagrees', () => {
  expect(describeMismatch(verdict('invoice.pdf', 'pebin'))).toBe(
    'The name ends in .pdf (PDF document), but the content is: PE Windows executable.',
  );
  expect(describeMismatch(verdict('invoice.pdf', 'pdf'))).toBe('');
});

describe('the reason', () => {
  it('of a sure answer', () => {
    expect(describeReason(identified('python'), 'medium_confidence')).toMatch(/says python .* asks for 0.5 here, so/);
  });

  it('of a best guess', () => {
    expect(describeReason(identified('python', 0.1), 'best_guess')).toMatch(/Best guess asks for no minimum, so/);
  });

  it('of an answer that was too unsure', () => {
    const unsure = { ...identified('txt', 0.2), modelLabel: 'python', overwriteReason: 'low_confidence' as const };
    expect(describeReason(unsure, 'high_confidence')).toMatch(/leans to python.*0\.200 is too low.*general txt/);
  });

  it('of a label that stands for another', () => {
    const mapped = { ...identified('txt', 0.9), modelLabel: 'randomtxt', overwriteReason: 'overwrite_map' as const };
    expect(describeReason(mapped, 'high_confidence')).toMatch(/says randomtxt.*reported as txt/);
  });

  it.each([
    ['empty', /no bytes/],
    ['txt', /fewer than 8 bytes/],
  ])('of %s, which the model was not asked about', (label, words) => {
    expect(describeReason({ ...identified(label, 1), modelLabel: 'undefined' }, 'high_confidence')).toMatch(words);
  });
});
