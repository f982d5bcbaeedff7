/** Compares our answers with the reference's. Pure: what counts as right is said here and nowhere else. */
import type { PredictionMode } from '@nearside/magika';
import { thresholdFor } from '@nearside/magika/decide';
import type { Answer } from './answers.ts';

/**
 * `original`: the reference's own graph, so everything is equal, and scores are within 1e-4. `rewritten`: other
 * arithmetic, so answers are equal, while the model's own label and its score are only counted.
 */
export type Graph = 'original' | 'rewritten';

/** A field that is not as the reference has it. */
export interface Difference {
  field: keyof Answer | 'features_sha256_i32le';
  ours: unknown;
  reference: unknown;
  /** Whether it makes the check fail; the others are only counted. */
  fails: boolean;
}

/** What became of one check: an answer (a file in one mode) or a digest of the model's input. */
export interface Verdict {
  differences: Difference[];
  /** Absolute; undefined where one side has no score. */
  scoreDifference?: number;
  /** The reference is too close to its threshold for a rewritten graph to be held to its answer. */
  nearThreshold: boolean;
}

const metadataFields = ['mime_type', 'group', 'description', 'extensions', 'is_text'] as const;
const equalFields = ['status', 'dl', 'output', 'overwrite_reason', ...metadataFields] as const;

/** ONNX Runtime's builds add in different orders; 2.3e-5 is the most that was seen. */
const maxScoreDifference = 1e-4;
const thresholdMargin = 5e-3;

/** Compares one file's answers in one mode. */
export function compareAnswers(ours: Answer, reference: Answer, mode: PredictionMode, graph: Graph): Verdict {
  const differing = equalFields.filter((field) => !isEqual(ours[field], reference[field]));
  const sameModelLabel = !differing.includes('dl');
  const fails = (field: (typeof equalFields)[number]): boolean => {
    if (graph === 'original') return true;
    return field !== 'dl' && (field !== 'overwrite_reason' || sameModelLabel);
  };
  const differences: Difference[] = differing.map((field) => ({
    field,
    ours: ours[field],
    reference: reference[field],
    fails: fails(field),
  }));
  const verdict: Verdict = { differences, nearThreshold: isNearThreshold(ours, reference, mode, graph) };
  if (ours.score === undefined || reference.score === undefined) return verdict;

  const scoreDifference = Math.abs(ours.score - reference.score);
  // Written so that NaN is no good score.
  if (!(scoreDifference <= maxScoreDifference)) {
    differences.push({ field: 'score', ours: ours.score, reference: reference.score, fails: graph === 'original' });
  }
  return { ...verdict, scoreDifference };
}

/** Compares the digests of the model's input; where the reference made none there is nothing to check. */
export function compareFeatures(ours: string | null, reference: string | null): Verdict | undefined {
  if (reference === null) return undefined;
  const equal = ours === reference;
  return {
    differences: equal ? [] : [{ field: 'features_sha256_i32le', ours, reference, fails: true }],
    nearThreshold: false,
  };
}

/** Whether a check failed. */
export function hasFailed({ differences, nearThreshold }: Verdict): boolean {
  return !nearThreshold && differences.some(({ fails }) => fails);
}

/** Counts of a whole run; the names are those of the fixed figures. */
export function summarize(files: number, verdicts: readonly Verdict[]): Record<string, number> {
  const failed = verdicts.filter(hasFailed).length;
  const far = verdicts.filter(({ nearThreshold }) => !nearThreshold);
  const count = (...fields: Difference['field'][]): number =>
    far.filter(({ differences }) => differences.some(({ field }) => fields.includes(field))).length;
  return {
    files,
    checks: verdicts.length,
    passed: verdicts.length - failed,
    failed,
    status_differences: count('status'),
    label_differences: count('output'),
    model_label_differences: count('dl'),
    reason_differences: count('overwrite_reason'),
    metadata_differences: count(...metadataFields),
    feature_differences: count('features_sha256_i32le'),
    score_differences: count('score'),
    max_score_difference: verdicts.reduce((max, { scoreDifference = 0 }) => Math.max(max, scoreDifference), 0),
    near_threshold_differences: verdicts.filter(
      ({ nearThreshold, differences }) => nearThreshold && differences.some(({ fails }) => fails),
    ).length,
  };
}

function isNearThreshold(ours: Answer, reference: Answer, mode: PredictionMode, graph: Graph): boolean {
  const { dl, score } = reference;
  if (graph === 'original' || ours.status !== reference.status || mode === 'best_guess') return false;
  if (dl === undefined || dl === 'undefined' || score === undefined) return false;
  return Math.abs(score - thresholdFor(dl, mode)) <= thresholdMargin;
}

function isEqual(a: Answer[keyof Answer], b: Answer[keyof Answer]): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && a.every((value, index) => value === b[index]);
}
