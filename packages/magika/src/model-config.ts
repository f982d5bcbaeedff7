import { NearsideError } from '@nearside/core';
import { standardConfig } from './model-config.generated.ts';

/** What a Magika model asks of its features and of the decision over its scores. */
export interface ModelConfig {
  /** Tokens taken from the beginning. */
  readonly begSize: number;
  /** Tokens taken from the end. */
  readonly endSize: number;
  /** Bytes read at each end. */
  readonly blockSize: number;
  /** The token that fills up: 256, above every byte. */
  readonly paddingToken: number;
  /** Bytes that must be left after stripping for the model to be asked. */
  readonly minFileSizeForDl: number;
  /** Score from which a label is accepted where it has no threshold of its own, 0 to 1. */
  readonly mediumConfidenceThreshold: number;
  /** Labels in the order of the scores. */
  readonly labels: readonly string[];
  /** Score, 0 to 1, from which a label is accepted in `high_confidence`. */
  readonly thresholds: ReadonlyMap<string, number>;
  /** Labels that stand for another one. */
  readonly overwriteMap: ReadonlyMap<string, string>;
}

/**
 * Reads a model's `config.min.json`.
 *
 * @param json The parsed file.
 * @throws NearsideError 'model-invalid' when a field is missing or of the wrong kind, or when the model wants features of
 *   the middle or at offsets, which this version does not make.
 * @see google/magika, python/src/magika/types/model.py
 */
export function parseModelConfig(json: unknown): ModelConfig {
  const field = reader(json);
  if (field.count('mid_size') !== 0 || field.flag('use_inputs_at_offsets')) {
    throw invalid('features of the middle or at offsets are not supported', 'Use a model of the standard_v3 family.');
  }
  return {
    begSize: field.count('beg_size'),
    endSize: field.count('end_size'),
    blockSize: field.count('block_size'),
    paddingToken: field.count('padding_token'),
    minFileSizeForDl: field.count('min_file_size_for_dl'),
    mediumConfidenceThreshold: field.share('medium_confidence_threshold'),
    labels: field.strings('target_labels_space'),
    thresholds: field.map('thresholds', (value) => isShare(value)),
    overwriteMap: field.map('overwrite_map', (value) => typeof value === 'string'),
  };
}

function reader(json: unknown) {
  if (typeof json !== 'object' || json === null) throw invalid('the config is no object');
  const config = json as Readonly<Record<string, unknown>>;
  const want = <T>(name: string, is: (value: unknown) => value is T, kind: string): T => {
    const value = config[name];
    if (!is(value)) throw invalid(`config field '${name}' must be ${kind}`);
    return value;
  };
  return {
    count: (name: string) => want(name, isCount, 'a whole number, 0 or more'),
    share: (name: string) => want(name, isShare, 'a number from 0 to 1'),
    flag: (name: string) => want(name, (value) => typeof value === 'boolean', 'true or false'),
    strings: (name: string) => want(name, isStrings, 'a list of strings'),
    map<T>(name: string, is: (value: unknown) => value is T): ReadonlyMap<string, T> {
      const entries = Object.entries(want(name, isObject, 'an object'));
      return new Map(
        entries.map(([key, value]) => {
          if (!is(value)) throw invalid(`config field '${name}.${key}' is of the wrong kind`);
          return [key, value];
        }),
      );
    },
  };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isShare(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(message: string, hint?: string): NearsideError {
  return new NearsideError('model-invalid', message, { stage: 'config', ...(hint !== undefined && { hint }) });
}

let parsed: ModelConfig | undefined;

/** The config of the vendored model, standard_v3_3; parsed on first use, since importing does nothing. */
export function standardModelConfig(): ModelConfig {
  return (parsed ??= parseModelConfig(standardConfig));
}
