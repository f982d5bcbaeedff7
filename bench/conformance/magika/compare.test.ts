import { describe, expect, it } from 'vitest';
import type { Answer } from './answers.ts';
import { compareAnswers, compareFeatures, hasFailed, summarize, type Graph } from './compare.ts';

const reference: Answer = {
  status: 'ok',
  dl: 'python',
  output: 'python',
  score: 0.98,
  overwrite_reason: 'none',
  mime_type: 'text/x-python',
  group: 'code',
  description: 'Python source',
  extensions: ['py', 'pyi'],
  is_text: true,
};

const compare = (ours: Partial<Answer>, graph: Graph = 'original', theirs: Partial<Answer> = {}) =>
  compareAnswers({ ...reference, ...theirs, ...ours }, { ...reference, ...theirs }, 'high_confidence', graph);
const fields = ({ differences }: ReturnType<typeof compare>) => differences.map(({ field }) => field);

const wrong: Partial<Answer>[] = [
  { status: 'unknown' },
  { dl: 'ruby' },
  { output: 'txt' },
  { overwrite_reason: 'low_confidence' },
  { mime_type: 'text/plain' },
  { group: 'text' },
  { description: 'Python' },
  { extensions: ['pyi', 'py'] },
  { extensions: ['py'] },
  { extensions: [] },
  { is_text: false },
  { score: 0.98 - 2e-4 },
  { score: 0.98 + 2e-4 },
  { score: Number.NaN },
];

describe('the original graph', () => {
  it('passes an equal answer, and a score within 1e-4', () => {
    expect(hasFailed(compare({}))).toBe(false);
    const close = compare({ score: 0.98 + 9e-5 });
    expect(hasFailed(close)).toBe(false);
    expect(close.scoreDifference).toBeCloseTo(9e-5, 8);
  });

  it.each(wrong)('fails on %o and names the field', (ours) => {
    const verdict = compare(ours);
    expect(hasFailed(verdict)).toBe(true);
    expect(fields(verdict)).toEqual(Object.keys(ours));
  });

  it('fails on each field that is missing', () => {
    for (const field of Object.keys(reference) as (keyof Answer)[]) {
      if (field === 'score') continue; // absent only together with all the others
      const { [field]: _, ...rest } = reference;
      expect(hasFailed(compareAnswers(rest as Answer, reference, 'high_confidence', 'original')), field).toBe(true);
    }
  });

  it('fails on a file that could not be read, and passes where the reference could not either', () => {
    const missing = { status: 'file_not_found_error' };
    expect(hasFailed(compareAnswers(missing, reference, 'best_guess', 'original'))).toBe(true);
    expect(hasFailed(compareAnswers(missing, missing, 'best_guess', 'original'))).toBe(false);
    expect(hasFailed(compareAnswers(reference, missing, 'best_guess', 'original'))).toBe(true);
  });

  it('knows no nearness to a threshold', () => {
    expect(hasFailed(compare({ output: 'txt' }, 'original', { score: 0.5 }))).toBe(true);
  });
});

describe('a rewritten graph', () => {
  const counted = [{ dl: 'ruby' }, { score: 0.9 }, { dl: 'ruby', overwrite_reason: 'low_confidence' }];
  it.each(counted)('counts %o', (ours) => {
    const verdict = compare(ours, 'rewritten');
    expect(hasFailed(verdict)).toBe(false);
    expect(fields(verdict)).toEqual(Object.keys(ours));
  });

  it.each(wrong.filter((ours) => !('dl' in ours) && !('score' in ours)))('fails on %o', (ours) => {
    expect(hasFailed(compare(ours, 'rewritten'))).toBe(true);
  });

  it('counts a difference within 5e-3 of the threshold apart', () => {
    const near = compare({ output: 'txt' }, 'rewritten', { score: 0.5049 });
    expect(hasFailed(near)).toBe(false);
    expect(summarize(1, [near])).toMatchObject({ near_threshold_differences: 1, label_differences: 0, failed: 0 });
    expect(hasFailed(compare({ output: 'txt' }, 'rewritten', { score: 0.5051 }))).toBe(true);
  });

  it("takes the threshold of the model's label and of the mode", () => {
    const markdown = { ...reference, dl: 'markdown', output: 'markdown', score: 0.751 };
    const ours = { ...markdown, output: 'txt' };
    expect(hasFailed(compareAnswers(ours, markdown, 'high_confidence', 'rewritten'))).toBe(false);
    expect(hasFailed(compareAnswers(ours, markdown, 'medium_confidence', 'rewritten'))).toBe(true);
    expect(hasFailed(compareAnswers(ours, markdown, 'best_guess', 'rewritten'))).toBe(true);
  });

  it('does not excuse a file that could not be read', () => {
    const near = { ...reference, score: 0.5 };
    expect(hasFailed(compareAnswers({ status: 'unknown' }, near, 'high_confidence', 'rewritten'))).toBe(true);
  });
});

describe('features', () => {
  it('are equal, or the check fails', () => {
    expect(hasFailed(compareFeatures('ab', 'ab') ?? compare({ dl: '' }))).toBe(false);
    expect(compareFeatures('ab', 'cd')).toSatisfy(hasFailed);
    expect(compareFeatures(null, 'cd')).toSatisfy(hasFailed);
  });

  it('are not checked where the reference made none', () => {
    expect(compareFeatures('ab', null)).toBeUndefined();
  });
});

it('sums a run up by the fixed figures', () => {
  const features = compareFeatures('ab', 'cd');
  const verdicts = [compare({}), compare({ output: 'txt', group: 'text', extensions: [] }), compare({ score: 0.9 })];
  expect(summarize(2, [...verdicts, ...(features ? [features] : [])])).toEqual({
    files: 2,
    checks: 4,
    passed: 1,
    failed: 3,
    status_differences: 0,
    label_differences: 1,
    model_label_differences: 0,
    reason_differences: 0,
    metadata_differences: 1,
    feature_differences: 1,
    score_differences: 1,
    max_score_difference: expect.closeTo(0.08, 8),
    near_threshold_differences: 0,
  });
});
