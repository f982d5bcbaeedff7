import { expect, it } from 'vitest';
import { verdictOf } from './row.ts';
import { answeredRow, failedRow } from './testing.ts';

it('decides again from the scores that were kept', () => {
  const row = answeredRow('notes', 'python', 0.4);
  expect(verdictOf(row, 'high_confidence').identification).toMatchObject({
    label: 'txt',
    overwriteReason: 'low_confidence',
  });
  expect(verdictOf(row, 'best_guess').identification).toMatchObject({ label: 'python', overwriteReason: 'none' });
});

it('keeps the answer of a file that the model was not asked about', () => {
  const row = { ...answeredRow('nothing', 'png'), scores: undefined };
  expect(verdictOf(row, 'best_guess').identification).toBe(row.identification);
});

it('finds the name that disagrees, and nothing in a guess', () => {
  expect(verdictOf(answeredRow('a/invoice.pdf', 'pebin', 0.99), 'best_guess').mismatch?.extension).toBe('pdf');
  expect(verdictOf(answeredRow('a/invoice.pdf', 'pebin', 0.2), 'best_guess').mismatch).toBeUndefined();
});

it('leaves a failed row as it is', () => {
  const row = failedRow('gone');
  expect(verdictOf(row, 'best_guess')).toEqual({ row });
});
