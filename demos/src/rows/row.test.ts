import { expect, it } from 'vitest';
import { verdictOf } from './row.ts';
import { answeredRow, failedRow, ruledRow } from './testing.ts';

it('is decided in every mode when the answer comes', () => {
  const row = answeredRow('notes', 'python', 0.4);
  expect(verdictOf(row, 'high_confidence').identification).toMatchObject({
    label: 'txt',
    overwriteReason: 'low_confidence',
  });
  expect(verdictOf(row, 'best_guess').identification).toMatchObject({ label: 'python', overwriteReason: 'none' });
});

it('shares a decision between modes that agree, and keeps no scores', () => {
  const row = answeredRow('walk.py', 'python', 0.99);
  if (row.kind === 'failed') throw new Error('not answered');
  const { high_confidence: high, medium_confidence: medium, best_guess: guess } = row.decisions;
  expect(medium).toBe(high);
  expect(guess).toBe(high);
  expect(row.best?.map(({ label }) => label)).toContain('python');
  expect(high.identification).not.toHaveProperty('scores');
});

it('keeps the answer of a file that the model was not asked about', () => {
  const row = ruledRow('nothing', 'empty');
  expect(verdictOf(row, 'best_guess').identification).toMatchObject({ label: 'empty', modelLabel: 'undefined' });
  expect(row).toMatchObject({ best: undefined });
});

it('finds the name that disagrees, and nothing in a guess', () => {
  expect(verdictOf(answeredRow('a/invoice.pdf', 'pebin', 0.99), 'best_guess').mismatch?.extension).toBe('pdf');
  expect(verdictOf(answeredRow('a/invoice.pdf', 'pebin', 0.2), 'best_guess').mismatch).toBeUndefined();
});

it('leaves a failed row as it is', () => {
  const row = failedRow('gone');
  expect(verdictOf(row, 'best_guess')).toEqual({ row });
});
