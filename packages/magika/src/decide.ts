import { NearsideError } from '@nearside/core';
import { contentType, type ContentType } from './content-types.ts';
import { extractFeatures } from './features.ts';
import type { FileEnds } from './file-ends.ts';
import { labels, modelLabels } from './labels.ts';
import { standardModelConfig, type ModelConfig } from './model-config.ts';

export { contentType, labels, modelLabels, type ContentType };
export { findMismatch, type Mismatch } from './find-mismatch.ts';

/** How sure the model must be for its label to be the answer; below that the answer is `txt` or `unknown`. */
export type PredictionMode = 'high_confidence' | 'medium_confidence' | 'best_guess';

/** Why the answer is not the model's own label. */
export type OverwriteReason = 'none' | 'low_confidence' | 'overwrite_map';

/** What a file is. */
export interface Identification extends ContentType {
  /** The model's score of its own label, 0 to 1, also where that was overwritten; 1 where the model was not asked. */
  readonly score: number;
  /** What the model said, or `undefined` (the reference's word) where it was not asked: an empty or very short file. */
  readonly modelLabel: string;
  /** Why `label` is not `modelLabel`, if it is not. */
  readonly overwriteReason: OverwriteReason;
  /** All scores, dims [labels], in the order of `modelLabels()`; only on wish, and where the model was asked. */
  readonly scores?: Float32Array;
}

/**
 * Answers without the model where the reference does: an empty file, and one with fewer than 8 bytes, or fewer than 8
 * left after its leading white space.
 *
 * @param ends Both ends of the file.
 * @param features Of these ends.
 * @param config Of the model; default: the vendored one's.
 * @returns undefined when the model must be asked.
 */
export function ruleOut(
  ends: FileEnds,
  features: Int32Array = extractFeatures(ends),
  config: ModelConfig = standardModelConfig(),
): Identification | undefined {
  if (ends.size === 0) return withoutModel('empty');
  const enough = ends.size >= config.minFileSizeForDl && features[config.minFileSizeForDl - 1] !== config.paddingToken;
  return enough ? undefined : withoutModel(isUtf8(ends.beginning) ? 'txt' : 'unknown');
}

/**
 * Turns scores into the answer. Pure and cheap, so another mode needs no second run of the model.
 *
 * @param scores Of the model, dims [labels]; unchanged.
 * @param options Mode (default `high_confidence`), and the config where the model is not the vendored one.
 * @throws NearsideError 'invalid-input' when the number of scores is not the number of labels.
 * @see google/magika, python/src/magika/magika.py, _get_output_label_from_dl_label_and_score
 */
export function decide(
  scores: Float32Array,
  {
    mode = 'high_confidence',
    config = standardModelConfig(),
  }: { readonly mode?: PredictionMode; readonly config?: ModelConfig } = {},
): Identification {
  if (scores.length !== config.labels.length) {
    throw new NearsideError('invalid-input', `got ${scores.length} scores for ${config.labels.length} labels`, {
      stage: 'decide',
    });
  }
  const best = argmax(scores);
  const modelLabel = config.labels[best] as string;
  const score = scores[best] as number;
  const mapped = config.overwriteMap.get(modelLabel) ?? modelLabel;
  if (score >= thresholdFor(modelLabel, mode, config)) {
    return identification(mapped, {
      score,
      modelLabel,
      overwriteReason: mapped === modelLabel ? 'none' : 'overwrite_map',
    });
  }
  const fallback = lookUp(mapped).isText ? 'txt' : 'unknown';
  return identification(fallback, {
    score,
    modelLabel,
    overwriteReason: fallback === modelLabel ? 'none' : 'low_confidence',
  });
}

/**
 * The score from which a label is accepted, 0 to 1.
 *
 * @param modelLabel What the model said: thresholds are its, not those of the label it is overwritten with.
 * @param mode 0 in `best_guess`.
 * @param config Of the model; default: the vendored one's.
 * @throws NearsideError 'invalid-input' when there is no such mode.
 */
export function thresholdFor(
  modelLabel: string,
  mode: PredictionMode,
  config: ModelConfig = standardModelConfig(),
): number {
  switch (mode) {
    case 'best_guess':
      return 0;
    case 'medium_confidence':
      return config.mediumConfidenceThreshold;
    case 'high_confidence':
      return config.thresholds.get(modelLabel) ?? config.mediumConfidenceThreshold;
    default:
      throw new NearsideError('invalid-input', `there is no prediction mode '${String(mode satisfies never)}'`, {
        stage: 'decide',
        hint: "Modes are 'high_confidence', 'medium_confidence' and 'best_guess'.",
      });
  }
}

/**
 * Refuses a mode that is none, also where the answer would not depend on it.
 *
 * @param mode From the caller.
 * @throws NearsideError 'invalid-input'.
 */
export function checkMode(mode: PredictionMode): void {
  thresholdFor('undefined', mode);
}

/** The first of the largest, as NumPy's. */
function argmax(scores: Float32Array): number {
  return scores.reduce((best, score, index) => (score > (scores[best] as number) ? index : best), 0);
}

/**
 * The answer for what no model is asked about.
 *
 * @param label Of the reference's knowledge base: `empty`, `directory`, `symlink`, `txt`, `unknown`.
 * @throws NearsideError 'model-invalid' when there is no such label.
 */
export function withoutModel(label: string): Identification {
  return identification(label, { score: 1, modelLabel: 'undefined', overwriteReason: 'none' });
}

function identification(
  label: string,
  rest: Pick<Identification, 'score' | 'modelLabel' | 'overwriteReason'>,
): Identification {
  return { ...lookUp(label), ...rest };
}

function lookUp(label: string): ContentType {
  const known = contentType(label);
  if (!known)
    throw new NearsideError('model-invalid', `the model's label '${label}' is in no table`, { stage: 'decide' });
  return known;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    // Strict, and BOM, NUL and control bytes count as text: as Python's bytes.decode('utf-8').
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
